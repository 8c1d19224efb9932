import Glibc
import TestSupport
import Testing

@testable import pg_enc

/// What is said of an unknown option.
private func unknown(_ argument: Int) -> String {
    "argument \(argument) has an unknown option; put -- before a password that begins with -"
}

@Suite("the arguments of pg_enc")
struct OptionReaderTests {
    @Test(
        "are read as getopt_long reads them",
        arguments: [
            ([], ""), (["pw"], "'pw'"), (["-mu", "user", "pw"], "update-pass username=user 'pw'"),
            (["-muuser", "pw"], "update-pass username=user 'pw'"), (["-K", "key", "pw"], "enc-key=key 'pw'"),
            (["-K", "", ""], "enc-key= ''"), (["-Kkey"], "enc-key=key"), (["-K", "-m"], "enc-key=-m"),
            (["pw", "-m", "other"], "update-pass 'pw' 'other'"),
            (["-m", "--", "-pw", "--x"], "update-pass '-pw' '--x'"),
            (["-"], "'-'"), (["--enc-key=a=b"], "enc-key=a=b"), (["--enc-key", "a"], "enc-key=a"),
            (["--enc-key="], "enc-key="), (["--enc", "a"], "enc-key=a"), (["--u", "x"], "ambiguous"),
            (["--us", "x"], "username=x"), (["--prompt"], "prompt"), (["--prompt-"], "prompt-for-key"),
            (["--key", "f"], "key-file=f"), (["--c", "f"], "config-file=f"), (["--ch"], "check"),
            (["--h"], "help"), (["--li"], "list"), (["--password-s"], "password-stdin"),
            (["-pPmh"], "prompt prompt-for-key update-pass help"),
            (["-i", "a", "-i", "b"], "input-file=a input-file=b"),
        ] as [([String], String)]
    )
    func reading(arguments: [String], expected: String) throws {
        let vector = ProcessArguments(arguments.map { Array($0.utf8) })
        var shown: [String] = []
        do throws(Refusal) {
            let reader = try OptionReader(vector)
            for (option, value) in reader.options {
                guard let value else {
                    shown.append(option.rawValue)
                    continue
                }
                shown.append(option.rawValue + "=" + (try vector.text(value)))
            }
            for operand in reader.operands { shown.append("'" + (try vector.text(operand)) + "'") }
        } catch {
            shown = [error.text.contains("ambiguous") ? "ambiguous" : "refused"]
        }
        #expect(shown.joined(separator: " ") == expected)
    }

    @Test(
        "are refused where getopt_long complains",
        arguments: [
            (["-z"], unknown(1)), (["-mz"], unknown(1)), (["-m", "-mz"], unknown(2)),
            (["-u"], "option requires an argument -- 'u'"), (["-mu"], "option requires an argument -- 'u'"),
            (["--zzz"], unknown(1)), (["-u", "x", "--zzz=1"], unknown(3)), (["--helpful"], unknown(1)),
            (["--h\u{301}"], unknown(1)),
            (["--username"], "option '--username' requires an argument"),
            (["--prompt=1"], "option '--prompt' doesn't allow an argument"),
            (["--pr"], "option '--pr' is ambiguous; possibilities: '--prompt' '--prompt-for-key'"),
            (["--list", "--check"], "--check and --list cannot be used together"),
            (["-p", "--password-stdin"], "--password-stdin and --prompt cannot be used together"),
            (["--delete", "a", "--delete", "b"], "--delete can be given only once"),
            (["--password-file", "a", "--password-file=b"], "--password-file can be given only once"),
            (["-i", "a", "--password-stdin"], "--input-file and --password-stdin cannot be used together"),
            (["--list", "--password-file", "a"], "--list and --password-file cannot be used together"),
            (["--delete", "a", "-u", "b"], "--delete and --username cannot be used together"),
            (["-mu", "a", "--check"], "--check and --update-pass cannot be used together"),
            (["--list", "-m"], "--list and --update-pass cannot be used together"),
            (["--delete=a", "-K", "k"], "--delete and --enc-key cannot be used together"),
            (["--generate-key", "-P"], "--generate-key and --prompt-for-key cannot be used together"),
            (["--list", "--raw"], "--list and --raw cannot be used together"),
            (["--list", "-p"], "--list and --prompt cannot be used together"),
        ]
    )
    func refusing(arguments: [String], reason: String) throws {
        let outcome = try Program.built("pg_enc").run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.text == "")
        #expect(outcome.errorText == "pg_enc: \(reason)\npg_enc: see pg_enc --help\n")
    }

    @Test(
        "are never repeated where one is unknown: it may be a password that begins with a dash",
        arguments: ["--MySecretPass", "-MySecretPass", "-mMySecretPass", "--MySecret=Pass"]
    )
    func unrepeated(argument: String) throws {
        let outcome = try Program.built("pg_enc").run(["-K", "TheKey", argument])
        #expect(outcome.status == 1)
        #expect(!outcome.errorText.contains("My") && !outcome.errorText.contains("Key"))
        #expect(outcome.errorText.contains("argument 3 "))
        #expect(outcome.text == "")
    }

    @Test("are all hidden where they cannot be read, as long as the process lives")
    func hidingRefused() throws {
        // Stopped by its operator, the terminal takes no error line, and the tool waits.
        let terminal = try PseudoTerminal()
        terminal.type("\u{13}")
        let tool = try Program.built("pg_enc").start(
            octets: ["-Kfirst-secret", "second-secret", "--third-secret"].map { Array($0.utf8) },
            errors: terminal.path
        )
        var shown = ""
        let areHidden = try eventually {
            shown = try String(
                decoding: Program(path: "/bin/cat").run(["/proc/\(tool.process)/cmdline"]).output,
                as: UTF8.self
            )
            return shown.contains("***") && !shown.contains("secret")
        }
        #expect(areHidden, "\(shown)")
        terminal.type("\u{11}")
        #expect(terminal.shown(until: "--help\r\n").contains("argument 3 "))
        #expect(tool.wait() == 1)
    }

    @Test("an argument need not be UTF-8")
    func octets() throws {
        let vector = ProcessArguments([[0x2D, 0x4B, 0xFF, 0xC3], [0x80]])
        let reader = try OptionReader(vector)
        let key = try #require(reader.options.first?.value)
        #expect(vector.octets(key) == [0xFF, 0xC3])
        let operand = try #require(reader.operands.first)
        #expect(vector.octets(operand) == [0x80])
    }

    @Test(
        "that are paths must be UTF-8, and are not repaired",
        arguments: ["-k", "-f", "-i", "--password-file"]
    )
    func pathNotUTF8(option: String) throws {
        let folder = try TemporaryFolder()
        let octets = Array(folder.path("caf").utf8) + [0xE9]
        let outcome = try Program.built("pg_enc").run(octets: [Array(option.utf8), octets, Array("pw".utf8)])
        #expect(outcome.status == 1)
        #expect(outcome.text == "")
        #expect(outcome.errorText == "pg_enc: argument 2 is not UTF-8\npg_enc: see pg_enc --help\n")
    }

    @Test("the variable of the key file must be UTF-8, too")
    func variableNotUTF8() throws {
        let outcome = try Program(path: "/usr/bin/env").run(octets: [
            Array("PGPOOLKEYFILE=/caf".utf8) + [0xE9], Array(try Program.built("pg_enc").path.utf8),
            Array("pw".utf8),
        ])
        #expect(outcome.status == 1)
        #expect(outcome.errorText == "Error: the value of the variable PGPOOLKEYFILE is not UTF-8\n")
    }

    @Test(
        "the version is that of the other tools, whatever stands beside it",
        arguments: ["--version", "--vers"]
    )
    func version(argument: String) throws {
        let outcome = try Program.built("pg_enc").run([argument, "--list", "unused"])
        let other = try Program.built("selfcertgen").run(["--version"])
        #expect(outcome.status == 0 && outcome.errorText == "")
        #expect(outcome.text == other.text && !other.text.isEmpty)
    }

    @Test("help is given on standard output, and ends well", arguments: ["-h", "--help", "-mh"])
    func help(argument: String) throws {
        let outcome = try Program.built("pg_enc").run([argument, "--list"])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("pg_enc [OPTIONS] <PASSWORD>"))
        #expect(outcome.errorText == "")
    }

    @Test("a password and a key that are arguments do not stay in the process's arguments")
    func hiding() throws {
        // The key's prompt needs a terminal and waits there, when the arguments were read.
        let terminal = try PseudoTerminal()
        let folder = try TemporaryFolder()
        let tool = try Program.built("pg_enc").start(
            octets: ["-P", "-Kfirst-secret", "--enc-key=second-secret", "third-secret"].map {
                Array($0.utf8)
            },
            input: terminal.path,
            output: folder.path("out"),
            errors: terminal.path
        )
        _ = terminal.shown(until: "encryption key: ")
        let arguments = try String(
            decoding: Program(path: "/bin/cat").run(["/proc/\(tool.process)/cmdline"]).output,
            as: UTF8.self
        )
        #expect(arguments.contains("-K***"))
        #expect(!arguments.contains("secret"))
        terminal.type("key\n")
        #expect(tool.wait() == 0)
    }
}
