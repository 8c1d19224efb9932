import Foundation
import PostgresConfiguration
import SecretMemory
import TestSupport
import Testing

/// Configurations that packages of PostgreSQL and Pgpool-II ship, where they are installed.
enum Shipped {
    static let settings: [(path: String, dialect: ConfigurationDialect)] =
        find("postgresql.conf").map { ($0, .postgres) } + find("pgpool.conf").map { ($0, .pgpool) }
    static let authentication: [(path: String, dialect: HostBasedAuthenticationDialect)] =
        find("pg_hba.conf").map { ($0, .postgres(majorVersion: 15)) }
        + find("pool_hba.conf").map { ($0, .pgpool) }

    private static func find(_ name: String) -> [String] {
        [
            "/etc/postgresql", "/usr/share/postgresql", "/etc/pgpool2", "/usr/share/pgpool2",
            "/usr/share/doc/pgpool2",
        ]
        .flatMap { folder in
            (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
                .filter { [name, name + ".sample"].contains(String($0.split(separator: "/").last ?? "")) }
                .map { "\(folder)/\($0)" }
        }
        // Fresh files of a server's own are private to it.
        .filter { FileManager.default.isReadableFile(atPath: $0) }
        .sorted()
    }

    static func octets(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

/// The lines that differ in two files of as many lines, from 1; `nil` where the counts differ.
func changedLines(_ old: [UInt8], _ new: [UInt8]) -> [Int]? {
    let before = old.split(separator: 10, omittingEmptySubsequences: false)
    let after = new.split(separator: 10, omittingEmptySubsequences: false)
    guard before.count == after.count else { return nil }
    return before.indices.filter { before[$0] != after[$0] }.map { $0 + 1 }
}

@Suite("What editors do not change comes back byte for byte")
struct LosslessTests {
    @Test("every setting of a shipped file is read, and a change of it changes its line alone")
    func settings() throws {
        try #require(!Shipped.settings.isEmpty)
        for (path, dialect) in Shipped.settings {
            let octets = try Shipped.octets(path)
            let file = ConfigurationFile(octets, dialect: dialect)
            #expect(file.octets == octets)
            #expect(file.problemLines == [], "\(path)")
            for assignment in file.assignments {
                var changed = file
                try changed.set(assignment.name, to: "a b")
                let last = file.assignment(of: assignment.name)
                #expect(changedLines(octets, changed.octets) == last.map { [$0.line] })
                try changed.set(assignment.name, to: last?.text ?? "")
                #expect(changed.assignment(of: assignment.name)?.value == last?.value)
            }
        }
    }

    @Test("every record of a shipped file is read, and a change of it changes its line alone")
    func records() throws {
        try #require(!Shipped.authentication.isEmpty)
        for (path, dialect) in Shipped.authentication {
            let octets = try Shipped.octets(path)
            // The sample of PostgreSQL holds places that initdb fills in.
            if octets.contains(UInt8(ascii: "@")), path.hasSuffix("pg_hba.conf.sample") { continue }
            let file = HostBasedAuthenticationFile(octets, dialect: dialect)
            #expect(file.octets == octets)
            #expect(file.problems == [], "\(path)")
            #expect(!file.records.isEmpty)
            for (index, record) in file.records.enumerated() {
                var changed = file
                try changed.setMethod("reject", ofRecord: index)
                #expect(changedLines(octets, changed.octets) == [record.line])
                try changed.setMethod(record.method, ofRecord: index)
                #expect(changed.octets == octets)
            }
        }
    }

    private func attempt(_ file: inout ConfigurationFile) -> PostgresConfigurationError? {
        do {
            try file.set("ssl", to: "x9")
            return nil
        } catch {
            return error
        }
    }

    @Test("generated files of settings come back, whatever is in them")
    func generatedSettings() throws {
        var random = SeededRandom(seed: 41)
        let parts = [
            "ssl", "=", " ", "\t", "'", "''", "\\", "\n", "\r\n", "#", "on", "12kB", "-.5e3", "include", "é",
            "a.b",
            "'x y'", "\u{0}", "*", "port",
        ]
        for _ in 0..<3_000 {
            let octets = random.bytes(count: 24).flatMap { Array(parts[Int($0) % parts.count].utf8) }
            for dialect in [ConfigurationDialect.postgres, .pgpool] {
                var file = ConfigurationFile(octets, dialect: dialect)
                #expect(file.octets == octets)
                guard let assignment = file.assignment(of: "ssl") else { continue }
                if let failure = attempt(&file) {
                    // Quotes without a partner pass for values in Pgpool-II, until another one comes.
                    guard case .openQuote = failure, dialect == .pgpool else { throw failure }
                    #expect(file.octets == octets)
                    continue
                }

                #expect(file.assignment(of: "ssl")?.text == "x9")
                if assignment.text != "x9" { #expect(changedLines(octets, file.octets) == [assignment.line]) }
                file.remove("ssl")
                #expect(file.assignment(of: "ssl") == nil)
            }
        }
    }

    @Test("generated HBA files come back, and edits change the tokens that they name")
    func generatedRecords() throws {
        var random = SeededRandom(seed: 42)
        let parts = [
            "host ", "all ", "all\t", "0.0.0.0/0 ", "md5", "\n", "\r\n", "#x", "\\\n", "\"a b\" ", ",",
            "local ",
            "hostssl all all ::/0 scram-sha-256\n", " ", "\"", "trust ", "@f ", "+g,", "10.0.0.1 255.0.0.0 ",
            "\u{0}",
        ]
        for _ in 0..<2_000 {
            let octets = random.bytes(count: 24).flatMap { Array(parts[Int($0) % parts.count].utf8) }
            for dialect in [HostBasedAuthenticationDialect.postgres(majorVersion: 15), .pgpool] {
                let file = HostBasedAuthenticationFile(octets, dialect: dialect)
                #expect(file.octets == octets)
                for (index, record) in file.records.enumerated() {
                    var changed = file
                    try changed.setMethod("reject", ofRecord: index)
                    let records = changed.records
                    #expect(records.count == file.records.count)
                    #expect(records[index].method == "reject")
                    #expect(records[index].databases == record.databases)
                    #expect(records[index].users == record.users)
                    #expect(records[index].address == record.address)
                    if record.type != .local {
                        try changed.setType(.hostssl, ofRecord: index)
                        #expect(changed.records[index].type == .hostssl)
                    }
                }
            }
        }
    }
}
