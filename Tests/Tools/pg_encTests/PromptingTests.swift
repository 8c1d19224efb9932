import Glibc
import TestSupport
import Testing

@Suite("pg_enc asks on the terminal")
struct PromptingTests {
    @Test("-p edits the line that is typed, and shows nothing of it")
    func password() throws {
        let expected = try Program.built("pg_enc").run(["-K", "k", "secret"]).text
        // A wrong letter and the key that takes it back; then the whole line taken back (Ctrl-U).
        for typed in ["secrex\u{7F}t\n", "wrong\u{15}secret\n"] {
            let session = try Session(["-p", "-K", "k"])
            #expect(session.terminal.shown(until: "db password: ") == "db password: ")
            session.terminal.type(typed)
            #expect(session.tool.wait() == 0)
            #expect(try session.folder.text("out") == expected)
            #expect(session.terminal.echoes)
        }
    }

    @Test("the password is asked for where none is given, and the key with -P")
    func key() throws {
        let expected = try Program.built("pg_enc").run(["-K", "the key", "secret"]).text
        let session = try Session(["-P", "-K", "overruled"])
        _ = session.terminal.shown(until: "db password: ")
        session.terminal.type("secret\n")
        _ = session.terminal.shown(until: "encryption key: ")
        session.terminal.type("the key\n")
        #expect(session.tool.wait() == 0)
        #expect(try session.folder.text("out") == expected)
    }

    @Test("an empty key is none")
    func emptyKey() throws {
        let session = try Session(["-P", "secret"])
        _ = session.terminal.shown(until: "encryption key: ")
        session.terminal.type("\n")
        #expect(session.terminal.shown(until: "provided\r\n").hasSuffix("encryption key not provided\r\n"))
        #expect(session.tool.wait() == 1)
    }

    @Test("an interrupt leaves the terminal showing what is typed")
    func interrupt() throws {
        let session = try Session(["-p", "-K", "k"])
        _ = session.terminal.shown(until: "db password: ")
        #expect(!session.terminal.echoes)
        session.tool.signal(SIGINT)
        #expect(session.tool.wait() == -SIGINT)
        #expect(session.terminal.echoes)
        #expect(try session.folder.text("out") == "")
    }

    @Test("where standard input is no terminal, a prompt is refused", arguments: [["-p"], [], ["-P", "pw"]])
    func noTerminal(arguments: [String]) throws {
        let outcome = try Program.built("pg_enc").run(["-K", "k"] + arguments, input: Array("pw\n".utf8))
        #expect(outcome.status == 1)
        #expect(outcome.text == "")
        #expect(outcome.errorText == "stdin is not tty\n")
    }

    /// The tool at a terminal.
    private struct Session {
        let terminal: PseudoTerminal
        let folder: TemporaryFolder
        let tool: RunningProgram

        init(_ arguments: [String]) throws {
            terminal = try PseudoTerminal()
            folder = try TemporaryFolder()
            tool = try Program.built("pg_enc").start(
                octets: arguments.map { Array($0.utf8) },
                input: terminal.path,
                output: folder.path("out"),
                errors: terminal.path
            )
        }
    }
}
