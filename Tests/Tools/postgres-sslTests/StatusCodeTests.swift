import Foundation
import NodeEncryption
import TestSupport
import Testing

@testable import postgres_ssl

/// Programs go by the codes, and operators look them up.
@Suite("The table of what status finds")
struct StatusCodeTests {
    /// A row: the topic by the heading above it, the code and the level.
    private struct Row: Hashable {
        let topic: String
        let code: String
        let level: String
    }

    private static func rows() throws -> [Row] {
        let own = #filePath
        let root = own[..<(own.range(of: "/Tests/")?.lowerBound ?? own.endIndex)]
        let text = try FileNames.text(of: root + "/Sources/Tools/postgres-ssl/STATUS.md")
        var topic = ""
        var rows: [Row] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { topic = String(line.dropFirst(3)) }
            guard line.hasPrefix("| `") else { continue }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            try #require(cells.count >= 3 && !cells[2].isEmpty, "\(line)")
            rows.append(Row(topic: topic, code: String(cells[0].dropFirst().dropLast()), level: cells[1]))
        }
        return rows
    }

    @Test("it has each code once, with its topic and its level, and no other")
    func table() throws {
        let rows = try Self.rows()
        let codes = NodeStatus.Code.allCases.map { code in
            Row(topic: code.kind.topic.rawValue, code: code.rawValue, level: code.kind.level.word)
        }
        #expect(Set(rows).subtracting(codes) == [])
        #expect(Set(codes).subtracting(rows) == [])
        #expect(rows.count == codes.count)
    }

    @Test(
        "codes are words of small letters and digits with hyphens between them, whatever they are renamed to"
    )
    func codes() {
        for code in NodeStatus.Code.allCases {
            #expect(code.rawValue.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(code.rawValue)")
        }
    }
}
