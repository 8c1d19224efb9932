import DERCoding
import DurableFiles
import Glibc
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Two nodes of a host with one folder of certificates")
final class SharedCertificatesTests {
    private let host: TemporaryFolder
    private let one: ExampleNode
    private let other: ExampleNode
    private let before: [String: FileState]
    private var notes: [String] = []

    init() throws {
        host = try TemporaryFolder()
        one = try ExampleNode(.pgpool)
        other = try ExampleNode(.pgpool)
        // The platform's list of what a redeploy keeps is one of the host, too.
        try host.write("COMPUTE_TYPE=pgpool\n", to: "metainf.conf")
        before = try one.everything()
    }

    private var set: String { one.layout.certificates }

    private func perform(_ operation: some NodeOperation, on node: ExampleNode) throws {
        var choices = NodeChoices()
        choices.role = .pgpool
        choices.configuration = node.layout.configuration
        choices.state = host.path("state")
        choices.metadata = host.path("metainf.conf")
        if operation.operation == .install {
            choices.authentication = node.layout.authentication
            choices.certificates = set
            choices.redeploy = one.layout.redeploy
        }
        var random = OperatingSystemRandom()
        notes = []
        _ = try Node(choices).perform(operation, dryRun: false, at: .now, using: &random) { notes.append($0) }
    }

    private func mark() throws -> String {
        try one.folder.text("keys/SSL-TLS/server/root.key")
            + one.folder.text("keys/SSL-TLS/server/server.crt")
    }

    private static func marked(_ mark: String) -> String {
        "\(mark) server/root.key\n\(mark) server/server.crt\n"
    }

    private func keptNote(for node: ExampleNode) -> String {
        "\(set) is kept, since it is in use by another node of this host, that of \(node.layout.configuration); the "
            + "uninstall of the last one removes it"
    }

    /// Uninstalls one after the other, of which the first made something of the set, or did not.
    private func uninstall(
        _ first: ExampleNode,
        then last: ExampleNode,
        leaving mark: String,
        made: Bool = true
    ) throws {
        let listed = try one.folder.text("redeploy.conf")
        #expect(listed.contains(set))
        try perform(Uninstallation(), on: first)
        #expect(try self.mark() == Self.marked(mark))
        #expect(try one.folder.text("redeploy.conf") == listed)
        #expect(notes.contains(keptNote(for: last)) == made)
        try perform(Uninstallation(), on: last)
        #expect(try one.everything() == before)
        #expect(!notes.contains { $0.contains("kept") })
        #expect(!host.names().contains("state"))
    }

    @Test("The set stays when the node that made it is uninstalled, and goes with the last")
    func makerFirst() throws {
        try perform(PlannedInstallation(mark: "one"), on: one)
        try perform(PlannedInstallation(mark: "one"), on: other)
        try uninstall(one, then: other, leaving: "one")
    }

    @Test("The set stays when the node that only uses it is uninstalled, and goes with the last")
    func makerLast() throws {
        try perform(PlannedInstallation(mark: "one"), on: one)
        try perform(PlannedInstallation(mark: "one"), on: other)
        try uninstall(other, then: one, leaving: "one", made: false)
    }

    @Test(
        "What the other node made is never what was there before, whoever reissued last and goes first",
        arguments: [[true], [false], [true, false], [false, true], [true, false, true]],
        [true, false]
    )
    func reissued(byOne runs: [Bool], oneFirst: Bool) throws {
        try perform(PlannedInstallation(mark: "one"), on: one)
        try perform(PlannedInstallation(mark: "one"), on: other)
        for (index, isOne) in runs.enumerated() {
            try perform(
                PlannedInstallation(operation: .reissue, mark: "mark \(index)"),
                on: isOne ? one : other
            )
        }
        let (first, last) = oneFirst ? (one, other) : (other, one)
        let made = oneFirst || runs.contains(false)
        try uninstall(first, then: last, leaving: "mark \(runs.count - 1)", made: made)
    }

    @Test("What an operator had before the first install comes back with the last uninstall")
    func operators() throws {
        for folder in ["/keys", "/keys/SSL-TLS", "/keys/SSL-TLS/server"] {
            #expect(mkdir(one.folder.path + folder, 0o755) == 0)
        }
        try one.folder.write("his own", to: "keys/SSL-TLS/server/server.key", mode: 0o600)
        let before = try one.everything()
        try perform(PlannedInstallation(mark: "one"), on: one)
        try perform(PlannedInstallation(mark: "two"), on: other)
        try perform(Uninstallation(), on: one)
        #expect(try mark() == Self.marked("two"))
        try perform(Uninstallation(), on: other)
        #expect(try one.everything() == before)
    }
}
