import DERCoding
import DurableFiles
import Foundation
import Glibc
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("A node whose configuration is gone, by another name or for good")
final class GoneNodeTests {
    private let pair: TwoPgpools
    private let host: TemporaryFolder
    private var notes: [String] = []

    init() throws {
        pair = try TwoPgpools()
        host = pair.folder
    }

    private func node(_ name: String) throws -> Node { try Node(pair.choices(name, certificates: "set")) }

    private func perform(_ operation: some NodeOperation, on name: String) throws {
        var random = OperatingSystemRandom()
        notes = []
        _ = try node(name).perform(operation, dryRun: false, at: .now, using: &random) { notes.append($0) }
    }

    private func installBoth() throws {
        let installation = PlannedInstallation(hasClient: true, key: host.path("key"))
        for name in ["one", "other"] { try perform(installation, on: name) }
    }

    @Test("one that was removed is forgotten, with what nobody else uses, and nothing of it is made anew")
    func removed() throws {
        try installBoth()
        try FileManager.default.removeItem(atPath: host.path("one"))
        try perform(Uninstallation(), on: "one")
        #expect(
            notes.contains { $0.hasPrefix("\(host.path("one/pgpool.conf")) is gone, and what belongs to it") }
        )
        #expect(!host.names().contains("one"))
        #expect(host.names(in: "state").count == 1)
        #expect(host.names(in: "set/server").contains("root.key"))
        #expect(host.names().contains("key"))
        try perform(Uninstallation(), on: "other")
        #expect(Set(host.names()) == ["metainf.conf", "other", "redeploy.conf"])
        #expect(try host.text("redeploy.conf") == "/etc/hosts\n")
        #expect(try host.text("other/pgpool.conf") == "port = 9999\n")
    }

    @Test("one that is gone is not meant where another is left, and is named by its status")
    func meant() throws {
        try installBoth()
        try FileManager.default.removeItem(atPath: host.path("one"))
        var choices = pair.choices("other", certificates: "set")
        choices.configuration = nil
        let node = try Node(choices)
        #expect(node.layout.configuration == host.path("other/pgpool.conf"))
        var status = NodeStatus(
            node.layout,
            statePath: node.statePath,
            recordsPath: node.recordsPath,
            at: .now
        )
        status.readGoneNodes(besides: node)
        let gone = status.findings.filter { $0.code == .stateGone }
        #expect(gone.map(\.path) == [host.path("one/pgpool.conf")])
        let words = "\"postgres-ssl uninstall --configuration \(host.path("one/pgpool.conf"))\" forgets it"
        #expect(gone.first?.text.hasSuffix(words) == true)
    }

    @Test("the uninstall of a sharer leaves a whole set, with the link for clients, to one that was renamed")
    func linkForClients() throws {
        try installBoth()
        #expect(rename(host.path("other"), host.path("renamed")) == 0)
        try perform(Uninstallation(), on: "one")
        #expect(try FileState.read(host.path("set/client/root.crt")) != .absent)
        #expect(host.names(in: "set/client").count == 3)
        #expect(rename(host.path("renamed"), host.path("other")) == 0)
        try perform(Uninstallation(), on: "other")
        #expect(!host.names().contains("set"))
    }

    @Test("one that was renamed is told where its records are, and has a way back by its old name")
    func renamed() throws {
        try perform(PlannedInstallation(), on: "one")
        #expect(rename(host.path("one"), host.path("renamed")) == 0)
        let state = try node("one").statePath
        let error = NodeEncryptionError.renamed(
            records: state,
            from: host.path("one/pgpool.conf"),
            to: host.path("renamed/pgpool.conf")
        )
        #expect(throws: error) { try perform(Uninstallation(), on: "renamed") }
        #expect(rename(host.path("renamed"), host.path("one")) == 0)
        try perform(Uninstallation(), on: "one")
        #expect(try host.text("one/pgpool.conf") == "port = 9999\n")
        #expect(!host.names().contains("state"))
    }

    @Test("one that was renamed, and has got records by its new name, loses no way back by either")
    func renamedAndReissued() throws {
        try perform(PlannedInstallation(), on: "one")
        #expect(rename(host.path("one"), host.path("renamed")) == 0)
        try perform(PlannedInstallation(operation: .reissue, mark: "two"), on: "renamed")
        let error = NodeEncryptionError.renamed(
            records: try node("one").statePath,
            from: host.path("one/pgpool.conf"),
            to: host.path("renamed/pgpool.conf")
        )
        for name in ["one", "renamed"] {
            #expect(throws: error) { try perform(Uninstallation(), on: name) }
        }
        // A timer knows the old name alone.
        #expect(throws: error) { try perform(PlannedInstallation(operation: .renew), on: "one") }
        var old = NodeStatus(
            try node("one").layout,
            statePath: try node("one").statePath,
            recordsPath: host.path("state"),
            at: .now
        )
        old.readLostRecords(of: try node("one"))
        #expect(old.findings.contains { $0.code == .stateLost })
        var status = NodeStatus(
            try node("renamed").layout,
            statePath: try node("renamed").statePath,
            recordsPath: host.path("state"),
            at: .now
        )
        #expect(status.findings.contains { $0.code == .stateInstalled })
        status.readLostRecords(of: try node("renamed"))
        #expect(!status.findings.contains { $0.code == .stateInstalled })
        let lost = try #require(status.findings.first { $0.code == .stateLost })
        #expect("\(lost.text); \(lost.cure ?? "")" == error.description)
        #expect(rename(host.path("renamed"), host.path("one")) == 0)
        for name in ["one", "renamed"] { try perform(Uninstallation(), on: name) }
        #expect(Set(host.names()) == ["metainf.conf", "one", "other", "redeploy.conf"])
        #expect(try host.text("one/pgpool.conf") == "port = 9999\n")
    }

    @Test(
        "one that has its settings by another name is not forgotten by its old one",
        arguments: ["ssl = on\n", "ssl = off\n"]
    )
    func forgotten(settings: String) throws {
        #expect(mkdir(host.path("new"), 0o755) == 0)
        try host.write("", to: "new/postgresql.conf")
        try host.write("ssl = on\n", to: "new/pg_ssl.conf")
        var choices = NodeChoices()
        choices.role = .postgres
        choices.configuration = host.path("old/postgresql.conf")
        choices.data = host.path("old")
        choices.state = host.path("state")
        choices.metadata = host.path("metainf.conf")
        choices.redeploy = host.path("redeploy.conf")
        let node = try Node(choices)
        let attributes = try #require(try Folder(host.path("new")).status(of: "pg_ssl.conf")).attributes
        let content = SharedSecret(copying: Array(settings.utf8).span)
        let change = FileChange(
            path: host.path("old/pg_ssl.conf"),
            before: .absent,
            after: .file(content, attributes)
        )
        var baseline = try Baseline().adding(NodePlan(operation: .install, changes: [change]))
        baseline.choices = node.remembered
        #expect(node.isGone(baseline))
        let path = host.path("new/postgresql.conf")
        let server = FoundServer(name: "new", configuration: path, data: host.path("new"))
        let others = node.unrecorded(among: [server], besides: [])
        #expect(others.count == 1)
        guard settings.hasPrefix("ssl = on") else {
            try node.requireNotRenamed(baseline, to: others)
            return
        }
        let error = NodeEncryptionError.renamed(
            records: node.statePath,
            from: host.path("old/postgresql.conf"),
            to: path
        )
        #expect(throws: error) { try node.requireNotRenamed(baseline, to: others) }
    }

    @Test("what is dropped may leave an empty folder behind, and what is not mounted leaves nothing else")
    func places() throws {
        for name in ["etc", "etc/main", "var", "var/main", "disk"] {
            #expect(mkdir(host.path(name), 0o755) == 0)
        }
        func isGone(_ configuration: String, _ data: String) -> Bool {
            var layout = NodeLayout(role: .postgres)
            layout.configuration = host.path(configuration)
            layout.data = host.path(data)
            return RememberedChoices(NodeChoices(), layout).isSurelyGone
        }
        #expect(!isGone("etc/main/postgresql.conf", "var/main"))
        #expect(rmdir(host.path("var/main")) == 0)
        #expect(isGone("etc/gone/postgresql.conf", "var/main"))
        #expect(!isGone("disk/data/postgresql.conf", "disk/data"))
    }
}
