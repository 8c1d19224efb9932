import Foundation
import Glibc
import TestSupport
import Testing

/// A `pg_enc` that asks for a password on a terminal, and what others can see of it.
@Suite("A tool at its prompt")
struct ProcessProtectionTests {
    private static let prlimit = Program.find("prlimit")
    private static let canRaise =
        geteuid() == 0 && (try? prlimit?.run(["--memlock=unlimited", "true"]).status) == 0

    /// Whether root may lock memory under any limit, as another program finds.
    private static let isUnbound: Bool = {
        let probe = "import ctypes, sys; sys.exit(ctypes.CDLL(None).mlockall(1) != 0)"
        return geteuid() == 0
            && (try? prlimit?.run(["--memlock=0:0", "python3", "-c", probe]).status) == 0
    }()

    /// Starts the tool behind `prefix`, types a password once `look` has looked at its process, and gives the status.
    private func atPrompt(_ prefix: [String], _ look: (pid_t) throws -> Void) throws -> Int32 {
        let terminal = try PseudoTerminal()
        let words = prefix + [try Program.built("pg_enc").path, "-K", "key", "-p"]
        let process = try Program(path: words[0]).start(
            octets: words.dropFirst().map { Array($0.utf8) },
            input: terminal.path,
            errors: terminal.path
        )
        _ = terminal.shown(until: "password: ")
        try look(process.process)
        terminal.type("a password\n")
        return process.wait()
    }

    /// A line of a file that the system shows of a process.
    private func line(_ start: String, of process: pid_t, in file: String) throws -> String {
        let text = try String(contentsOfFile: "/proc/\(process)/\(file)", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(start) })
        return String(try #require(line.dropFirst(start.count).split(whereSeparator: \.isWhitespace).first))
    }

    @Test("leaves no core, and no other process of its user can read its memory")
    func undumpable() throws {
        let setpriv = Program.find("setpriv")?.path
        let prefix =
            geteuid() == 0 ? [try #require(setpriv), "--reuid=65534", "--clear-groups", "--"] : []
        let status = try atPrompt(prefix) { process in
            let shown = try line("Max core file size", of: process, in: "limits")
            #expect(shown == "0")
            // The system gives root what it shows of a process that may not be dumped, whoever runs it.
            var seen = stat()
            #expect(stat("/proc/\(process)/environ", &seen) == 0)
            #expect(seen.st_uid == 0)
        }
        #expect(status == 0)
    }

    @Test("has its memory locked where no limit binds it", .enabled(if: isUnbound, "a limit binds root"))
    func locked() throws {
        let prlimit = try #require(Self.prlimit?.path)
        let status = try atPrompt([prlimit, "--memlock=0:0"]) { process in
            let shown = try line("VmLck:", of: process, in: "status")
            #expect(shown != "0")
        }
        #expect(status == 0)
    }

    @Test("has its memory locked where there is no limit", .enabled(if: canRaise, "may not raise the limit"))
    func unlimited() throws {
        let prlimit = try #require(Self.prlimit?.path)
        let status = try atPrompt([prlimit, "--memlock=0:unlimited"] + asNobody()) { process in
            let shown = try line("VmLck:", of: process, in: "status")
            #expect(shown != "0")
        }
        #expect(status == 0)
    }

    @Test("works under a limit, with no memory locked", .enabled(if: geteuid() == 0, "needs root"))
    func limited() throws {
        let prlimit = try #require(Self.prlimit?.path)
        let status = try atPrompt([prlimit, "--memlock=65536:65536"] + asNobody()) { process in
            let shown = try line("VmLck:", of: process, in: "status")
            #expect(shown == "0")
            let limit = try line("Max locked memory", of: process, in: "limits")
            #expect(limit == "65536")
        }
        #expect(status == 0)
    }

    private func asNobody() throws -> [String] {
        [
            try #require(Program.find("setpriv")?.path), "--reuid=65534", "--clear-groups",
            "--bounding-set=-all", "--",
        ]
    }
}
