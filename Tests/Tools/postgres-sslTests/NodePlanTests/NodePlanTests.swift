import TestSupport
import Testing

/// One file of the folder `Cases`.
struct NodeCase: Sendable, CustomTestStringConvertible {
    /// Its name: `install/a rule that rejects stays`.
    let name: String
    private let path: String

    var testDescription: String { name }

    /// All of them, by their names.
    static let all: [NodeCase] = {
        let own = #filePath
        let folder = String(own[..<(own.lastIndex(of: "/") ?? own.endIndex)]) + "/Cases"
        return FileNames.below(folder, ending: ".txt").map { name in
            NodeCase(name: String(name.dropLast(4)), path: folder + "/" + name)
        }
    }()

    func text() throws -> CaseText { try CaseText(FileNames.text(of: path)) }
}

@Suite("What the commands of postgres-ssl make of a node")
struct NodePlanTests {
    @Test("there are cases of every command")
    func cases() {
        #expect(NodeCase.all.count >= 120)
        for command in ["install", "reissue", "uninstall", "status", "cluster", "pool_passwd"] {
            #expect(NodeCase.all.contains { $0.name.hasPrefix(command + "/") })
        }
    }

    @Test(
        "case",
        .enabled(
            if: ExampleCertificates.all != nil && Programs.python != nil,
            "openssl or Python is not installed"
        ),
        arguments: NodeCase.all
    )
    func holds(_ example: NodeCase) throws {
        let text = try example.text()
        // Only root gives files away.
        if text.header["needs"] == "root", CaseNode.ownOwner != "0:0" { return }
        let certificates = try #require(ExampleCertificates.all).get()
        let node = try CaseNode(text, certificates)
        var printed: [UInt8] = []
        for (number, step) in text.steps.enumerated() {
            let mismatches: [String]
            (mismatches, printed) = try CaseStep(step, on: node, after: printed).mismatches()
            for mismatch in mismatches {
                Issue.record("\(example.name), step \(number + 1), \(step.line): \(mismatch)")
            }
        }
    }
}
