import TestSupport
import Testing

/// A PostgreSQL that serves a certificate of its own.
enum TLSServer {
    /// Starts one with settings and a key of that kind; the server, and its certificate in DER.
    static func start(_ settings: [String], key: [String] = ["rsa:2048"]) throws -> (
        PostgresServer, [UInt8]
    ) {
        let openssl = try #require(Programs.openssl)
        let folder = try TemporaryFolder()
        let made = try openssl.run(
            ["req", "-x509", "-newkey"] + key + [
                "-nodes", "-subj", "/CN=localhost", "-keyout", "k", "-out", "c",
            ],
            folder: folder.path
        )
        #expect(made.status == 0, "\(made.errorText)")
        let server = try PostgresServer()
        for name in ["k", "c"] {
            try server.folder.write(try folder.read(name), to: "data/\(name)")
            try ServerAccount.give(server.folder.path("data/\(name)"))
        }
        for setting in ["ssl_cert_file = 'c'", "ssl_key_file = 'k'", "ssl = on"] + settings {
            try server.query("ALTER SYSTEM SET " + setting)
        }
        try server.reload()
        let der = try openssl.run(["x509", "-in", folder.path("c"), "-outform", "DER"])
        return (server, der.output)
    }
}
