import Testing

@testable import PostgresConfiguration

/// What an operator reads. Each is asked for by a file that has the fault, where one can.
@Suite("What is said of a configuration")
struct MessageTests {
    private typealias Kind = HostBasedAuthenticationFile.Problem.Kind

    @Test(
        "a line that is refused says what is wrong with it and what would be right",
        arguments: [
            (
                "hosts all all all md5",
                "its first word is no connection type of this server, such as local, host or hostssl"
            ),
            ("local,host all all all md5", "the connection type takes one value only"),
            ("host", "it ends before the databases"), ("host all", "it ends before the users"),
            ("host all all", "it ends before the address"),
            ("host all all 10.0.0.1", "it ends before the mask"),
            ("local all all", "it ends before the authentication method"),
            ("host all all a,b md5", "the address takes one value only"),
            ("host all all 10.0.0.1 ::,:: md5", "the mask takes one value only"),
            ("host all all all md5,trust", "the authentication method takes one value only"),
            (
                "host all all 10.0.0.0/33 md5",
                "its address is not valid; write ADDRESS/PREFIX, ADDRESS MASK, a name, or all"
            ),
            (
                "host all all all mad5",
                "its authentication method is none that this server knows, such as scram-sha-256"
            ),
            ("host all all all md5 x", "an option behind its method is not of the form NAME=VALUE"),
            ("host all all all md5 a.b=1", "it has an option that is not known"),
            ("host all all all md5 \"\0\"", "it has a NUL"),
        ]
    )
    func refusals(line: String, words: String) {
        #expect(authentication(line).problems.map(\.kind.description) == [words])
    }

    @Test("a line that is too long for the server says so")
    func tooLong() {
        let line = "local all \(String(repeating: "u", count: 256)) md5"
        let problems = authentication(line, .pgpool).problems
        #expect(problems.map(\.kind.description) == ["it is longer than the server reads"])
    }

    @Test("rules say which of their files is missing, and that there is none")
    func rules() throws {
        func words(_ text: String) throws -> [String] {
            try HostBasedAuthenticationRules(
                path: "/h",
                dialect: .postgres(majorVersion: 16),
                from: InMemorySource(texts: ["/h": text])
            )
            .problems.map(\.kind.description)
        }
        #expect(try words("include none\n") == ["the file or directory that it includes is missing"])
        #expect(try words("local @none all peer\n") == ["the file that it names by @ is missing"])
        #expect(try words("# none\n") == ["there is no rule in the file"])
        #expect(try words("local all all sspi\n") == ["sspi is no method of servers on Linux"])
    }

    @Test(
        "a doubt names what the line depends on",
        arguments: [
            (.expression, "its regular expression"), (.ldapURL, "its LDAP URL"),
            (.radiusServer, "the addresses of its RADIUS servers"),
            (.validator, "oauth_validator_libraries"),
            (.unknown, "a method or option that is not known here"),
            (.list, "the file that it names by @"),
        ] as [(HostBasedAuthenticationFile.Doubt.Kind, String)]
    )
    func doubts(kind: HostBasedAuthenticationFile.Doubt.Kind, words: String) {
        #expect(kind.description == words)
    }

    @Test(
        "an error is one line with the place and the limit",
        arguments: [
            (.unreadable(path: "/c", code: 13), "/c cannot be read: Permission denied"),
            (.notRegular(path: "/c"), "/c is not a regular file"),
            (.tooLarge(path: "/c", limit: 5), "/c is larger than 5 bytes, more than any configuration"),
            (
                .tooManyEntries(path: "/c", limit: 5),
                "/c has more than 5 entries; include a folder of configuration files only"
            ),
            (
                .tooManyFiles(path: "/c", limit: 5),
                "with /c, more than 5 files are read in for one configuration, each as often as it is included"
            ),
            (
                .tooLargeTogether(path: "/c", limit: 5),
                "with /c, the files of one configuration are larger than 5 bytes together"
            ),
            (.tooDeep(path: "/c", limit: 5), "/c is included more than 5 levels deep"),
            (.cycle(path: "/c"), "/c includes itself"),
            (.invalidName("a b"), "\"a b\" is not a valid setting name (letters, digits and _ only)"),
            (.invalidValue(name: "a"), "the value of a has a character that the file cannot hold"),
            (.openQuote(line: 5), "line 5 has an unclosed quote; close it first"),
            (.noRecord(index: 5), "there is no record 5"),
            (.invalidToken("a b"), "\"a b\" must be a plain word without spaces, quotes, commas or #"),
        ] as [(PostgresConfigurationError, String)]
    )
    func errors(error: PostgresConfigurationError, words: String) {
        #expect(error.description == words)
    }
}
