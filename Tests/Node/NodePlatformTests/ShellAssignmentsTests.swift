import TestSupport
import Testing

@testable import NodePlatform

@Suite("Shell assignments")
struct ShellAssignmentsTests {
    static let shell = Program.find("sh")

    /// Texts that a shell takes, and that set `A`, `B` or both to something that it need not compute.
    static let texts = [
        "A=1\nB=2\n",
        "export A=postgres\n  B=pgpool # a comment\n",
        "A='single $quoted \"value\"' B=\"double \\\"quoted\\\" \\$x \\a\"\n",
        "A=a\\ b\\'c\nB=#no-comment#\n",
        "A=\nB=''\n",
        "# A=1\nB=2;A=3\n",
        "A=one'two'\"three\"four\n",
        "A=1 \\\n  B=2\n",
        "A=1\nA=2\nB=\"two\nlines\"\n",
        "A=1; B=2 true\n",
        "A=1 B=3 true\n",
        "A=x=y=z\nB==\n",
        "A=1 && B=2\n",
        "export A B=2\n",
        "A=price-5$\nB=\"5$ \"\n",
        "export -p >/dev/null A=1\n",
        "A=ünï B='☃ x'",
        "readonly A=1\nB=a\\\nb\n",
        "A=\"a\\\nb\"\nB='a\\\nb'\n",
        "A=1\r\n",
    ]

    @Test(
        "What is read is what a shell that sources the file has",
        .enabled(if: shell != nil),
        arguments: texts
    )
    func asTheShell(text: String) throws {
        let read = try ShellAssignments(Array(text.utf8))
        let folder = try TemporaryFolder()
        try folder.write(text, to: "metainf.conf")
        let script = ". ./metainf.conf; printf '%s|%s.' \"$A\" \"$B\""
        let said = try #require(Self.shell).run(
            ["-c", script],
            environment: ["A": "", "B": ""],
            folder: folder.path
        )
        #expect(said.status == 0)
        // A carriage return is part of the value to the shell; files that Windows wrote are read as they are meant.
        let expected = said.text.filter { $0 != "\r" }
        let values = ["A", "B"].map { String(decoding: read.values[$0] ?? [], as: UTF8.self) }
        #expect(values.joined(separator: "|") + "." == expected)
        #expect(read.computed.isEmpty)
    }

    @Test(
        "What the shell would compute or run is neither taken nor run",
        arguments: [
            "A=$HOME", "A=${HOME}", "A=\"$HOME\"", "A=$(touch evil)", "A=`touch evil`", "A=\"`touch evil`\"",
            "A=1\nA=$B", "A=$1", "A=$((1+1))", "A=$(A=1; B=2)", "A=${B:-')' x}", "A=\"$(echo \")\")\"",
            "A=\"${B:-it's}\"", "A=$'x'", "A=$\"x\"", "A=\"$(echo 'it)s')\"",
        ]
    )
    func computed(text: String) throws {
        let read = try ShellAssignments(Array(text.utf8))
        #expect(read.values["A"] == nil)
        #expect(read.computed == ["A"])
    }

    @Test("A quote that is not closed is named by its line")
    func unclosed() {
        for text in ["\nA='x\ny\n", "\nA=\"x\ny\n"] {
            let error = #expect(throws: ShellAssignments.UnclosedQuote.self) {
                try ShellAssignments(Array(text.utf8))
            }
            #expect(error?.line == 2)
        }
    }

    @Test(
        "A name is looked for once a word, however many = are in it",
        arguments: [("A", "-="), ("A", "="), ("", "A="), ("", "A=B "), ("", "AB=\\\n"), ("'A'", "=")]
    )
    func equals(start: String, rest: String) throws {
        let count = 5_000
        let octets = Array(
            (String(repeating: start, count: count) + String(repeating: rest, count: count)).utf8
        )
        var tokens = ShellTokens(octets)
        reading: while true {
            switch try tokens.next() {
            case .word, .separator: continue
            case .end: break reading
            }
        }
        #expect(tokens.comparedCount <= octets.count)
    }

    @Test("No octets stop it")
    func anything() {
        var random = SeededRandom(seed: 5)
        let alphabet = Array("A=$'\"\\\n#; `{}()x".utf8)
        for count in 0..<3000 {
            let octets = random.bytes(count: count % 97).map { alphabet[Int($0) % alphabet.count] }
            _ = try? ShellAssignments(octets)
        }
    }
}
