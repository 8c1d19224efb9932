import Glibc
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What commands may take, and what they are given")
struct CommandLimitsTests {
    @Test("a program of ours is in a session of its own: it cannot type on the operator's terminal")
    func session() throws {
        let script =
            "read -r _ _ _ _ _ session _ < /proc/$$/stat; [ \"$session\" = $$ ] && ! (: < /dev/tty) 2> /dev/null"
        #expect(try PlannedCommand(purpose: "a test", arguments: ["sh", "-c", script]).run().status == 0)
    }

    private static func shell(_ script: String, _ limits: PlannedCommand.Limits) -> PlannedCommand {
        PlannedCommand(purpose: "a test", arguments: ["sh", "-c", script], limits: limits)
    }

    @Test(
        "a command whose time is over is ended with all that it started, asked or not",
        arguments: ["", "trap '' TERM INT HUP; "]
    )
    func deadline(trap: String) throws {
        let folder = try TemporaryFolder()
        let script = trap + "sleep 3600 & echo $! > \(folder.path("started")); sleep 3600; true"
        #expect(throws: NodeEncryptionError.timeOver(purpose: "a test", seconds: 3)) {
            try Self.shell(script, .init(seconds: 3)).run()
        }
        let started = try #require(pid_t(folder.text("started").dropLast()))
        #expect(eventuallyEnds(started))
        let error = NodeEncryptionError.timeOver(purpose: "a query", seconds: 30)
        #expect(error.description == "a query did not end within 30 s, and was ended")
    }

    @Test("a command that writes without end is ended, on either stream", arguments: ["", " >&2"])
    func output(stream: String) throws {
        let limits = PlannedCommand.Limits(seconds: 60, bytes: 1 << 20)
        #expect(throws: NodeEncryptionError.tooMuchOutput(purpose: "a test", bytes: 1 << 20)) {
            try Self.shell("while :; do head -c 100000 /dev/zero\(stream); done", limits).run()
        }
        // As much as it may.
        let outcome = try Self.shell("head -c 1048576 /dev/zero\(stream)", limits).run()
        #expect(max(outcome.content.count, outcome.errors.utf8.count) == 1 << 20)
    }

    @Test("what a service that was started keeps of our streams takes no more")
    func sealed() throws {
        let folder = try TemporaryFolder()
        let script = """
            (while [ ! -e \(folder.path("go")) ]; do sleep 0.02; done
            head -c 10 /dev/zero; echo $? > \(folder.path("done"))) & echo started
            """
        let command = PlannedCommand(purpose: "a test", arguments: ["sh", "-c", script], origin: .operators)
        #expect(try command.run().output == "started\n")
        try folder.write("", to: "go")
        #expect(try eventually { try folder.names().contains("done") && folder.text("done") == "1\n" })
    }

    @Test("streams and the password have no name in any folder, and a mode that libpq takes")
    func streams() throws {
        let secret = SharedSecret(copying: Array("secret".utf8).span)
        let outcome = try PlannedCommand(
            purpose: "a test",
            arguments: [
                "sh", "-c",
                "for n in 0 1 2 3; do readlink /proc/self/fd/$n; done; stat -L -c '%a %h' $PGPASSFILE; cat $PGPASSFILE",
            ],
            input: secret,
            password: SharedSecret(copying: Array(#"a:b\c"#.utf8).span)
        ).run()
        let memory = String(repeating: "/memfd:postgres-ssl (deleted)\n", count: 4)
        #expect(outcome.output == memory + "600 0\n" + #"*:*:*:*:a\:b\\c"# + "\n", "\(outcome.errors)")
    }

    @Test("without memory of that kind, a stream is a file of a folder that never had a name there")
    func withoutName() throws {
        let folder = try TemporaryFolder()
        let descriptor = MemoryFile.withoutName(in: [folder.path("nowhere"), folder.path])
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var status = stat()
        #expect(fstat(descriptor, &status) == 0)
        #expect(status.st_nlink == 0 && status.st_mode & 0o777 == 0o600)
        #expect(folder.names().isEmpty)
        #expect(write(descriptor, "x", 1) == 1)
    }

    @Test("what killed runs of earlier versions left in memory is removed, and nothing else")
    func leftovers() throws {
        let folder = try TemporaryFolder()
        let digits = String(repeating: "0a", count: 16)
        let kept = [
            "postgres-ssl-" + digits.dropLast(), "postgres-ssl-\(digits)0",
            "postgres-ssl-\(digits.uppercased())",
        ]
        for name in kept + ["postgres-ssl-\(digits)"] { try folder.write("a password", to: name) }
        let link = "postgres-ssl-" + String(repeating: "1", count: 32)
        try #require(symlink(folder.path(kept[0]), folder.path(link)) == 0)
        let theirs = "postgres-ssl-" + String(repeating: "2", count: 32)
        if let other = ServerAccount.postgres {
            try folder.write("", to: theirs)
            try #require(chown(folder.path(theirs), other.userID, other.groupID) == 0)
        }
        // A name that is no text hinders nothing.
        let odd = open(folder.path + "/\u{1}", O_CREAT | O_WRONLY, 0o600)
        close(odd)
        try #require(
            rename(folder.path + "/\u{1}", Array(folder.path.utf8CString.dropLast()) + [0x2F, -1, 0]) == 0
        )
        defer { unlink(Array(folder.path.utf8CString.dropLast()) + [0x2F, -1, 0]) }
        NamedMemory.removeLeftovers(in: folder.path)
        for name in kept + [link] { #expect(access(folder.path(name), F_OK) == 0) }
        #expect(access(folder.path("postgres-ssl-\(digits)"), F_OK) != 0)
        #expect(ServerAccount.postgres == nil || access(folder.path(theirs), F_OK) == 0)
    }

    @Test("no variable that leads psql, libpq or OpenSSL elsewhere reaches a program, nor a pass phrase")
    func environment() {
        // "Environment Variables" of PostgreSQL 18's manual, for libpq and for psql.
        let libpq = [
            "PGHOST", "PGSSLNEGOTIATION", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD",
            "PGPASSFILE",
            "PGREQUIREAUTH", "PGCHANNELBINDING", "PGSERVICE", "PGSERVICEFILE", "PGOPTIONS", "PGAPPNAME",
            "PGSSLMODE",
            "PGREQUIRESSL", "PGSSLCOMPRESSION", "PGSSLCERT", "PGSSLKEY", "PGSSLCERTMODE", "PGSSLROOTCERT",
            "PGSSLCRL",
            "PGSSLCRLDIR", "PGSSLSNI", "PGREQUIREPEER", "PGSSLMINPROTOCOLVERSION", "PGSSLMAXPROTOCOLVERSION",
            "PGGSSENCMODE", "PGKRBSRVNAME", "PGGSSLIB", "PGGSSDELEGATION", "PGCONNECT_TIMEOUT",
            "PGCLIENTENCODING",
            "PGTARGETSESSIONATTRS", "PGLOADBALANCEHOSTS", "PGMINPROTOCOLVERSION", "PGMAXPROTOCOLVERSION",
            "PGDATESTYLE", "PGTZ", "PGGEQO", "PGSYSCONFDIR", "PGLOCALEDIR",
        ]
        let psql = [
            "PSQL_EDITOR", "PSQL_EDITOR_LINENUMBER_ARG", "PSQL_HISTORY", "PSQL_PAGER", "PSQL_WATCH_PAGER",
            "PSQLRC",
        ]
        let openssl = [
            "SSL_CERT_FILE", "SSL_CERT_DIR", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES",
            "SSLKEYLOGFILE",
        ]
        let kept = ["PATH=/bin", "HOME=/root", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8", "KEY_PASSES=x"]
        func left(_ names: [String], _ origin: PlannedCommand.Origin, _ own: [String] = []) -> [String] {
            let all = (names.map { $0 + "=x" } + kept).map { Array($0.utf8) }
            return ChildEnvironment.variables(all, replacedBy: own, for: origin)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(left(libpq + psql + ["KEY_PASS"] + openssl, .ours) == kept)
        // What the operator's own commands run may need what it was set for.
        #expect(left(libpq + psql + ["KEY_PASS"], .operators) == kept)
        #expect(left(openssl, .operators).count == openssl.count + kept.count)
        let replaced = left([], .ours, ["LC_ALL=C", "PGSSLMODE=verify-full"])
        #expect(replaced == kept.filter { !$0.hasPrefix("LC_ALL") } + ["LC_ALL=C", "PGSSLMODE=verify-full"])
    }

    @Test("a program of another user gets of the environment what says where programs are, and how to speak")
    func environmentOfAnother() {
        let all = [
            "PATH=/bin", "VAULT_TOKEN=hvs.root", "HOME=/root", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8",
            "TZ=UTC",
            "LANGUAGES=x", "LD_PRELOAD=/x", "LD_LIBRARY_PATH=/opt/lib", "PGPASSFILE=/root/x", "XPATH=/x",
        ]
        let given = ChildEnvironment.variables(
            all.map { Array($0.utf8) },
            replacedBy: ["LC_ALL=C", "PGCONNECT_TIMEOUT=5"],
            for: .anotherUsers
        )
        #expect(
            given.map { String(decoding: $0, as: UTF8.self) } == [
                "PATH=/bin", "LANG=de_DE.UTF-8", "TZ=UTC", "LD_LIBRARY_PATH=/opt/lib", "LC_ALL=C",
                "PGCONNECT_TIMEOUT=5",
            ]
        )
    }

    @Test("every command that runs as the server's user is another user's, unless that is this one")
    func commandsAsServer() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "postgresql.conf")
        var layout = NodeLayout(role: .postgres)
        layout.configuration = folder.path("postgresql.conf")
        layout.data = folder.path
        let service = PostgresService(
            layout,
            commands: .init(
                asServer: ["sh", "-c", "env", "--"],
                server: "",
                control: "",
                client: [],
                reload: nil
            )
        )
        // HOME is the plainest of what another user has no need of.
        #expect(try !service.answer("SELECT 1").contains("HOME="))
        #expect(try service.answer("SELECT 1").contains("PATH="))
        let change = RoleChange(user: "a", before: nil, after: SharedSecret(copying: Array("x".utf8).span))
        for command in [service.command(storing: change), service.asServer("a test", [])] {
            #expect(command.origin == .anotherUsers)
        }
        let own = PostgresService(
            layout,
            commands: .init(
                asServer: [],
                server: "",
                control: "",
                client: ["sh", "-c", "env", "--"],
                reload: nil
            )
        )
        #expect(try own.answer("SELECT 1").contains("HOME="))
    }

    @Test(
        "a program of ours has no file open but its streams, and the operator's own has what his shell left open"
    )
    func descriptors() throws {
        let folder = try TemporaryFolder()
        try folder.write("root's secret", to: "file", mode: 0o600)
        let left = fcntl(open(folder.path("file"), O_RDWR | O_CLOEXEC), F_DUPFD, 60)
        try #require(left >= 60)
        defer { close(left) }
        func has(_ origin: PlannedCommand.Origin) throws -> Bool {
            let words = ["sh", "-c", "for n in /proc/$$/fd/*; do echo ${n##*/}; done"]
            let command = PlannedCommand(
                purpose: "a test",
                arguments: words,
                password: SharedSecret(copying: Array("x".utf8).span),
                origin: origin
            )
            let open = try command.run().output.split(separator: "\n").compactMap { Int32($0) }
            #expect(open.contains(0) && open.contains(3))
            return open.contains(left)
        }
        #expect(try !has(.ours))
        #expect(try !has(.anotherUsers))
        #expect(try has(.operators))
    }

    @Test("of what a program says, three lines and no more than a thousand bytes are shown")
    func said() throws {
        func said(_ script: String) throws -> String {
            let command = Self.shell(script, .init(seconds: 60))
            return command.said(in: try command.run())
        }
        #expect(try said("printf 'a\\n\\n  b  \\nc\\nd\\n' >&2") == "a; b; c")
        let long = try said("head -c 100000 /dev/zero | tr '\\0' x >&2")
        #expect(long == String(repeating: "x", count: 1_000) + " ...")
    }
}
