import Foundation

// Reads the samples of one run from standard input and writes the page of its ratios to standard output.

let lines = Array(AnyIterator { readLine() })
let rows = Comparison.rows(of: lines.compactMap(Sample.init(line:)))
let growth = Growth.all(of: lines.compactMap(GrowthSample.init(line:)))
guard !rows.isEmpty || !growth.isEmpty else {
    FileHandle.standardError.write(Data("report: no samples on standard input\n".utf8))
    exit(1)
}
print(Page(machine: .this, rows: rows, growth: growth).text)
