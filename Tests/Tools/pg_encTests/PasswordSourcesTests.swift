import TestSupport
import Testing

@Suite("pg_enc reads a password from wherever it comes by the same rules")
struct PasswordSourcesTests {
    @Test("an empty password is refused by the name of where it came from, and nothing is written")
    func emptyPassword() throws {
        let files = try Files()
        let words = "the password is empty; Pgpool-II cannot read the entry of one"
        let argument = try files.set("bob", "")
        #expect(argument.status == 1)
        #expect(argument.errorText == "Error: \(words)\n")
        for content in ["", "\n", "\r\n", "\nsecret\n"] {
            try files.folder.write(content, to: "password")
            let file = try files.run(
                ["-m", "-K", "k", "-u", "bob", "--password-file", files.folder.path("password")]
            )
            let input = try files.run(["-m", "-K", "k", "-u", "bob", "--password-stdin"], content)
            for (outcome, place) in [(file, files.folder.path("password")), (input, "standard input")] {
                #expect(outcome.status == 1)
                #expect(
                    outcome.errorText
                        == "Error: the first line of \(place) is empty; it must be the password\n"
                )
            }
        }
        #expect(files.folder.names() == ["password", "pgpool.conf"])
    }

    @Test("an empty line at the prompt is refused before a key is asked for")
    func emptyAtPrompt() throws {
        let terminal = try PseudoTerminal()
        let tool = try Program.built("pg_enc").start(
            octets: ["-p", "-P"].map { Array($0.utf8) },
            input: terminal.path,
            errors: terminal.path
        )
        _ = terminal.shown(until: "db password: ")
        terminal.type("\n")
        #expect(terminal.shown(until: "of one").contains("Error: the password is empty; "))
        #expect(tool.wait() == 1)
    }

    @Test("standard input that is a terminal does not show the password")
    func typed() throws {
        let files = try Files()
        let expected = try files.run(["-K", "k", "secret"]).text
        let terminal = try PseudoTerminal()
        let output = files.folder.path("output")
        let tool = try Program.built("pg_enc").start(
            octets: ["-K", "k", "--password-stdin"].map { Array($0.utf8) },
            input: terminal.path,
            output: output,
            errors: terminal.path
        )
        _ = terminal.shown(until: "Type the password: ")
        #expect(!terminal.echoes)
        terminal.type("secret\n")
        #expect(tool.wait() == 0)
        #expect(terminal.echoes)
        #expect(try files.folder.text("output") == expected)
    }

    @Test("CR LF ends a line as LF does, and a zero byte is refused")
    func lines() throws {
        let files = try Files()
        let expected = try files.run(["-K", "k", "secret"]).text
        for content in ["secret\r\n", "secret\n", "secret"] {
            #expect(try files.run(["-K", "k", "--password-stdin"], content).text == expected)
            try files.folder.write("bob:\(content)", to: "input")
            let list = try files.run(["-K", "k", "-i", files.folder.path("input")])
            #expect(list.text.hasSuffix(expected))
        }
        let zero = try files.run(["-K", "k", "--password-stdin"], "sec\u{0}ret\n")
        #expect(zero.status == 1)
        #expect(
            zero.errorText
                == "Error: line 1 of standard input has a zero byte, at which servers cut a password off\n"
        )
    }
}
