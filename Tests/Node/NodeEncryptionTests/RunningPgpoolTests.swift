import Glibc
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("A running Pgpool-II is found by its pid file")
struct RunningPgpoolTests {
    private let example: ExampleNode

    init() throws {
        example = try ExampleNode(.pgpool)
        // What never has a line to read.
        try #require(mkfifo(example.folder.path("pipe"), 0o600) == 0)
        try write("pid_file_name = '\(example.folder.path("pid"))'\n", to: "settings.conf")
    }

    private func write(_ text: String, to name: String) throws {
        try example.folder.write(text, to: name)
    }

    /// Has a program run that calls itself `name`, and its number in the pid file.
    private func withProgram<Result>(
        named name: String = "pgpool",
        configuration: String? = nil,
        _ body: (pid_t) throws -> Result
    ) throws -> Result {
        let words = "-c 'read line <>\(example.folder.path("pipe"))' -f "
        let script = "exec -a \(name) bash \(words)\(configuration ?? example.layout.configuration)"
        let process = try Program(path: "/bin/bash").start(octets: [Array("-c".utf8), Array(script.utf8)])
        defer {
            process.signal(SIGKILL)
            _ = process.wait()
        }
        let hasItsName = eventually {
            let line = try? FileState.read("/proc/\(process.process)/cmdline").content?.publicBytes
            return line?.starts(with: Array((name + "\0-c").utf8)) ?? false
        }
        try #require(hasItsName)
        try write("\(process.process)\n\0", to: "pid")
        return try body(process.process)
    }

    private var found: RunningPgpool? { RunningPgpool.find(example.layout) }

    @Test("one of whoever wrote the file, with the node's configuration, is one")
    func own() throws {
        try withProgram { process in
            #expect(found?.processID == process)
            #expect(found?.userID == geteuid())
            #expect(RunningPgpool.configurations().contains(example.layout.configuration))
        }
        // It has ended since.
        #expect(found == nil)
        #expect(!RunningPgpool.configurations().contains(example.layout.configuration))
    }

    @Test("a file that is newer than it, or is not there, is one that it may not have read")
    func start() throws {
        try withProgram { _ in
            let found = try #require(found)
            #expect(!found.mayNotHaveRead(["/bin/bash"]))
            try write("", to: "new.conf")
            #expect(found.mayNotHaveRead(["/bin/bash", example.folder.path("new.conf")]))
            #expect(found.mayNotHaveRead([example.folder.path("none.conf")]))
        }
    }

    @Test("a program of another name, or with another configuration, is none")
    func others() throws {
        try withProgram(named: "pgpoolx") { _ in #expect(found == nil) }
        try write("", to: "other.conf")
        try withProgram(configuration: example.folder.path("other.conf")) { _ in #expect(found == nil) }
    }

    @Test(
        "a program is not started again that others than root could have put there, or that is not Pgpool-II's"
    )
    func program() throws {
        try withProgram { _ in
            guard case .left(let reason) = try PgpoolRestart.find(example.layout, asServer: []) else {
                Issue.record("it would be restarted")
                return
            }
            #expect(reason.hasPrefix(geteuid() == 0 ? "it runs as root" : "its program, "), "\(reason)")
        }
    }

    @Test(
        "a file that somebody else wrote names nothing",
        .enabled(if: geteuid() == 0, "only root gives files away")
    )
    func foreignFile() throws {
        try withProgram { _ in
            #expect(found != nil)
            // Of nobody, who has nothing to do with the node, and of the server's user, whose program it is not.
            for owner: uid_t in [65_534, ServerAccount.postgres?.userID ?? 65_534] {
                try #require(chown(example.folder.path("pid"), owner, owner) == 0)
                #expect(found == nil)
            }
        }
    }
}
