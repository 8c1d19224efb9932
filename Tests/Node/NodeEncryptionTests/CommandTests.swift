import Glibc
import TestSupport
import Testing

@testable import NodeEncryption
@testable import SecretMemory

@Suite("Commands that are run and shown")
struct CommandTests {
    @Test("streams and status come back, input goes in, and what is shown could be typed")
    func run() throws {
        let input = SharedSecret(copying: Array("secret".utf8).span)
        let command = PlannedCommand(
            purpose: "a test",
            arguments: ["sh", "-c", "cat; echo its >&2; echo 'a b'; exit 3"],
            input: input
        )
        let outcome = try command.run()
        #expect(outcome.status == 3)
        #expect(outcome.output == "secreta b\n")
        #expect(outcome.errors == "its\n")
        #expect(command.shown == "sh -c 'cat; echo its >&2; echo '\\''a b'\\''; exit 3' < (a secret)")
        #expect(throws: NodeEncryptionError.commandFailed(purpose: "a test", status: 3, said: "its")) {
            try command.succeed()
        }
        #expect(throws: NodeEncryptionError.self) {
            try PlannedCommand(purpose: "a test", arguments: ["/nowhere/at-all"]).run()
        }
        let killed = try PlannedCommand(purpose: "a test", arguments: ["sh", "-c", "kill -9 $$"]).run()
        #expect(killed.status == 137)
        // Neither stream can stop the other.
        let loud = try PlannedCommand(
            purpose: "a test",
            arguments: ["sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"]
        ).run()
        #expect(loud.output.utf8.count == 300_000)
        #expect(loud.errors.utf8.count == 300_000)
    }

    @Test("a program gets the limits that the tool was given, not those that protect the tool's memory")
    func limits() throws {
        let resource = Int32(RLIMIT_CORE.rawValue)
        var given = rlimit()
        try #require(getrlimit(resource, &given) == 0)
        defer { setrlimit(resource, &given) }
        var limit = rlimit(rlim_cur: min(given.rlim_max, 512 * 7), rlim_max: given.rlim_max)
        try #require(setrlimit(resource, &limit) == 0)

        ProcessProtection.limitCores()
        let asked = PlannedCommand(purpose: "a test", arguments: ["sh", "-c", "ulimit -S -c"])
        #expect(try asked.run().output == "\(limit.rlim_cur / 512)\n")
        try #require(getrlimit(resource, &limit) == 0)
        #expect(limit.rlim_cur == 0)
    }

    @Test(
        "a program of another user has none of the session's keys, and one of ours and this process keep them"
    )
    func keys() throws {
        // KEYCTL_GET_KEYRING_ID of KEY_SPEC_SESSION_KEYRING, a key put there (add_key), and one looked for
        // (KEYCTL_SEARCH), by their numbers on either processor.
        let script = """
            import ctypes, os, sys
            call = ctypes.CDLL(None).syscall
            add, control = (248, 250) if os.uname().machine == 'x86_64' else (217, 219)
            if sys.argv[1] == 'add': print(call(add, b'user', b'swift-postgres-pki', b'x', ctypes.c_size_t(1), -3))
            else: print(call(control, 10, -3, b'user', b'swift-postgres-pki', 0))
            """
        func key(_ action: String, _ origin: PlannedCommand.Origin = .ours) throws -> Int? {
            let words = ["python3", "-c", script, action]
            return Int(
                try PlannedCommand(purpose: "a test", arguments: words, origin: origin).run().output.trimmed
            )
        }
        guard Programs.python != nil else { return }
        // In a session of the test's own.
        let status = EmptyKeyring.run {
            do {
                // A container may keep its programs from keys.
                guard let made = try key("add"), made > 0 else { return 0 }
                let found = try [key("search"), key("search", .anotherUsers), key("search")]
                return found == [made, -1, made] ? 0 : 1
            } catch {
                return 2
            }
        }
        #expect(status == 0)
    }

    @Test("a line in which a program quotes the secret that it got is left out of the error")
    func quotedSecret() throws {
        let script =
            "printf 'ERROR:  no\n\tSTATEMENT:  Alter Role x PaSSword \'\\\'\'abc\n\thint\n' >&2; exit 1"
        let command = PlannedCommand(
            purpose: "a test",
            arguments: ["sh", "-c", script],
            input: SharedSecret(copying: Array("secret".utf8).span)
        )
        let error = NodeEncryptionError.commandFailed(purpose: "a test", status: 1, said: "ERROR:  no; hint")
        #expect(throws: error) { try command.succeed() }
    }

    @Test("ways to connect: quoting of connection strings and addresses")
    func ways() {
        let commands = ClientCommands(
            host: "node1.example",
            port: 5432,
            database: "my db",
            user: "o'brien",
            folder: "/home/a b",
            pair: .possible,
            isPairMade: true
        )
        #expect(
            commands.ways[1].lines == [
                "psql 'host=node1.example port=5432 dbname='\\''my db'\\'' user='\\''o\\'\\''brien'\\'' "
                    + "sslmode=verify-full sslrootcert='\\''/home/a b/root.crt'\\'''"
            ]
        )
        #expect(
            commands.ways[3].lines == [
                "postgresql://o%27brien@node1.example:5432/my%20db?sslmode=verify-full"
                    + "&sslrootcert=/home/a%20b/root.crt"
            ]
        )
        let plain = ClientCommands(
            host: "::1",
            port: 1,
            database: "d",
            user: "u",
            folder: "/k",
            pair: .none,
            isPairMade: false
        )
        #expect(
            plain.ways.contains {
                $0.lines == [
                    "jdbc:postgresql://[0:0:0:0:0:0:0:1]:1/d?user=u&sslmode=verify-full&sslrootcert=/k/root.crt"
                ]
            }
        )
        #expect(!plain.ways.contains { $0.lines.contains { $0.contains("client.key") } })
    }
}
