import TestSupport
import Testing

/// The tool as it is released, since one of a debug build takes seconds for the keys of every run.
@Suite(
    "postgres-ssl, killed before every file operation in turn, leaves a node that starts",
    .enabled(if: KilledNode.isPossible, "PostgreSQL or strace is not installed, or strace may not trace"),
    .enabled(if: Program.released("postgres-ssl") != nil, "Scripts/tools has not built the tools")
)
struct KillTests {
    private func node() throws -> KilledNode {
        try KilledNode(postgres: try #require(Program.released("postgres-ssl")))
    }

    @Test(
        "killed while it installs, the next run installs, or uninstall finds nothing to do",
        arguments: 0..<2
    )
    func install(part: Int) throws {
        let node = try node()
        let count = try node.kill(["install"], part: (part, 2)) {
            node.forget()
        } next: { number, comment in
            if number / 2 % 2 == 0 {
                try node.run(["install"], comment)
                try node.expectStart("installed after it was \(comment)")
                try node.run(["uninstall"], comment)
            } else {
                try node.run(["uninstall"], comment)
            }
            try node.expectOldState(comment)
        }
        #expect(count > 80)
    }

    @Test("killed while it uninstalls, the next run uninstalls or leaves it installed")
    func uninstall() throws {
        let node = try node()
        let count = try node.kill(["uninstall"]) {
            try node.run(["install"])
        } next: { number, comment in
            if number % 2 == 0 {
                try node.run(["install"], comment)
                try node.expectStart("installed after it was \(comment)")
            }
            try node.run(["uninstall"], comment)
            try node.expectOldState(comment)
        }
        #expect(count > 40)
    }

    @Test("killed while it re-issues, key and certificate of the server are always of each other")
    func reissue() throws {
        let node = try node()
        try node.run(["install"])
        // From then on every run keeps as many old files as it drops, and goes the same way.
        for _ in 0..<3 { try node.run(["reissue", "all"]) }
        let count = try node.kill(["reissue", "all"]) {
        } next: { number, comment in
            // Both bring the node to rest; the one has nothing else to do.
            if number % 2 == 0 {
                try node.run(["install"], comment)
            } else {
                try node.run(["reissue", "server"], comment)
            }
            try node.expectStart("brought to rest after it was \(comment)")
        }
        #expect(count > 40)
        try node.run(["uninstall"])
        try node.expectOldState("in the end")
    }

    @Test(
        "killed on a Pgpool-II node, it leaves one that starts with the files that it is told of",
        .enabled(if: PgpoolServer.isInstalled, "Pgpool-II is not installed"),
        arguments: ["install", "uninstall"]
    )
    func pgpool(command: String) throws {
        let node = try KilledNode(pgpool: try #require(Program.released("postgres-ssl")))
        let install = ["install", "--password-file", node.path("passwords")]
        let count = try node.kill(command == "install" ? install : [command]) {
            node.forget()
            if command != "install" { try node.run(install) }
        } next: { number, comment in
            if number % 2 == 0 {
                try node.run(install, comment)
                try node.expectStart("installed after it was \(comment)")
            }
            try node.run(["uninstall"], comment)
            try node.expectOldState(comment)
        }
        #expect(count > 40)
    }

    @Test("on a disk that is full from any write on, the node starts, and the next run does what it should")
    func fullDisk() throws {
        let node = try node()
        let count = try node.fillDisk(["install"]) { comment in
            try node.run(["uninstall"], comment)
            try node.expectOldState(comment)
        }
        #expect(count > 10)
    }
}
