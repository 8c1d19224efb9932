import DurableFiles
import Glibc
import PgpoolPasswords
import PostgresConfiguration
import Testing

@testable import NodePlatform

@Suite("What goes wrong on a host, and what it means to whoever started the tool")
struct NodePlatformErrorTests {
    @Test(
        "each is a line that names the place, and a status",
        arguments: [
            (.unknownUser("a\nb"), .noUser, "there is no user \"a\\u{a}b\" on this host"),
            (.unknownGroup("g\n"), .noUser, "there is no group \"g\\u{a}\" on this host"),
            (.noHome(userID: 7), .noUser, "user 7 has no home directory"),
            (.invalidOwner("\n:"), .usage, "\"\\u{a}:\" is not a valid owner; give user"),
            (
                .invalidCommand(option: "--psql", reason: "it is empty"), .usage,
                "the command of --psql cannot be run: it"
            ),
            (.unclosedQuote(path: "/\n", line: 3), .usage, "/\\u{a}, line 3: unclosed quote"),
            (
                .computedValue(path: "/m", name: "A"), .usage,
                "A in /m has a value that only a shell can expand"
            ),
            (
                .valueNotUTF8(path: "/m", name: "A", value: "x\n"), .usage,
                "A in /m is \"x\\u{a}\"; it must be UTF-8"
            ),
            (.missingMetadata(path: "/m"), .noInput, "/m is missing; it must be the platform's metainf.conf"),
            (.invalidSettings(path: "/p", line: 4), .data, "/p, line 4: syntax error"),
            (.missingInclude(path: "/p", line: 5), .data, "/p, line 5: the included file is missing"),
            (.poolPasswdNotUTF8(configuration: "/p"), .data, "the value of pool_passwd in /p is not UTF-8"),
            (
                .poolPasswdUnused(configuration: "/p"), .data,
                "pool_passwd in /p is empty, so Pgpool-II uses no"
            ),
            (
                .foreignPoolPasswd(path: "/f", configuration: "/p"), .data,
                "pool_passwd in /p names /f; a user may"
            ),
            (
                .damagedInPlace(path: "/f", .changed(path: "/f")), .tryAgain,
                "/f may be damaged: writing it in place"
            ),
        ] as [(NodePlatformError, NodePlatform.ExitStatus, String)]
    )
    func lines(error: NodePlatformError, status: NodePlatform.ExitStatus, start: String) {
        #expect(error.description.hasPrefix(start), "\(error.description)")
        #expect(!error.description.contains("\n"))
        #expect(error.exitStatus == status)
    }

    @Test("what says how to go on says it whole")
    func cures() {
        let owner = NodePlatformError.invalidOwner("")
        #expect(owner.description.hasSuffix("; give user, user:group, or numeric IDs such as 700:700"))
        let foreign = NodePlatformError.foreignPoolPasswd(path: "/f", configuration: "/p")
        #expect(
            foreign.description.contains(" who may not write the file it leads to, so it is not followed; ")
        )
        #expect(
            foreign.description.hasSuffix(
                "run this as that user, or give the configuration and its directory to root"
            )
        )
        let damaged = NodePlatformError.damagedInPlace(path: "/f", .notRegular(path: "/f"))
        #expect(damaged.description.contains("(\(FileError.notRegular(path: "/f")))"))
        #expect(damaged.description.hasSuffix("; put a copy in its place"))
        #expect(
            NodePlatformError.noHome(userID: 7).description.hasSuffix("give the key's path with --pool-key")
        )
    }

    @Test("what is not said of a long value is its end")
    func longValue() {
        let value = String(repeating: "x", count: 300)
        let error = NodePlatformError.valueNotUTF8(path: "/m", name: "A", value: value)
        #expect(error.description.utf8.count < 260)
        #expect(error.description.contains(String(repeating: "x", count: 190)))
    }

    @Test("an error of a file, a configuration or an entry stays what it is")
    func inner() {
        let entry = PgpoolPasswordsError.emptySecret
        #expect(NodePlatformError.entry(entry).description == entry.description)
        #expect(NodePlatformError.entry(entry).exitStatus == .data)
        #expect(
            NodePlatformError.configuration(.cycle(path: "/a\nb")).description == "/a\\u{a}b includes itself"
        )
        #expect(NodePlatformError.configuration(.cycle(path: "/a")).exitStatus == .data)
        let unreadable = PostgresConfigurationError.unreadable(path: "/a", code: EACCES)
        #expect(NodePlatformError.configuration(unreadable).exitStatus == .noPermission)
        let file = FileError.changed(path: "/f")
        #expect(NodePlatformError.file(file).description == file.description)
        #expect(NodePlatformError.file(file).exitStatus == .tryAgain)
    }

    @Test(
        "an error of a file ends a tool as sysexits.h has it",
        arguments: [
            (.system(.rename, path: "", code: ENOENT), .noInput),
            (.system(.rename, path: "", code: EACCES), .noPermission),
            (.system(.rename, path: "", code: EPERM), .noPermission),
            (.system(.rename, path: "", code: EROFS), .noPermission),
            (.system(.rename, path: "", code: EIO), .inputOutput), (.symbolicLink(path: ""), .data),
            (.untrustedLink(path: ""), .data), (.tooManyLinks(path: ""), .data),
            (.notRegular(path: ""), .data),
            (.secondName(path: ""), .data), (.foreignOwner(path: "", userID: 1), .data),
            (.irreplaceable(path: "", code: EPERM), .noPermission),
            (.irreplaceable(path: "", code: EXDEV), .inputOutput), (.tooLarge(path: "", limit: 1), .data),
            (.changedWhileRead(path: ""), .data), (.exchanged(path: ""), .data), (.notUTF8(path: ""), .data),
            (.locked(path: "", seconds: 1), .tryAgain), (.changed(path: ""), .tryAgain),
            (.invalidName(""), .usage),
        ] as [(FileError, NodePlatform.ExitStatus)]
    )
    func files(error: FileError, status: NodePlatform.ExitStatus) {
        #expect(error.exitStatus == status)
    }
}
