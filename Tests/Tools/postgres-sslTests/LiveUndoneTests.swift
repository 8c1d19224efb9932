import TestSupport
import Testing

/// The running server, which read the files before a change, is what they are compared with after it was undone.
@Suite(
    "A change of certificates that is undone",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveUndoneTests {
    @Test("it leaves no file that seems newer than what the server read")
    func undone() throws {
        let server = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        let folder = try TemporaryFolder()
        let tool = try PostgresSSLRun(server, folder)
        try #require(try tool(["install", "--san", "localhost"]).status == 0)
        // As on a host where another node of the same set could not take up what was made.
        var options = tool.options
        let place = try #require(options.firstIndex(of: "--reload-command"))
        options[place + 1] = "false"
        let failed = try tool.program.run(["reissue", "all"] + options)
        #expect(failed.status != 0)
        #expect(failed.errorText.contains("undone"), "\(failed.errorText)")
        let found = try tool(["status"])
        #expect(!found.text.contains("was changed after the server read it"), "\(found.text)")
        #expect(try tool(["renew"]).text.isEmpty)
    }
}
