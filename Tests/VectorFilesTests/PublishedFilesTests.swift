import Foundation
import Testing
import VectorFiles

@Suite("The files of Vectors")
struct PublishedFilesTests {
    private let folder: VectorFolder

    init() throws {
        folder = try VectorFolder(near: #filePath)
    }

    /// The count of cases of each folder, of what is really there.
    private func counts() throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for name in try folder.names() {
            counts[String(name.prefix { $0 != "/" }), default: 0] += try folder.file(name).cases.count
        }
        return counts
    }

    @Test("every file is read whole, and names the published files that it comes from")
    func everyFile() throws {
        let names = try folder.names()
        #expect(names.contains("wycheproof/hmac_sha256"))
        for name in names {
            #expect(!(try folder.file(name).origins.isEmpty), "\(name)")
        }
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
        #expect(table == (try counts()))
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
            default: #expect(cells[2] == "left out", "\(line)")
            }
        }
        var converted: [String: Int] = [:]
        for name in try folder.names() { converted[name] = try folder.file(name).cases.count }
        #expect(booked == converted)
    }
}
