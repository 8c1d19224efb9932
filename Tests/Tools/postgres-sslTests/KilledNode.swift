import Foundation
import TestSupport
import Testing

/// A node on which the tool is killed again and again, its server not running.
final class KilledNode {
    static let isPossible = PostgresServer.isInstalled && SystemCallTracer.isUsable

    private let folder: TemporaryFolder
    private let program: Program
    private let options: [String]
    private let tracer: SystemCallTracer
    private let start: () throws -> Void
    private let before: [String: Entry]

    /// A file, folder or link.
    private struct Entry: Equatable {
        let mode: Int
        let owner: Int
        let content: Data?
        let target: String?
    }

    /// A PostgreSQL node.
    convenience init(postgres program: Program) throws {
        let cluster = try PostgresCluster(rules: [
            "host\tall\tall\t0.0.0.0/0\tmd5", "host    all   all   ::/0   md5   # IPv6",
            "hostssl app  app   10.0.0.0/8   cert clientname=DN", "host own own 10.1.2.3/32 md5",
        ])
        let data = cluster.folder.path("data")
        var options = [
            "--role", "postgres", "--configuration", data + "/postgresql.conf", "--server",
            (PostgresServer.programs ?? "") + "/postgres",
        ]
        if !PostgresSSLRun.asServer.isEmpty { options += ["--as-server", PostgresSSLRun.asServer] }
        try self.init(program, cluster.folder, options, start: cluster.startAndEnd)
    }

    /// A Pgpool-II node.
    convenience init(pgpool program: Program) throws {
        let folder = try TemporaryFolder()
        try folder.write("webadmin's\npgpool's\n", to: "passwords")
        try PgpoolServer.write(
            to: folder,
            backendPort: FreePort.any(),
            settings: ["ssl = off"],
            rules: ["local all all trust", "host    all all 0.0.0.0/0 md5"]
        )
        let options = [
            "--role", "pgpool", "--configuration", folder.path("pgpool.conf"), "--pool-key",
            folder.path("key"),
        ]
        try self.init(program, folder, options) {
            try PgpoolServer.startAndEnd(in: folder, keyFile: folder.path("key"))
        }
    }

    private init(
        _ program: Program,
        _ folder: TemporaryFolder,
        _ options: [String],
        start: @escaping () throws -> Void
    ) throws {
        self.program = program
        self.folder = folder
        self.start = start
        try folder.write("/etc/hosts\n", to: "redeploy.conf")
        self.options =
            options + [
                "--certificates", folder.path("SSL-TLS"), "--redeploy", folder.path("redeploy.conf"),
                "--metainf", folder.path("none"), "--state", folder.path("state"),
            ]
        tracer = SystemCallTracer(program, changing: folder.path)
        // What the server makes is there before the tool runs.
        try start()
        before = try Self.entries(folder)
    }

    /// Where something stands on the node.
    func path(_ name: String) -> String { folder.path(name) }

    /// Does a command to its end; what it wrote.
    @discardableResult
    func run(_ command: [String], statuses: Set<Int32> = [0], _ comment: String = "") throws -> String {
        let outcome = try program.run(command + options)
        #expect(statuses.contains(outcome.status), "\(command) \(comment): \(outcome.errorText)")
        return outcome.text
    }

    /// Kills a command before each call of a whole run in turn; after each kill the server starts, and `next` follows.
    ///
    /// - Parameters:
    ///   - prepare: brings the node to where the command begins.
    ///   - part: of how many parts of the calls this is which.
    /// - Returns: how many calls there were.
    func kill(
        _ command: [String],
        part: (number: Int, of: Int) = (0, 1),
        prepare: () throws -> Void,
        next: (_ number: Int, _ comment: String) throws -> Void
    ) throws -> Int {
        try prepare()
        let calls = try tracer.calls(command + options)
        try next(0, "not killed")
        for (number, call) in calls.enumerated() where number % part.of == part.number {
            let comment = "killed before step \(number + 1) of \(calls.count), \(call)"
            try prepare()
            let killed = try tracer.run(command + options, killedBefore: call)
            // How often a folder is opened depends on the servers of the host, which come and go with other tests: a
            // kill before an open may be one beside it, or none.
            let isOpening = call.name.hasPrefix("open")
            let isSame = killed.wasKilled && killed.calls.last?.isSame(as: call) == true
            #expect(isSame || isOpening, "\(comment)")
            // Of a call that opens a file, those alone are seen that have to do with its folder.
            let isSameWay = killed.calls.map(\.name) == calls[...number].map(\.name)
            #expect(isSameWay || isOpening, "\(comment): another way there, \(killed.calls.count) steps")
            try expectStart(comment)
            try next(number, comment)
        }
        return calls.count
    }

    /// Runs a command on a disk that is full from each of its writes on in turn; the server starts, and `next` follows.
    ///
    /// - Returns: how many writes there were.
    func fillDisk(_ command: [String], next: (_ comment: String) throws -> Void) throws -> Int {
        let writes = try tracer.calls(command + options).filter { $0.name == "write" }
        try next("not hindered")
        for call in writes {
            let comment = "on a disk that was full at \(call)"
            let outcome = try tracer.run(command + options, onDiskFullFrom: call)
            #expect(outcome.status != 0, "\(comment)")
            try expectStart(comment)
            try next(comment)
        }
        return writes.count
    }

    /// Removes the folder of what the tool remembers, which is empty on a node that nothing is installed on.
    func forget() {
        rmdir(folder.path("state"))
    }

    func expectStart(_ comment: String) throws {
        do {
            try start()
        } catch {
            Issue.record("the server does not start, \(comment): \(error)")
        }
    }

    /// Whether every file is as it was in the beginning, and nothing of the tool is left.
    func expectOldState(_ comment: String) throws {
        let now = try Self.entries(folder)
        #expect(now.keys.sorted() == before.keys.sorted(), "\(comment)")
        #expect(now == before, "\(comment)")
        #expect(folder.names(in: "state").isEmpty, "\(comment)")
    }

    /// All but what the server itself writes, and what the tool remembers.
    private static func entries(_ folder: TemporaryFolder) throws -> [String: Entry] {
        var found: [String: Entry] = [:]
        let files = FileManager.default
        func look(_ name: String) throws {
            let path = folder.path(name)
            let attributes = try files.attributesOfItem(atPath: path)
            let type = attributes[.type] as? FileAttributeType
            found[name] = Entry(
                mode: attributes[.posixPermissions] as? Int ?? -1,
                owner: attributes[.ownerAccountID] as? Int ?? -1,
                content: type == .typeRegular ? files.contents(atPath: path) : nil,
                target: type == .typeSymbolicLink ? try files.destinationOfSymbolicLink(atPath: path) : nil
            )
            guard type == .typeDirectory, name != "data" else { return }
            for inner in folder.names(in: name) { try look(name + "/" + inner) }
        }
        // Of what the servers write, nothing is compared.
        let others = ["data", "state", "log", "output", "pgpool_status"]
        for name in folder.names() where !others.contains(name) && !name.hasPrefix(".s.") { try look(name) }
        for name in folder.names(in: "data")
        where name.hasSuffix(".conf") || name.hasPrefix(".") {
            try look("data/" + name)
        }
        return found
    }
}
