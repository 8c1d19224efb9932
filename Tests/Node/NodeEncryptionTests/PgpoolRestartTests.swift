import DurableFiles
import Glibc
import SecretMemory
import Testing

@testable import NodeEncryption

@Suite("How a Pgpool-II is restarted")
struct PgpoolRestartTests {
    private let example: ExampleNode

    init() throws { example = try ExampleNode(.pgpool) }

    private static func running(_ words: [String], userID: UInt32 = 26) -> RunningPgpool {
        RunningPgpool(
            processID: 4711,
            userID: userID,
            program: "/usr/bin/pgpool",
            arguments: PgpoolArguments(words),
            variables: ["PGPOOLKEYFILE=/a b"],
            seesVariables: true
        )
    }

    private func change(_ path: String, _ kind: FileChange.Kind = .text) -> FileChange {
        let content = SharedSecret(copying: Array("new\n".utf8).span)
        let attributes = FileAttributes(mode: 0o600, owner: nil)
        return FileChange(path: path, kind: kind, before: .absent, after: .file(content, attributes))
    }

    @Test("its command line is read as it reads it itself")
    func arguments() {
        let usual = PgpoolArguments(["-D", "-f", "/c/pgpool.conf", "-a/c/pool_hba.conf"])
        #expect(usual.configuration == "/c/pgpool.conf")
        #expect(!usual.isAttended && usual.isAbsolute)
        #expect(PgpoolArguments(["-Dn"]).isAttended)
        #expect(PgpoolArguments(["--dont-detach"]).isAttended)
        // The value of an option is none.
        #expect(!PgpoolArguments(["-f", "-n"]).isAttended)
        #expect(PgpoolArguments(["--config-file=/c/p", "-k", "/key"]).configuration == "/c/p")
        #expect(PgpoolArguments(["--config-file", "/c/p"]).configuration == "/c/p")
        // A combining mark makes one Character with the sign before it, and hides neither.
        #expect(PgpoolArguments(["--config-file=\u{301}p"]).configuration == "\u{301}p")
        #expect(PgpoolArguments(["-f\u{301}p"]).configuration == "\u{301}p")
        #expect(!PgpoolArguments(["-F", "etc/pcp.conf"]).isAbsolute)
    }

    @Test(
        "a service of systemd is one whose main process it is",
        arguments: [
            ("0::/system.slice/pgpool2.service\n", "pgpool2.service"),
            ("3:cpu:/\n1:name=systemd:/system.slice/pgpool.service\n0::/\n", "pgpool.service"),
            ("0::/system.slice/system-pgpool.slice/pgpool@a:b.service\n", "pgpool@a:b.service"),
            // Of a user, a container, and with what no name has in it.
            ("0::/user.slice/user-0.slice/user@0.service\n", nil),
            ("0::/system.slice/docker-1f.scope\n", nil),
            ("0::/system.slice/pg pool.service\n", nil),
            ("0::/\n", nil), ("", nil), ("0:\n", nil),
        ] as [(String, String?)]
    )
    func units(groups: String, expected: String?) {
        let groups = Array(groups.utf8)
        #expect(SystemdUnit.find(of: 7, groups: groups) { _ in 7 }?.name == expected)
        // One that cron started, say.
        #expect(SystemdUnit.find(of: 7, groups: groups) { _ in 1 } == nil)
        #expect(SystemdUnit.find(of: 7, groups: groups) { _ in nil } == nil)
    }

    @Test(
        "certificates are read again without a restart from 4.8 on",
        arguments: [
            ("pgpool-II version 4.3.5 (tamahomeboshi)\n", false), ("pgpool-II version 4.7.0 (a)\n", false),
            ("pgpool-II version 4.8.0 (a)\n", true), ("pgpool-II version 4.8devel (a)\n", true),
            ("pgpool-II version 4.10.1 (a)", true), ("pgpool-II version 5.0 (a)", true), ("", false),
            ("pgpool-II version", false), ("pgpool-II version 4", false),
        ]
    )
    func versions(text: String, expected: Bool) {
        #expect(PgpoolService.rereadsCertificates(saying: text) == expected)
    }

    @Test("only what it has read at its start takes a restart")
    func effects() throws {
        let layout = example.layout
        let service = PgpoolService(layout, restart: .left("no"))
        func effect(_ path: String, _ kind: FileChange.Kind = .text) -> PgpoolRestart.Effect {
            service.effect(of: [change(path, kind)])
        }
        #expect(effect(layout.configuration) == .restart)
        #expect(effect(layout.certificate("server/server.crt")) == .restart)
        #expect(effect("/the/pool.key") == .restart)
        #expect(effect(layout.authentication) == .reload)
        #expect(effect(layout.passwords) == .reload)
        #expect(effect(layout.certificate("server/root.key")) == .nothing)
        #expect(effect(layout.redeploy) == .nothing)
        #expect(effect(layout.replaced("server.key"), .replaced) == .nothing)
        #expect(service.effect(of: []) == .nothing)
        let both = [change(layout.redeploy), change(layout.configuration), change(layout.passwords)]
        #expect(service.effect(of: both) == .restart)
        // A root that comes before TLS is on is one that it does not load.
        #expect(effect(layout.certificate("server/root.crt")) == .nothing)
        try example.folder.write("ssl = on\n", to: "settings.conf")
        #expect(effect(layout.certificate("server/root.crt")) == .restart)
    }

    @Test("its unit is restarted, or its own command line started once it is gone, as its user")
    func commands() throws {
        let running = Self.running(["-f", "/c/pgpool.conf"])
        let unit = PgpoolRestart.unit(SystemdUnit(name: "pgpool2.service"), running, asServer: ["as"])
        #expect(unit.command(.restart, now: running)?.shown == "systemctl restart -- pgpool2.service")
        #expect(unit.command(.reload, now: nil)?.shown == "as sh -c 'kill -HUP 4711'")
        #expect(unit.command(.nothing, now: running) == nil)
        let program = PgpoolRestart.program("/usr/bin/pgpool", running, asServer: ["as"])
        let restart = try #require(program.command(.restart, now: running)).arguments
        #expect(restart.prefix(3) == ["as", "sh", "-c"])
        #expect(restart[3].hasPrefix("kill -INT 4711; "))
        let start = "exec env 'PGPOOLKEYFILE=/a b' /usr/bin/pgpool -f /c/pgpool.conf"
        #expect(restart[3].hasSuffix("; " + start))
        // One that did not come up is not ended.
        #expect(program.command(.restart, now: nil)?.arguments[3] == start)
        #expect(PgpoolRestart.left("no").command(.restart, now: running) == nil)
        #expect(PgpoolRestart.command(["x"]).command(.reload, now: nil)?.arguments == ["x"])
    }

    @Test("root never runs its command line as root, whatever --as-server says")
    func users() throws {
        #expect(try PgpoolRestart.userChange(["as"], to: 26) == ["as"])
        for given in [nil, []] as [[String]?] {
            #expect(try PgpoolRestart.userChange(given, to: 26).isEmpty == (geteuid() != 0))
        }
    }

    @Test("a pid file holds a number, and what is behind it counts for nothing")
    func pidFiles() {
        #expect(RunningPgpool.processID(Array("26885\n\0".utf8)) == 26885)
        #expect(RunningPgpool.processID(Array("26885".utf8)) == 26885)
        for text in ["", "-1", "0\n", "1\n", "99999999999\n", "x"] {
            #expect(RunningPgpool.processID(Array(text.utf8)) == nil)
        }
    }
}
