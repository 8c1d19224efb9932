import Foundation
import Testing
import VectorFiles

@Suite("The files of Vectors")
struct PublishedFilesTests {
    private let folder: VectorFolder

    init() throws {
        folder = try VectorFolder(near: #filePath)
    }

    /// The count of cases of every file, each read whole once.
    private static let counts = Result {
        let folder = try VectorFolder(near: #filePath)
        return try Dictionary(
            uniqueKeysWithValues: folder.names().map { name in
                let file = try folder.file(name)
                try #require(!file.origins.isEmpty, "\(name) does not say where it comes from")
                return (name, file.cases.count)
            }
        )
    }

    @Test("the table of the README has a row for every folder, with the count of its cases")
    func readme() throws {
        let text = try String(contentsOfFile: folder.path + "/README.md", encoding: .utf8)
        var table: [String: Int] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 5, let count = Int(cells[4]) else { continue }
            table[cells[0].trimmingCharacters(in: ["`"])] = count
        }
        let counts = try Self.counts.get()
        let folders = Dictionary(grouping: counts) { $0.key.prefix { $0 != "/" } }
        #expect(
            table
                == Dictionary(
                    uniqueKeysWithValues: folders.map { (String($0), $1.map(\.value).reduce(0, +)) }
                )
        )
    }

    @Test("the ledger has every case of every file, and a reason for every one that was left out")
    func ledger() throws {
        var booked: [String: Int] = [:]
        let text = try String(contentsOfFile: folder.path + "/ledger.tsv", encoding: .utf8)
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            try #require(cells.count == 4, "\(line)")
            let count = try #require(Int(cells[0]), "\(line)")
            #expect(count > 0 && !cells[1].isEmpty && !cells[3].isEmpty, "\(line)")
            switch cells[2] {
            case "to": booked[String(cells[3]), default: 0] += count
            default: #expect(["left out", "files left out"].contains(cells[2]), "\(line)")
            }
        }
        #expect(booked == (try Self.counts.get()))
    }
}
