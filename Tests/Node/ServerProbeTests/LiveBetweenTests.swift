import SecretMemory
import TLSHandshake
import TestSupport
import Testing

@testable import ServerProbe

/// PostgreSQL is the judge of what somebody in between does to a login.
@Suite(
    "Somebody between a client and a running server",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil && Programs.python != nil,
        "PostgreSQL, openssl or Python is not installed"
    ),
    .serialized
)
struct LiveBetweenTests {
    /// How a login ends through one that has a certificate and its key, and whom the client takes for the server.
    private func logIn(
        _ server: PostgresServer,
        _ pair: (certificate: String, key: String),
        _ words: [String]
    ) throws
        -> LoginAccount
    {
        let python = try #require(Programs.python)
        let script =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/between.py"
        let folder = try TemporaryFolder()
        let arguments = [script, "\(server.port)", pair.certificate, pair.key] + words
        let between = try python.start(
            octets: arguments.map { Array($0.utf8) },
            output: folder.path("out"),
            errors: folder.path("errors")
        )
        defer {
            between.signal(9)
            _ = between.wait()
        }
        var port: Int?
        _ = eventually {
            port = (try? folder.text("out")).flatMap { $0.hasSuffix("\n") ? Int($0.dropLast()) : nil }
            return port != nil
        }
        var login = Login(host: "127.0.0.1", port: try #require(port), user: "app", database: "postgres")
        let password = Array("secret".utf8)
        login.password = SharedSecret(copying: password.span)
        return login.perform(by: Deadline(in: .seconds(60)), using: OperatingSystemRandom()) { _ in nil }
    }

    @Test("who shows a certificate of his own, or takes the offer of a binding away, is found out")
    func between() throws {
        let (server, _) = try TLSServer.start([])
        let (other, _) = try TLSServer.start([])
        try server.query("CREATE ROLE app LOGIN PASSWORD 'secret'")
        try server.setRules(["hostssl all all all scram-sha-256"])
        func pair(_ server: PostgresServer) -> (certificate: String, key: String) {
            (server.folder.path("data/c"), server.folder.path("data/k"))
        }
        let own = try logIn(server, pair(other), [])
        guard case (.bindingBroken(let error)?, .scram(isBound: true)?) = (own.fault, own.method) else {
            Issue.record("\(own)")
            return
        }
        #expect(error.message == "SCRAM channel binding check failed")
        // Also with the server's own key.
        for pair in [pair(server), pair(other)] {
            let stripped = try logIn(server, pair, ["strip"])
            guard
                case (.bindingBroken(let error)?, .scram(isBound: false)?) = (stripped.fault, stripped.method)
            else {
                Issue.record("\(stripped)")
                return
            }
            #expect(error.message == "SCRAM channel binding negotiation error")
        }
    }
}
