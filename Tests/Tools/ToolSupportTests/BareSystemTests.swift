import Glibc
import TestSupport
import Testing

/// The tools as they are released, on systems that lack what programs take for granted.
@Suite(
    "A system without /proc, /etc, /dev or getrandom(2)",
    .enabled(if: Program.released("selfcertgen") != nil, "Scripts/tools has not built the tools"),
    .enabled(if: BareSystem.canHide, "may not mount")
)
struct BareSystemTests {
    let place: TemporaryFolder
    let selfcertgen: Program
    let pgEnc: Program

    init() throws {
        place = try TemporaryFolder()
        selfcertgen = try #require(Program.released("selfcertgen"))
        pgEnc = try #require(Program.released("pg_enc"))
    }

    @Test("without /proc the tools run, and know their arguments")
    func withoutProc() throws {
        let version = try BareSystem.run(selfcertgen, ["--version"], hiding: ["/proc"])
        #expect(version.status == 0)
        #expect(try version.text == selfcertgen.run(["--version"]).text)
        let entry = try BareSystem.run(pgEnc, ["-K", "key", "password"], hiding: ["/proc"])
        #expect(entry.status == 0)
        #expect(entry.text.hasSuffix("AES5zfNNYi0N0z5NyjTIRXelw==\n"))
        for tool in ["selfcertgen", "pg_enc", "postgres-ssl"] {
            let program = try #require(Program.released(tool))
            let help = try BareSystem.run(program, ["--help"], hiding: ["/proc"])
            #expect(help.status == 0)
            #expect(try help.output == program.run(["--help"]).output)
        }
    }

    @Test("without any variable, PATH not either, the tools know their arguments")
    func withoutVariables() throws {
        let env = try #require(Program.find("env"))
        for tool in ["selfcertgen", "pg_enc", "postgres-ssl"] {
            let program = try #require(Program.released(tool))
            for variables in [[], ["LANG=C"]] {
                let help = try env.run(["-i"] + variables + [program.path, "--help"])
                #expect(help.status == 0)
                #expect(try help.output == program.run(["--help"]).output)
                let wrong = try env.run(["-i"] + variables + [program.path, "--nonsense"])
                #expect(wrong.status == (tool == "pg_enc" ? 1 : 64), "\(tool) \(variables)")
            }
        }
    }

    @Test("without /proc and /etc a set is made for an owner who is given by numbers")
    func withoutAccounts() throws {
        let folder = place.path("set")
        let arguments = ["--directory", folder, "--key-size", "2048", "--owner", "26:26"]
        let made = try BareSystem.run(selfcertgen, arguments, hiding: ["/proc", "/etc"])
        #expect(made.status == 0)
        var status = stat()
        #expect(stat(folder + "/server.key", &status) == 0)
        #expect(status.st_uid == 26)
        #expect(status.st_gid == 26)
        let unknown = ["--directory", folder, "--owner", "postgres"]
        let named = try BareSystem.run(selfcertgen, unknown, hiding: ["/etc"])
        #expect(named.status == 67)
        #expect(named.errors.count { $0 == UInt8(ascii: "\n") } == 1)
    }

    @Test("without getrandom(2) the device serves, and without both one line says so")
    func withoutRandomness() throws {
        let strace = try #require(Program.find("strace"))
        let inject = ["-o", place.path("calls"), "-e", "inject=getrandom:error=ENOSYS"]
        let made = try strace.run(inject + [selfcertgen.path, "--directory", place.path("set")])
        #expect(made.status == 0)
        let calls = try place.text("calls")
        let waited = try #require(calls.range(of: "poll([{fd="))
        let opened = try #require(calls.range(of: "\"/dev/urandom\""))
        #expect(waited.lowerBound < opened.lowerBound)
        let arguments = inject + [selfcertgen.path, "--directory", place.path("other")]
        let none = try BareSystem.run(strace, arguments, hiding: ["/dev"])
        #expect(none.status == 74)
        #expect(
            none.errorText == "no randomness: the system has neither getrandom(2) nor a device /dev/urandom\n"
        )
        #expect(!place.names().contains("other"))
    }
}

/// A system of which folders are hidden by empty ones, for one program.
enum BareSystem {
    private static let unshare = Program.find("unshare")

    static let canHide =
        geteuid() == 0
        && (try? unshare?.run(["-m", "sh", "-c", "mount -t tmpfs none /proc"]).status) == 0

    static func run(_ program: Program, _ arguments: [String], hiding folders: [String]) throws
        -> Program.Outcome
    {
        let mounts = folders.map { "mount -t tmpfs none \($0) && " }.joined()
        let words = ["-m", "sh", "-c", mounts + "exec \"$0\" \"$@\"", program.path] + arguments
        return try #require(unshare).run(words)
    }
}
