import PostgresConfiguration
import Testing

@testable import NodeEncryption

/// One file, in memory.
private struct OneFile: ConfigurationSource {
    let text: String

    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? { Array(text.utf8) }
    func files(in folder: String) throws(PostgresConfigurationError) -> [String]? { nil }
}

@Suite("The work of comparing rules that a Pgpool-II begins to read")
struct WokenRulesWorkTests {
    @Test("each connection that is looked up counts, however few rules there are to compare")
    func samples() throws {
        func notes(databases: Int) throws -> [String] {
            let names = (0..<databases).map { "d\($0)" }.joined(separator: ",")
            let others = String(repeating: "host none none all md5\n", count: 3_000)
            let text = others + "host all app all md5\nhost \(names) app,other all pam\n"
            let rules = try HostBasedAuthenticationRules(
                path: "/pool_hba.conf",
                dialect: .pgpool,
                from: OneFile(text: text)
            )
            let change = RuleChange(from: rules, to: rules)
            return try WokenRules(.unread, user: "app", groups: nil, change).notes
        }
        // Two families of addresses, and twice that in names of the user.
        #expect(try !notes(databases: 10).contains { $0.hasSuffix(RuleCoverage.incomplete) })
        #expect(try notes(databases: 500).contains { $0.hasSuffix(RuleCoverage.incomplete) })
    }
}
