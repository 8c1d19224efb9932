import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
    "A run that is interrupted while a program of its own runs",
    .enabled(if: Program.find("python3") != nil, "Python is not installed"),
    .serialized
)
struct InterruptionTests {
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun
    /// What answers as the Pgpool-II that was restarted.
    private let listener: ServingListener

    init() throws {
        folder = try TemporaryFolder()
        let pair = folder.path("SSL-TLS/server/server.")
        listener = try ServingListener(.handshake(certificate: pair + "crt", key: pair + "key"))
        try folder.write(Self.configuration(listener.port), to: "pgpool.conf")
        try folder.write("host all all 0.0.0.0/0 md5\n", to: "pool_hba.conf")
        tool = try PostgresSSLRun(pgpool: folder)
    }

    private static func configuration(_ port: Int) -> String { "ssl = off\nport = \(port)\n" }

    private func wait(for name: String) throws -> String {
        var text = ""
        let isWhole = eventually {
            text = (try? folder.text(name)) ?? ""
            return text.hasSuffix("\n")
        }
        guard isWhole else { throw ServerNotStarted(log: "no \(name)") }
        return String(text.dropLast())
    }

    @Test(
        "the signal ends the program, with all that it started, and the run, which undoes the change",
        arguments: [SIGINT, SIGTERM, SIGHUP]
    )
    func signalled(number: Int32) throws {
        let restart = """
            cd \(folder.path); echo $$ >> restarts; \
            sleep 3600 & echo $! > started; wait
            """
        let words = ["install", "--restart-command", restart] + tool.options
        let run = try tool.program.start(
            octets: words.map { Array($0.utf8) },
            errors: folder.path("errors")
        )
        let started = try #require(pid_t(wait(for: "started")))
        run.signal(number)
        #expect(run.wait() == -number)
        #expect(eventuallyEnds(started))
        // Nobody waits for another restart: the files are as they were, and it is said what is left to do.
        #expect(try folder.text("restarts").split(separator: "\n").count == 1)
        let said = "interrupted, and the change was undone; the restart of Pgpool-II was ended half-way"
        #expect(try folder.text("errors").contains(said))
        #expect(try folder.text("pgpool.conf") == Self.configuration(listener.port))
        #expect(!folder.names().contains("state"))
    }

    @Test("a signal that a program outlives undoes the change all the same")
    func outlived() throws {
        let restart =
            "cd \(folder.path); echo 1 >> restarts; if ! [ -e sent ]; then touch sent; kill -INT $PPID; fi"
        let words = ["install", "--restart-command", restart] + tool.options
        let run = try tool.program.start(
            octets: words.map { Array($0.utf8) },
            errors: folder.path("errors")
        )
        #expect(run.wait() == -SIGINT)
        // Whether the restart was over by then, or ended half-way.
        let count = try folder.text("errors").contains("was ended half-way") ? 1 : 2
        #expect(try folder.text("restarts") == String(repeating: "1\n", count: count))
        #expect(try folder.text("errors").contains("interrupted, and the change was undone"))
        #expect(try folder.text("pgpool.conf") == Self.configuration(listener.port))
    }

    /// Runs the tool on a terminal of its own, where Python's `pty` sits.
    private func onTerminal(_ restart: String, _ script: String) throws -> Program.Outcome {
        let python = try #require(Program.find("python3"))
        let words =
            [tool.program.path, "install", "--restart-command", restart] + tool.options
        try folder.write(
            """
            import json, os, pty, signal, sys, time
            words = json.loads(sys.argv[1])
            child, terminal = pty.fork()
            if child == 0:
                signal.pthread_sigmask(signal.SIG_SETMASK, [])
                os.execv(words[0], words)
            def until(path):
                for _ in range(6000):
                    if os.path.exists(path): return
                    time.sleep(0.01)
                sys.exit("no " + path)
            def end():
                while True:
                    try:
                        if not os.read(terminal, 4096): break
                    except OSError: break
                status = os.waitpid(child, 0)[1]
                print(-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
            \(script)
            """,
            to: "terminal.py"
        )
        let json = try JSONSerialization.data(withJSONObject: words)
        return try python.run([folder.path("terminal.py"), String(decoding: json, as: UTF8.self)])
    }

    @Test("the operator's command may ask on the terminal, as sudo does")
    func asks() throws {
        let asking = "touch \(folder.path("ready")); read x < /dev/tty; echo $x > \(folder.path("typed"))"
        let script = "until(\"\(folder.path("ready"))\")\nos.write(terminal, b\"an answer\\n\")\nend()"
        let outcome = try onTerminal(asking, script)
        #expect(outcome.text == "0\n", "\(outcome.text)\(outcome.errorText)")
        #expect(try folder.text("typed") == "an answer\n")
    }

    @Test("Ctrl-C on the terminal ends the program and the run")
    func controlC() throws {
        let waiting = "echo $$ >> \(folder.path("started")); sleep 3600; true"
        let script =
            "until(\"\(folder.path("started"))\")\ntime.sleep(0.1)\nos.write(terminal, b\"\\x03\")\nend()"
        let outcome = try onTerminal(waiting, script)
        #expect(outcome.text == "-\(SIGINT)\n", "\(outcome.text)\(outcome.errorText)")
        let started = try folder.text("started")
        #expect(eventuallyEnds(try #require(pid_t(wait(for: "started")))))
        // No second one was begun, which would wait as long.
        #expect(started.split(separator: "\n").count == 1)
    }

    @Test("Ctrl-Z stops both, and both go on")
    func controlZ() throws {
        let waiting = """
            touch \(folder.path("ready")); while [ ! -e \(folder.path("go")) ]; do sleep 0.02; done; \
            read x < /dev/tty; echo $x > \(folder.path("typed"))
            """
        let script = """
            until("\(folder.path("ready"))")
            time.sleep(0.1)
            os.write(terminal, b"\\x1a")
            stopped = os.waitpid(child, os.WUNTRACED)[1]
            print(os.WIFSTOPPED(stopped))
            # What a shell does for fg.
            os.kill(child, signal.SIGCONT)
            open("\(folder.path("go"))", "w").close()
            time.sleep(0.1)
            os.write(terminal, b"again\\n")
            end()
            """
        let outcome = try onTerminal(waiting, script)
        #expect(outcome.text == "True\n0\n", "\(outcome.text)\(outcome.errorText)")
        #expect(try folder.text("typed") == "again\n")
    }
}
