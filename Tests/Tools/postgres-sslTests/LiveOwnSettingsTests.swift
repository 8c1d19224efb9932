import Glibc
import TestSupport
import Testing

@Suite(
    "A running PostgreSQL whose operator wrote its settings of TLS himself",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    )
)
struct LiveOwnSettingsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func openssl(_ command: String) throws {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test("has its pair back after an uninstall, though the records began with a reissue")
    func pair() throws {
        let server = try PostgresServer(rules: ["hostssl all all 0.0.0.0/0 scram-sha-256"])
        let tool = try PostgresSSLRun(server, folder)
        try openssl("req -x509 -newkey rsa:2048 -nodes -keyout k -out company -days 900 -subj /CN=company")
        try openssl("req -newkey rsa:2048 -nodes -keyout server.key -out request -subj /CN=server")
        try folder.write("subjectAltName = DNS:localhost\n", to: "names")
        try openssl(
            "x509 -req -in request -CA company -CAkey k -days 300 -extfile names -out server.crt"
        )
        try ServerAccount.makeFolders(in: server.folder)
        let names = ["server.crt", "server.key"]
        for name in names {
            let place = server.folder.path("SSL-TLS/server/" + name)
            try server.folder.write(try folder.read(name), to: "SSL-TLS/server/" + name)
            try #require(chmod(place, 0o600) == 0)
            try ServerAccount.give(place)
        }
        let settings = try server.folder.text("data/postgresql.conf")
        let place = server.folder.path("SSL-TLS/server/server")
        let own = "ssl = on\nssl_cert_file = '\(place).crt'\nssl_key_file = '\(place).key'\n"
        try server.folder.write(settings + own, to: "data/postgresql.conf")
        try ServerAccount.give(server.folder.path("data/postgresql.conf"))
        try server.reload()
        let reissued = try tool(["reissue", "all", "--replace-certificate"])
        #expect(reissued.status == 0, "\(reissued.errorText)")
        #expect(try tool(["install"]).status == 0)
        #expect(try server.folder.read("SSL-TLS/server/server.crt") != folder.read("server.crt"))
        let uninstalled = try tool(["uninstall"])
        #expect([0, 3].contains(uninstalled.status), "\(uninstalled.text)\(uninstalled.errorText)")
        for name in names {
            #expect(try server.folder.read("SSL-TLS/server/" + name) == folder.read(name))
        }
        #expect(try server.serves(folder.text("server.crt")))
    }
}
