import TestSupport
import Testing

/// `--user "$NAME"` with a variable that is not set would store a password for somebody else.
@Suite("An option's value that is empty")
struct GivenValuesTests {
    @Test(
        "is refused by its name, with every tool and option",
        arguments: [
            ["install", "--user", ""], ["install", "--san", ""], ["install", "--layer", ""],
            ["install", "--env", ""],
            ["install", "--client-auth", ""], ["install", "--key-type", ""],
            ["reissue", "server", "--san", ""],
            ["reissue", "server", "--drop-san", ""], ["reissue", "all", "--user", ""],
            ["reissue", "all", "--key-type", ""], ["renew", "--within", ""], ["status", "--user", ""],
            ["connect", "--user", ""], ["check", "a.crt", "--root", ""],
            ["check", "a.crt", "--root", "b", "--crl", ""],
            ["cluster", "export", "--openssl", ""], ["install", "--state", ""],
        ]
    )
    func refused(_ arguments: [String]) throws {
        let outcome = try Program.built("postgres-ssl").run(arguments)
        #expect(outcome.status == 64)
        let option = try #require(arguments.last { $0.hasPrefix("--") })
        #expect(outcome.errorText == "postgres-ssl: \(option) is \"\"; leave it out, or give it a value\n")
    }

    @Test(
        "is refused by selfcertgen, too",
        arguments: [
            "--san", "--drop-san", "--days", "--client-days", "--key-type", "--key-size", "--renew-within",
        ]
    )
    func refusedBySelfcertgen(_ option: String) throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.built("selfcertgen").run(["--directory", folder.path("set"), option, ""])
        #expect(outcome.status == 64)
        #expect(outcome.errorText == "selfcertgen: \(option) is \"\"; leave it out, or give it a value\n")
        #expect(folder.names().isEmpty)
    }
}
