import DurableFiles
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What is found of a server without being told")
struct DiscoveryTests {
    @Test("postmaster.pid is read as the server writes it, and what is none is not")
    func postmasterFile() throws {
        let text = "4711\n/srv/data\n1700000000\n5433\n/run/postgresql\n*\n  5432001   3\nready   \n"
        let file = try #require(PostmasterFile(Array(text.utf8)))
        #expect(file.processID == 4711 && file.dataFolder == "/srv/data" && file.port == 5433)
        #expect(file.socketFolder == "/run/postgresql" && file.address == "*" && file.host == "127.0.0.1")
        let local = try #require(PostmasterFile(Array("1\n/d\n2\n3\n\n\n".utf8)))
        #expect(local.socketFolder == nil && local.address == nil && local.host == nil)
        for text in ["", "x\n", "-5\n/d\n", "0\n", "99999999999\n"] {
            #expect(PostmasterFile(Array(text.utf8)) == nil, "\(text)")
        }
        #expect(PostmasterFile(Array("7".utf8))?.port == nil)
    }

    @Test(
        "a command line is read as the server reads it",
        arguments: [
            ("-D /srv/data", "/srv/data", [:]),
            ("-D/srv/data -p 5433", "/srv/data", ["port": "5433"]),
            ("-c config_file=/etc/pg/p.conf -D d", "d", ["config_file": "/etc/pg/p.conf"]),
            ("--hba-file=/etc/h --SSL=on", nil, ["hba_file": "/etc/h", "ssl": "on"]),
            ("-iNp7 -k /run", nil, ["port": "7"]),
            (
                "-l -B 16 -k /run -h *", nil,
                ["ssl": "on", "unix_socket_directories": "/run", "listen_addresses": "*"]
            ),
            ("-c a=1 -c a=2=3", nil, ["a": "2=3"]),
            ("-c", nil, [:]),
        ] as [(String, String?, [String: String])]
    )
    func arguments(line: String, folder: String?, settings: [String: String]) {
        let arguments = ServerArguments(line.split(separator: " ").map(String.init))
        #expect(arguments.folder == folder)
        // -N takes a value, so that what is behind it is none of its own.
        #expect(
            arguments.settings == (line.hasPrefix("-iN") ? ["unix_socket_directories": "/run"] : settings)
        )
    }

    @Test("servers are found where packages and images put them")
    func places() throws {
        let folder = try TemporaryFolder()
        let places = [
            ("var/lib/pgsql/data", "/var/lib/pgsql/data"),
            ("var/lib/pgsql/16/data", "/var/lib/pgsql/16/data"),
            ("etc/postgresql/15/main", "15/main"), ("etc/postgresql/17/other", "17/other"),
            ("var/lib/postgresql/18/docker", "/var/lib/postgresql/18/docker"),
            ("opt/bitnami/postgresql/conf", "/opt/bitnami/postgresql/conf"),
        ]
        for (place, _) in places {
            try FileManager.default.createDirectory(
                atPath: folder.path(place),
                withIntermediateDirectories: true
            )
            try folder.write("", to: place + "/postgresql.conf")
        }
        let found = FoundServer.all(in: folder.path)
        #expect(Set(found.map(\.name)) == Set(places.map(\.1)))
        #expect(
            Set(found.map(\.configuration)) == Set(places.map { folder.path($0.0 + "/postgresql.conf") })
        )
    }

    @Test(
        "of a postmaster.pid, and of what else a server says of itself, no more is read than the server would"
    )
    func largeFiles() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("postmaster.pid")
        for (count, isRefused) in [(8_192, false), (8_193, true), (16_000_000, true)] {
            try folder.write(String(repeating: "\n", count: count), to: "postmaster.pid")
            let error = NodeEncryptionError.file(.tooLarge(path: path, limit: 8_192))
            if isRefused {
                #expect(throws: error) { try RunningServer.find(on: folder.path) }
            } else {
                #expect(try RunningServer.find(on: folder.path) == nil)
            }
        }
    }

    @Test("a postmaster.pid that names another program's process is a server's that is gone")
    func staleFile() throws {
        let folder = try TemporaryFolder()
        for number in [getpid(), 1, 4_194_303] {
            try folder.write("\(number)\n\(folder.path)\n", to: "postmaster.pid")
            #expect(try RunningServer.find(on: folder.path) == nil)
        }
    }
}

@Suite(
    "Whose processes are servers",
    .enabled(if: ServerAccount.postgres != nil, "needs root, and the account of the server")
)
struct ForeignServerTests {
    /// A process that calls itself postgres, in a folder with its postmaster.pid.
    private func found(
        asServer: Bool,
        folderOf: uid_t,
        mode: mode_t = 0o700,
        fileOf: uid_t
    ) throws -> Bool {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o755)
        let data = folder.path("data")
        mkdir(data, 0o700)
        let program = Program(path: "/bin/bash")
        let words = ["-c", "exec -a postgres sleep 60"]
        let command = asServer ? ServerAccount.command(program, words) : (program: program, arguments: words)
        let process = try command.program.start(
            octets: command.arguments.map { Array($0.utf8) },
            folder: data
        )
        defer {
            process.signal(SIGKILL)
            _ = process.wait()
        }
        let hasItsName = eventually {
            let words = try? FileState.read("/proc/\(process.process)/cmdline").content?.publicBytes
            return words?.starts(with: "postgres\0".utf8) ?? false
        }
        try #require(hasItsName)
        try folder.write("\(process.process)\n\(data)\n", to: "data/postmaster.pid")
        chown(data + "/postmaster.pid", fileOf, fileOf)
        chown(data, folderOf, folderOf)
        chmod(data, mode)
        return try RunningServer.find(on: data) != nil
    }

    @Test("one of the server's user on its own data is, and one of root or on what others may write is not")
    func trust() throws {
        let own = try #require(ServerAccount.postgres).userID
        #expect(try found(asServer: true, folderOf: own, fileOf: own))
        #expect(try found(asServer: true, folderOf: own, mode: 0o750, fileOf: own))
        // As su is, which anybody can start, in a folder of root's.
        #expect(try !found(asServer: false, folderOf: 0, fileOf: 0))
        #expect(try !found(asServer: true, folderOf: own, mode: 0o770, fileOf: own))
        #expect(try !found(asServer: true, folderOf: own, mode: 0o777, fileOf: own))
        #expect(try !found(asServer: true, folderOf: 12, fileOf: own))
        #expect(try !found(asServer: true, folderOf: own, fileOf: 12))
    }

    @Test(
        "of many processes in a folder, its postmaster.pid is read once, and for those of other users never"
    )
    func manyProcesses() throws {
        let own = try #require(ServerAccount.postgres).userID
        for (user, expected) in [(own, 1), (4711, 0)] {
            let folder = try TemporaryFolder()
            chmod(folder.path, 0o755)
            try folder.write("1\n", to: "postmaster.pid")
            let script = """
                trap 'kill $(jobs -p); exit' TERM
                for n in 1 2 3 4 5; do sleep 60 & done; echo > \(folder.path("started")); wait
                """
            try folder.write("", to: "started", mode: 0o666)
            chmod(folder.path("started"), 0o666)
            let process = try Program(path: "/usr/bin/setpriv").start(
                octets: ["--reuid", "\(user)", "--regid", "\(user)", "--clear-groups", "sh", "-c", script]
                    .map { Array($0.utf8) },
                folder: folder.path
            )
            defer {
                process.signal(SIGTERM)
                _ = process.wait()
            }
            #expect(try eventually { try !folder.text("started").isEmpty })
            let path = folder.path("postmaster.pid")
            let count = Mutex(0)
            let counting = FileInterception(beforeOpening: { opened in
                if opened == path { count.withLock { $0 += 1 } }
            })
            FileInterception.$current.withValue(counting) { _ = FoundServer.all() }
            #expect(count.withLock { $0 } == expected, "\(user)")
        }
    }

    @Test("a server of any user is found by root, as a stranger's, where it runs on data of that user")
    func strangers() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o755)
        let data = folder.path("data")
        mkdir(data, 0o700)
        try folder.write("", to: "data/postgresql.conf")
        try folder.write("", to: "data/postmaster.pid")
        let process = try Program(path: "/usr/bin/setpriv").start(
            octets: [
                "--reuid", "4711", "--regid", "4711", "--clear-groups", "bash", "-c",
                "exec -a postgres sleep 60",
            ].map { Array($0.utf8) },
            folder: data
        )
        defer {
            process.signal(SIGKILL)
            _ = process.wait()
        }
        try folder.write("\(process.process)\n\(data)\n", to: "data/postmaster.pid")
        for name in ["postgresql.conf", "postmaster.pid"] { chown(data + "/" + name, 4711, 4711) }
        chown(data, 4711, 4711)
        func found(_ servers: [FoundServer]) -> FoundServer? { servers.first { $0.data == data } }
        #expect(eventually { found(FoundServer.everywhere()) != nil })
        #expect(found(FoundServer.everywhere())?.stranger == 4711)
        #expect(found(FoundServer.all()) == nil)
        // Settings that another may write are none of his.
        chown(data + "/postgresql.conf", 12, 12)
        #expect(found(FoundServer.everywhere()) == nil)
    }

    @Test("programs that the server's user could have put there are not run, and nothing of it as root")
    func programs() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o755)
        for (name, owner, mode) in [
            ("his", 12 as uid_t, 0o755 as mode_t), ("open", 0, 0o777), ("good", 0, 0o755),
        ] {
            mkdir(folder.path(name), 0o755)
            try folder.write("#!/bin/sh\n", to: name + "/postgres", mode: 0o755)
            try folder.write(folder.path(name) + "/postgres \"-D\" \"x\"\n", to: "postmaster.opts")
            chown(folder.path(name), owner, owner)
            chmod(folder.path(name), mode)
            let programs = ServerPrograms(of: nil, on: folder.path, majorVersion: 99)
            #expect(programs.folder == (name == "good" ? folder.path(name) : nil), "\(name)")
        }
        // By the path that was judged: what leads there may lead elsewhere by the time a program is started.
        mkdir(folder.path("his/inner"), 0o755)
        try folder.write("#!/bin/sh\n", to: "his/inner/postgres", mode: 0o755)
        for (way, found) in [("his/../good", true), ("his/inner/../../good", true), ("his/inner", false)] {
            try folder.write(folder.path(way) + "/postgres\n", to: "postmaster.opts")
            let programs = ServerPrograms(of: nil, on: folder.path, majorVersion: 99)
            #expect(programs.folder == (found ? folder.path("good") : nil), "\(way)")
            if found { #expect(programs.path("postgres") == folder.path("good/postgres")) }
        }
        try folder.write(folder.path("good/postgres") + "\n", to: "postmaster.opts")
        // Root's in a folder of everybody's is nobody else's, but where everybody may put a program.
        mkdir(folder.path("all"), 0o755)
        chmod(folder.path("all"), 0o1777)
        mkdir(folder.path("all/inner"), 0o755)
        for (way, mode, found) in [
            ("all/inner", 0o1777 as mode_t, true), ("all", 0o1777, false), ("all/inner", 0o777, false),
        ] {
            chmod(folder.path("all"), mode)
            try folder.write("#!/bin/sh\n", to: way + "/postgres", mode: 0o755)
            try folder.write(folder.path(way) + "/postgres\n", to: "postmaster.opts")
            let programs = ServerPrograms(of: nil, on: folder.path, majorVersion: 99)
            #expect(programs.folder == (found ? folder.path(way) : nil), "\(way) \(mode)")
        }
        try folder.write(folder.path("good/postgres") + "\n", to: "postmaster.opts")
        chown(folder.path("good/postgres"), 12, 12)
        #expect(ServerPrograms(of: nil, on: folder.path, majorVersion: 99).folder == nil)
        #expect(try !UserChange.prefix(to: 0).isEmpty)
    }
}

@Suite(
    "What is found of a running server",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct RunningServerTests {
    @Test("its program, port, socket and user are the server's own", arguments: [false, true])
    func found(isSplit: Bool) throws {
        let cluster = try PostgresCluster(isSplit: isSplit)
        let server = try PostgresServer(cluster)
        var choices = NodeChoices()
        choices.metadata = server.folder.path("none")
        choices.configuration = server.folder.path(cluster.configuration + "/postgresql.conf")
        let node = try Node(choices)
        #expect(node.layout.dataFolder == server.folder.path("data"))
        let running = try #require(try RunningServer.find(on: node.layout.dataFolder))
        #expect(running.programFolder == PostgresServer.programs)
        #expect(running.file.port == server.port)
        #expect(running.file.socketFolder == server.folder.path)
        #expect(running.userID == ServerAccount.postgres?.userID ?? getuid())
        // psql without any option of the operator's reaches it.
        let postgres = try #require(node.server.postgres)
        #expect(throws: Never.self) { try postgres.requireOwnServer() }
        #expect(try postgres.answer("SHOW port") == "\(server.port)\n")
        let found = try #require(FoundServer.running(with: choices.configuration ?? ""))
        #expect(found.data == server.folder.path("data"))
    }

    @Test("a psql that reaches another server is refused before anything is asked of it")
    func otherServer() throws {
        let (one, other) = (try PostgresServer(), try PostgresServer())
        var choices = NodeChoices()
        choices.metadata = one.folder.path("none")
        choices.configuration = one.folder.path("data/postgresql.conf")
        choices.state = one.folder.path("state")
        choices.client = [
            "psql", "-h", other.folder.path, "-p", "\(other.port)", "-U", "postgres", "-d", "postgres",
        ]
        let node = try Node(choices)
        let postgres = try #require(node.server.postgres)
        #expect(
            throws: NodeEncryptionError.otherServer(
                dataFolder: other.folder.path("data"),
                expected: one.folder.path("data")
            )
        ) { try postgres.requireOwnServer() }
    }
}
