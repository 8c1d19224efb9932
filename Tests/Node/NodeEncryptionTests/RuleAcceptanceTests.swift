import PostgresConfiguration
import Testing

@testable import NodeEncryption

@Suite("Rules that a change would have the server refuse")
struct RuleAcceptanceTests {
    private struct OneFile: ConfigurationSource {
        let text: String

        func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? { Array(text.utf8) }
        func files(in folder: String) throws(PostgresConfigurationError) -> [String]? { nil }
    }

    private func rules(_ text: String) throws -> HostBasedAuthenticationRules {
        try HostBasedAuthenticationRules(path: "/pool_hba.conf", dialect: .pgpool, from: OneFile(text: text))
    }

    @Test("a line that becomes longer than Pgpool-II reads stops an install")
    func tooLong() throws {
        let layout = NodeLayout(role: .pgpool)
        func change(commentOf length: Int) throws -> RuleChange {
            let end = "# " + String(repeating: "c", count: length) + "\n"
            return RuleChange(
                from: try rules("host all all 0.0.0.0/0 md5 " + end),
                to: try rules("hostssl all all 0.0.0.0/0 scram-sha-256 " + end)
            )
        }
        try RuleAcceptance.requireAll(change(commentOf: 8_000), layout)
        let long = try change(commentOf: 8_155)
        try #require(long.before.problems.isEmpty && !long.after.problems.isEmpty)
        #expect(throws: NodeEncryptionError.self) { try RuleAcceptance.requireAll(long, layout) }
    }
}
