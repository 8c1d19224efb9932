import DERCoding
import DurableFiles
import NodeCertificates
import SecretMemory
import TestSupport

@testable import NodeEncryption

/// A node in a folder of its own, with files that an operator wrote and none of ours.
final class ExampleNode {
    let folder: TemporaryFolder
    let layout: NodeLayout

    static let configuration =
        "# set up by hand\r\nssl = off\t# for now\r\nport = 5433\r\ninclude_if_exists 'none'"
    static let rules = """
        local   all   all                 trust
        # everyone
        host\tall\tall\t0.0.0.0/0\tmd5
        host    all   all   ::/0          scram-sha-256 # IPv6
        hostssl app   app   10.0.0.0/8    cert
        host    own   own   10.1.2.3/32   md5
        """

    init(_ role: NodeLayout.Role = .postgres) throws {
        folder = try TemporaryFolder()
        var layout = NodeLayout(role: role)
        layout.configuration = folder.path("settings.conf")
        layout.authentication = folder.path("hba.conf")
        layout.certificates = folder.path("keys/SSL-TLS")
        layout.redeploy = folder.path("redeploy.conf")
        self.layout = layout
        try folder.write(
            role == .postgres ? Self.configuration : "port = 9999\n",
            to: "settings.conf",
            mode: 0o640
        )
        try folder.write(Self.rules, to: "hba.conf")
        try folder.write("/etc/hosts\n", to: "redeploy.conf", mode: 0o644)
    }

    /// All that stands in the folder, but for what the tool remembers.
    func everything() throws -> [String: FileState] {
        var found: [String: FileState] = [:]
        var rest = [folder.path]
        while let path = rest.popLast() {
            for name in try Folder(path).names() where path != folder.path || name != "state" {
                let state = try FileState.read(path + "/" + name)
                found[path + "/" + name] = state
                if case .folder = state { rest.append(path + "/" + name) }
            }
        }
        return found
    }

    /// Files that stand for certificates.
    static func certificates(_ mark: String, client: Bool = true) -> CertificateFiles {
        let names =
            ["server/root.key", "server/root.crt", "server/server.key", "server/server.crt"]
            + (client ? ["client/client.key", "client/client.crt"] : [])
        return CertificateFiles(
            names.map { SetFile($0, SharedSecret(copying: Array("\(mark) \($0)\n".utf8).span)) },
            at: DERTime(secondsSince1970: 1_800_000_000)
        )
    }

    // A program that another test starts holds a copy of the lock for the instant before it closes it.
    func state() throws -> NodeState { try NodeState(path: folder.path("state"), patience: .seconds(20)) }

    /// The plan of an uninstall.
    func uninstallation() throws -> NodePlan {
        try .uninstall(try state().baseline() ?? Baseline(), on: layout, at: .now)
    }

    /// Installs, or whatever `plan` is.
    @discardableResult
    func run(_ plan: NodePlan, service: some NodeService = ContentService()) throws -> [String] {
        let state = try state()
        let recovery = try state.recover(on: service)
        precondition(recovery == .nothing)
        let baseline = plan.operation == .uninstall ? nil : try (state.baseline() ?? Baseline()).adding(plan)
        let locks = try FolderLocks(of: plan.changes.map(\.path), patience: .seconds(20))
        return try state.run(plan, baseline: baseline, on: service, holding: locks).notes
    }
}

extension NodeState.Recovery {
    /// The operation that was completed.
    var completed: NodeEncryption.Operation? {
        if case .completed(let plan) = self { plan.operation } else { nil }
    }
}

/// A server that is content with everything.
struct ContentService: NodeService {}

/// A server that refuses at a point.
struct RefusingService: NodeService {
    var files = false
    var running = false

    func checkFiles(wantingEncryption: Bool) throws(NodeEncryptionError) {
        if files { throw .refusedByServer(reason: "files") }
    }
    func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings {
        if running { throw .refusedByServer(reason: "running") }
        return ServerFindings()
    }
}

/// What a test's server does where the test does not say otherwise.
extension NodeService {
    func shownCommands(for plan: NodePlan) -> [String] { [] }
    func checkFiles(wantingEncryption: Bool) throws(NodeEncryptionError) {}
    func reload(after changes: [FileChange]) throws(NodeEncryptionError) {}
    func standing(before plan: NodePlan) throws(NodeEncryptionError) -> ServerStanding? { nil }
    func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings { ServerFindings() }
    func storedPassword(of user: String) throws(NodeEncryptionError) -> SharedSecret? { nil }
    func store(_ change: RoleChange) throws(NodeEncryptionError) {}
}
