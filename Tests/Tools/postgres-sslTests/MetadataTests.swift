import TestSupport
import Testing

@Suite("What is wrong with --metainf means the same in both tools")
struct MetadataTests {
    /// The tools, with what each must be told beside it.
    private static let commands = [
        ("selfcertgen", ["--directory", "set"]),
        ("postgres-ssl", ["install", "--dry-run", "--state", "state"]),
    ]

    @Test("an open quote is 64, and names the line", arguments: commands)
    func openQuote(tool: String, arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("COMPUTE_TYPE=postgres\nKEY_ORG='Acme\n", to: "metainf")
        let outcome = try Program.built(tool).run(
            arguments + ["--metainf", folder.path("metainf")],
            folder: folder.path
        )
        #expect(outcome.status == 64)
        #expect(outcome.errorText == "\(tool): \(folder.path("metainf")), line 2: unclosed quote\n")
    }

    @Test(
        "a file that may not be read is 77",
        .enabled(if: ServerAccount.postgres != nil, "only root can become somebody who may not"),
        arguments: commands
    )
    func unreadable(tool: String, arguments: [String]) throws {
        let account = try #require(ServerAccount.postgres)
        let folder = try TemporaryFolder()
        try folder.write("COMPUTE_TYPE=postgres\n", to: "metainf", mode: 0o600)
        let program = try #require(Program.find("setpriv"))
        let list = ["--reuid=\(account.userID)", "--regid=\(account.groupID)", "--clear-groups"]
        // The folder and the tool are that user's, wherever the tool was built; the file is root's.
        let copy = folder.path("tool")
        // By another program: a file that this process has open for writing could not be run by its children.
        #expect(try #require(Program.find("cp")).run([Program.built(tool).path, copy]).status == 0)
        for path in [folder.path, copy] { try ServerAccount.give(path) }
        let outcome = try program.run(
            list + [copy] + arguments + ["--metainf", folder.path("metainf")],
            folder: folder.path
        )
        #expect(outcome.status == 77, "\(outcome.errorText)")
        #expect(outcome.errorText == "\(tool): cannot open \(folder.path("metainf")): Permission denied\n")
    }
}
