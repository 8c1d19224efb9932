import Glibc
import NodeEncryption
import TestSupport

/// The node of a case, in a folder of its own.
final class CaseNode {
    /// What stands at a path; modes and owners count.
    enum Entry: Equatable {
        case file([UInt8], mode: mode_t, owner: String)
        case link(String, owner: String)
        case folder(mode: mode_t, owner: String)
    }

    let folder: TemporaryFolder
    private let certificates: ExampleCertificates
    /// Where its server listens.
    let port: Int
    let isPgpool: Bool
    /// Whether its server is a PostgreSQL that does not run.
    let isStopped: Bool
    /// What stands for the running server of a PostgreSQL: a process of its name that works in its data folder.
    private var server: RunningProgram?
    /// What answers at the port of its own, where the case does not say what is served.
    private var listener: ServingListener?
    /// Whether every command is run by the program itself.
    let runsProgram: Bool

    static let ownOwner = "\(geteuid()):\(getegid())"
    /// Whose the node's files are: those of a server that runs, which is never root's, are its user's.
    let owner: String
    /// What is no part of the node: what the stub programs have, and what the tool remembers.
    private static let besides = ["stub", "state"]

    init(_ text: CaseText, _ certificates: ExampleCertificates) throws {
        folder = try TemporaryFolder()
        self.certificates = certificates
        runsProgram = text.header["run"] == "the program"
        isPgpool = text.header["node"] == "pgpool"
        isStopped = !isPgpool && text.header["server"] != "running"
        let isRunning = text.header["server"] == "running"
        let account = isRunning && !isPgpool ? ServerAccount.postgres : nil
        owner = account.map { "\($0.userID):\($0.groupID)" } ?? Self.ownOwner
        let served = text.header["serves"] ?? "SSL-TLS/server/server.crt"
        listener =
            isRunning && served.contains("/")
            ? try ServingListener(
                .handshake(
                    certificate: folder.path(served),
                    key: served.hasSuffix(".crt")
                        ? folder.path(served.dropLast(4) + ".key")
                        : ServingListeners.files.get().path("server.key")
                ),
                admitsPlain: text.header["plain"] == "admitted"
            ) : nil
        port =
            try listener?.port
            ?? ServingListeners.port(text.header["serves"] ?? "server.crt", certificates)
        try makeFolder("stub", mode: 0o755)
        try StubPrograms.write(to: folder)
        try folder.write("", to: "stub/calls")
        if isRunning, !isPgpool { try startServer() }
        for section in try BaseNode.sections(text.header)
        where !text.files.contains(where: { $0.name == section.name }) {
            try put(section)
        }
        for section in text.files { try put(section) }
    }

    /// Starts what stands for the server, and returns when it has its name.
    private func startServer() throws {
        try makeFolder("data", mode: 0o700)
        try ServerAccount.give(folder.path("data"))
        let command = ServerAccount.command(
            Program(path: "/bin/bash"),
            ["-c", "exec -a postgres sleep 600"]
        )
        let server = try command.program.start(
            octets: command.arguments.map { Array($0.utf8) },
            folder: folder.path("data")
        )
        self.server = server
        let hasItsName = eventually {
            let words = try? FileState.read("/proc/\(server.process)/cmdline").content?.publicBytes
            return words?.starts(with: "postgres\0".utf8) ?? false
        }
        if hasItsName { return }
        throw CaseText.Invalid(description: "what stands for the server does not start")
    }

    deinit {
        server?.signal(SIGKILL)
        _ = server?.wait()
        listener?.end()
    }

    /// The options that tell the tool where the node is.
    var options: [String] {
        let stub = folder.path("stub")
        var options = ["--role", isPgpool ? "pgpool" : "postgres", "--owner", owner]
        for (option, name) in [
            ("--certificates", "SSL-TLS"), ("--redeploy", "jelastic/redeploy.conf"),
            ("--metainf", "metainf.conf"),
            ("--state", "state"), ("--configuration", configuration),
            ("--pool-key", "home/.pgpoolkey"),
        ] { options += [option, folder.path(name)] }
        if isPgpool { return options + ["--psql", stub + "/psql"] }
        return options + [
            "--server", stub + "/postgres", "--psql", stub + "/psql", "--as-server", stub + "/as-server",
            "--reload-command", stub + "/reload",
        ]
    }

    private var configuration: String { isPgpool ? "etc/pgpool.conf" : "data/postgresql.conf" }

    /// The command that writes an entry of `pool_passwd`.
    private var writingEntry: String {
        "pg_enc --key-file \(folder.path("home/.pgpoolkey")) --config-file \(folder.path("etc/pgpool.conf")) "
            + "--update-pass --username NAME"
    }

    /// A text of the case with what only this run knows put in.
    func filled(_ text: String) -> String {
        var text = text
        let values = [
            ("$NAMED", " --configuration $NODE/\(configuration) --state $NODE/state"),
            ("$NODE", folder.path), ("$PORT", "\(port)"), ("$PID", "\(server?.process ?? getpid())"),
            ("$OWNER", owner),
            ("$NO_PASSWORD", "no password was given, so the stored password of webadmin is unchanged"),
            ("$NO_POOL_PASSWORD", "no password was given, so pool_passwd is unchanged"),
            (
                "$ONE_POOL_PASSWORD",
                "no second password was given, so the entry for pgpool is unchanged"
            ),
            (
                "$POOL_ENTRIES",
                "from now on Pgpool-II asks for the password of an entry in pool_passwd: users without one get in "
                    + "no more; for each: \(writingEntry), then reload Pgpool-II"
            ),
            (
                "$POOL_RULES_ADDED",
                folder.path("etc/pool_hba.conf")
                    + ": Pgpool-II reads its rules from now on, and lets nobody in whom none is for; for those whom it "
                    + "let in before, these are added: local all all scram-sha-256; hostssl all all ::/0 scram-sha-256"
            ),
            (
                "$NOT_TRIED",
                "the server is not running, so TLS was not tried, and neither was a trial start: there is no "
                    + folder.path("stub/initdb")
            ),
            (
                "$TLS_STAYS",
                (isPgpool
                    ? folder.path("etc/pgpool.conf") + ", line 2: ssl_key"
                    : folder.path("data/pg_ssl.conf") + ", line 2: ssl_cert_file")
                    + " names a certificate of this tool, and did so before the records of this node began, so that "
                    + "uninstall leaves TLS on; to be without TLS, take out the lines of "
                    + folder.path(isPgpool ? "etc/pgpool.conf" : "data/pg_ssl.conf")
                    + " that turn ssl on and name files of its set, write host for hostssl in "
                    + folder.path(isPgpool ? "etc/pool_hba.conf" : "data/pg_hba.conf")
                    + ", and restart the server"
            ),
            (
                "$RESTART",
                "restart Pgpool-II now for the change to take effect: none was found running by its pid file"
            ),
        ]
        for (name, value) in values { text = text.replacing(name, with: value) }
        return text
    }

    // MARK: Changing

    /// Puts what a section says in its place.
    func put(_ section: CaseText.Section) throws {
        let path = folder.path(section.name)
        guard let entry = try entry(section, before: nil) else {
            if unlink(path) != 0, rmdir(path) != 0, errno != ENOENT { throw Self.failure(path) }
            return
        }
        var parent = ""
        for part in section.name.split(separator: "/").dropLast() {
            parent += parent.isEmpty ? String(part) : "/" + part
            if access(folder.path(parent), F_OK) != 0 { try makeFolder(parent, mode: 0o755) }
        }
        switch entry {
        case .file(let content, let mode, let owner):
            unlink(path)
            try folder.write(content, to: section.name, mode: mode)
            try give(path, owner)
            // Owners take special bits along.
            if chmod(path, mode) != 0 { throw Self.failure(path) }
        case .link(let target, let owner):
            unlink(path)
            if symlink(target, path) != 0 { throw Self.failure(path) }
            try give(path, owner)
        case .folder(let mode, let owner):
            if access(path, F_OK) != 0 { try makeFolder(section.name, mode: mode) }
            if chmod(path, mode) != 0 { throw Self.failure(path) }
            try give(path, owner)
        }
    }

    private func makeFolder(_ name: String, mode: mode_t) throws {
        let path = folder.path(name)
        guard mkdir(path, mode) == 0, chmod(path, mode) == 0 else { throw Self.failure(path) }
    }

    private func give(_ path: String, _ owner: String) throws {
        if owner == Self.ownOwner { return }
        let numbers = owner.split(separator: ":").compactMap { UInt32($0) }
        guard numbers.count == 2, lchown(path, numbers[0], numbers[1]) == 0 else {
            throw Self.failure(path)
        }
    }

    // MARK: Looking

    /// What a section says of a path; `nil` where nothing shall be there. What it leaves out is as it was before.
    func entry(_ section: CaseText.Section, before: Entry?) throws -> Entry? {
        func value(_ name: String) -> String? {
            section.attributes.first { $0.hasPrefix(name + " ") }.map {
                filled(String($0.dropFirst(name.count + 1)))
            }
        }
        if section.attributes.contains("gone") { return nil }
        // What the tool remembers is its own.
        let owner = section.name.hasPrefix("state") ? Self.ownOwner : owner
        if let target = value("link") { return .link(target, owner: value("owner") ?? owner) }
        let mode = value("mode").flatMap { mode_t($0, radix: 8) }
        if section.attributes.contains("folder") {
            if mode == nil, value("owner") == nil, case .folder = before { return before }
            return .folder(mode: mode ?? 0o755, owner: value("owner") ?? owner)
        }
        var standard: (content: [UInt8], mode: mode_t, owner: String) = ([], 0o600, owner)
        if case .file(let content, let mode, let owner) = before { standard = (content, mode, owner) }
        if let source = value("from") {
            guard let content = certificates.files[source] else {
                throw CaseText.Invalid(description: source)
            }
            standard.content = content
        } else if !section.attributes.contains("same content") {
            standard.content = section.bytes(filled)
        }
        return .file(standard.content, mode: mode ?? standard.mode, owner: value("owner") ?? standard.owner)
    }

    /// All that stands on the node.
    func entries(with besides: Bool = false) throws -> [String: Entry] {
        var entries: [String: Entry] = [:]
        var rest = folder.names().filter { besides || !Self.besides.contains($0) }
        while let name = rest.popLast() {
            let path = folder.path(name)
            var status = stat()
            guard lstat(path, &status) == 0 else { throw Self.failure(path) }
            let owner = "\(status.st_uid):\(status.st_gid)"
            let mode = status.st_mode & 0o7777
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                entries[name] = .folder(mode: mode, owner: owner)
                rest += folder.names(in: name).map { name + "/" + $0 }
            case S_IFLNK:
                var target = [CChar](repeating: 0, count: 4096)
                let count = readlink(path, &target, target.count)
                guard count >= 0 else { throw Self.failure(path) }
                entries[name] = .link(
                    String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self),
                    owner: owner
                )
            default: entries[name] = .file(try folder.read(name), mode: mode, owner: owner)
            }
        }
        return entries
    }

    private static func failure(_ path: String) -> CaseText.Invalid {
        CaseText.Invalid(description: "\(path): \(String(cString: strerror(errno)))")
    }

    /// What the stub programs were called for since the last time.
    func takeCalls() throws -> String {
        defer { try? folder.write("", to: "stub/calls") }
        return try folder.text("stub/calls")
    }
}
