import Foundation
import Testing
import VectorFiles

@testable import VectorSuites

@Suite("The published cases")
struct VectorRunTests {
    @Test("every case has its right answer, and no source and kind is without one that was run")
    func run() throws {
        // What takes long is sampled: this is no optimised build. `swift run -c release vectors` runs all of it.
        let report = try VectorRun(try VectorFolder(near: #filePath), effort: .sample).report()
        for failure in report.failures { Issue.record("\(failure)") }
        for row in report.rows {
            #expect(!row.ranNothing, "\(row.source), \(row.suite)")
            #expect(
                row.passedCount + row.policyCount + row.skippedCount + row.failures.count == row.caseCount,
                "\(row.source), \(row.suite)"
            )
        }
        #expect(report.isGood)
        let used = Set(report.rows.flatMap(\.policyCounts.keys))
        #expect(used == Set(Policy.all.map(\.name)), "a policy that holds for no case")
    }

    /// For each kind of cases, a file and the field whose change must show.
    private static let changes = [
        ("nist-shavs/sha256-short", "value"), ("nist-shavs/sha1-monte", "value"), ("rfc/4231-sha512", "tag"),
        ("rfc/7914-pbkdf2", "derived-key"), ("rfc/5869-hkdf-sha256", "derived-key"),
        ("rfc/5869-hkdf-sha256", "pseudorandom-key"), ("nist-aes/gcm-seal-256", "tag"),
        ("nist-aes/gcm-open-128", "associated-data"), ("nist-aes/ecb-gfsbox-128", "plaintext"),
        ("nist-aes/cbc-mmt-192", "ciphertext"), ("nist-aes/later-cbc-mct-256", "plaintext"),
        ("wycheproof/aes_cbc_pkcs5", "plaintext"), ("nist-rsa/keygen-186-2", "prime1"),
        ("wycheproof-later/rsa_pkcs1_4096_sig_gen", "signature"),
        ("nist-rsa/pss-siggen-186-3-cavs11-4", "signature"), ("nist-rsa/pss-siggen-186-3-cavs11-4", "salt"),
        ("wycheproof/rsa_signature_2048_sha256", "message"),
        ("wycheproof/rsa_pss_2048_sha256_mgf1_32", "message"),
        ("rfc/4648-base64", "octets"), ("rfc/4648-base16", "octets"), ("rfc/4013-saslprep", "output"),
        ("rfc/3454-tables", "last"), ("rfc/5802-scram", "server-final"), ("rfc/7677-scram", "server-final"),
        ("rfc/7677-scram", "client-first"), ("rfc/8448-handshakes", "client-finished"),
        ("rfc/8448-handshakes", "server-flight"),
    ]

    @Test("a figure that is changed is found out", arguments: changes)
    func change(name: String, field: String) throws {
        let folder = try VectorFolder(near: #filePath)
        let path = "\(folder.path)/\(name).txt"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let file = try VectorFile(text: Array(text.utf8))
        // The first good case whose field is not empty.
        let good = try #require(
            file.cases.first { $0.result == .valid && $0.has(field) && (try? $0.word(field)) != "" }
        )
        var lines = text.split(separator: "\n").map(String.init)
        let line = try #require(lines.indices.first { $0 >= good.line && lines[$0].hasPrefix("  \(field) ") })
        let last = try #require(lines[line].last)
        lines[line] = lines[line].dropLast() + (last == "1" ? "3" : "1")
        let changed = try VectorFile(text: Array((lines.joined(separator: "\n") + "\n").utf8))
        let only = try #require(changed.cases.first { $0.identifier == good.identifier })
        var suite = try #require(makeSuite(changed.suite))
        let answer: Answer
        do {
            answer = try suite.answer(only)
        } catch {
            // An exchange with a wrong message ends in an error.
            return
        }
        guard case .failed = Verdict(on: answer, to: only, suite: changed.suite) else {
            Issue.record("\(name) \(only) has the answer \(answer)")
            return
        }
    }

    @Test("a changed document is found out")
    func changedDocument() throws {
        let folder = try VectorFolder(near: #filePath)
        let file = try folder.file("nist-pkits/certificates")
        var suite = try #require(makeSuite(file.suite))
        try suite.prepare(file)
        let good = try #require(file.cases.first { $0.identifier.contains("GoodCACert") })
        #expect(try suite.answer(good) == .accepted)
        var octets = try good.octets("der")
        octets[octets.count - 1] ^= 1
        let hexadecimal = octets.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let text = "vectors 1\nsuite certificate\ncase 1 valid\n  der \(hexadecimal)\n"
        let changed = try VectorFile(text: Array(text.utf8)).cases[0]
        guard case .refused = try suite.answer(changed) else {
            Issue.record("a signature with a changed bit is taken")
            return
        }
    }

    @Test("cases of a kind that no suite runs stop the run")
    func unknownSuite() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(
            at: root.appendingPathComponent("a"),
            withIntermediateDirectories: true
        )
        let file = root.appendingPathComponent("a/b.txt")
        try Data("vectors 1\nsuite horoscopes\ncase 1 valid\n".utf8).write(to: file)
        #expect(throws: VectorSuiteError.unknownSuite("horoscopes", file: "a/b")) {
            try VectorRun(VectorFolder(path: root.path)).report()
        }
        try Data("vectors 1\nsuite digest\ncase 1 valid\n  digest md4\n  message\n  value 00\n".utf8).write(
            to: file
        )
        #expect(throws: VectorSuiteError.unknownWord("md4", line: 3)) {
            try VectorRun(VectorFolder(path: root.path)).report()
        }
        try Data("vectors 1\nsuite digest\ncase 1 valid\n  digest md5\n  value 00\n".utf8).write(to: file)
        #expect(throws: VectorSuiteError.unreadable(.missingField("message", line: 3), file: "a/b")) {
            try VectorRun(VectorFolder(path: root.path)).report()
        }
    }

    @Test("a folder without a case is no good report")
    func empty() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        #expect(!(try VectorRun(VectorFolder(path: root.path)).report().isGood))
    }
}
