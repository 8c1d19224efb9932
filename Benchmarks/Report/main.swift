import Foundation

// Reads the samples of one run from standard input and writes the table of its ratios to standard output.

let lines = AnyIterator { readLine() }
let rows = Comparison.rows(of: lines.compactMap(Sample.init(line:)))
guard !rows.isEmpty else {
    FileHandle.standardError.write(Data("report: no samples on standard input\n".utf8))
    exit(1)
}
print(Page(machine: .this, rows: rows).text)
