import Glibc
import TestSupport
import Testing

/// psql with `verify-full`, by the root that the node gives its clients, judges what `status` says and advises.
@Suite(
    "What status finds in certificates is what keeps psql out, and its cure lets psql in",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveClientTests {
    let server: PostgresServer
    let folder: TemporaryFolder
    let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(rules: ["host all all all scram-sha-256"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE app LOGIN PASSWORD 'secret'")
        let outcome = try tool(["install", "--san", "localhost"])
        try #require(outcome.status == 0, "\(outcome.errorText)")
        try folder.write(Self.configuration, to: "config")
    }

    private static let configuration = """
        [ca]
        default_ca = node
        [node]
        database = database
        serial = serial
        new_certs_dir = .
        default_md = sha256
        policy = any
        unique_subject = no
        [any]
        commonName = supplied
        [names]
        subjectAltName = DNS:localhost
        [client-use]
        subjectAltName = DNS:localhost
        extendedKeyUsage = clientAuth
        [unknown]
        subjectAltName = DNS:localhost
        1.2.3.4 = critical, DER:0500
        [authority]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign
        [none]
        basicConstraints = critical, CA:FALSE
        [constrained]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign
        nameConstraints = critical, permitted;DNS:other.example

        """

    private static let early = ["-startdate", "20400101000000Z", "-enddate", "20410101000000Z"]
    private static let late = ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"]
    private static let valid = ["-days", "100"]

    /// A fault, by what is made anew for it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let code: String
        let file: String
        let extensions: String
        let validity: [String]

        var testDescription: String { "\(file), \(extensions): \(code)" }
    }

    static let faults = [
        Fault(code: "certificate-not-yet-valid", file: "server", extensions: "names", validity: early),
        Fault(code: "certificate-expired", file: "server", extensions: "names", validity: late),
        Fault(code: "certificate-wrong-usage", file: "server", extensions: "client-use", validity: valid),
        Fault(code: "certificate-unknown-extension", file: "server", extensions: "unknown", validity: valid),
        Fault(code: "certificate-expired", file: "root", extensions: "authority", validity: late),
        Fault(code: "certificate-no-authority", file: "root", extensions: "none", validity: valid),
        Fault(
            code: "certificate-outside-constraints",
            file: "root",
            extensions: "constrained",
            validity: valid
        ),
    ]

    private func openssl(_ arguments: [String]) throws {
        let outcome = try #require(Programs.openssl).run(arguments, folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
    }

    /// Makes a certificate of the set anew: the same name and key, signed by the node's root.
    private func put(_ fault: Fault) throws {
        try folder.write("", to: "database")
        let path = server.folder.path("SSL-TLS/server/")
        let (root, rootKey) = (path + "root.crt", path + "root.key")
        let (old, key) = (path + fault.file + ".crt", path + fault.file + ".key")
        // Certificates name the serial number of their root.
        let serial = try #require(Programs.openssl).run(["x509", "-in", root, "-noout", "-serial"])
        try folder.write(serial.text.replacing("serial=", with: ""), to: "serial")
        try openssl(["x509", "-x509toreq", "-in", old, "-signkey", key, "-out", "request"])
        let issuer = fault.file == "root" ? ["-selfsign"] : ["-cert", root]
        let common = [
            "ca", "-batch", "-notext", "-preserveDN", "-config", "config", "-in", "request", "-out", "made",
            "-keyfile", rootKey,
        ]
        try openssl(common + ["-extensions", fault.extensions] + issuer + fault.validity)
        try give(try folder.read("made"), to: "server/\(fault.file).crt")
    }

    private func give(_ content: [UInt8], to name: String) throws {
        try server.folder.write(content, to: "SSL-TLS/" + name)
        try ServerAccount.give(server.folder.path("SSL-TLS/" + name))
        try server.reload()
    }

    /// Why psql does not get in; `nil` if it does.
    private func refusal() throws -> String? {
        let root = server.folder.path("SSL-TLS/client/root.crt")
        let place = "hostaddr=127.0.0.1 host=localhost user=app dbname=postgres sslmode=verify-full"
        let outcome = try server.psql(
            "\(place) sslrootcert=\(root) sslcert=/dev/null/none",
            environment: ["PGPASSWORD": "secret"]
        )
        return outcome.status == 0 ? nil : outcome.errorText
    }

    /// The cures of what is broken, with status's end and its words.
    private func status() throws -> (end: Int32, cures: [String], text: String) {
        let outcome = try tool(["status"], environment: ["KEY_HOST": "localhost"])
        let lines = outcome.text.split(separator: "\n").map(String.init)
        let places = lines.indices.filter { lines[$0].hasPrefix("broken\t") }
        let cures = places.compactMap { place in
            lines[(place + 1)...].prefix { $0.hasPrefix("\t") }.first { $0.hasPrefix("\tcure\t") }
                .map { String($0.dropFirst(6)) }
        }
        return (outcome.status, cures, outcome.text)
    }

    private func requireGood() throws {
        // The test itself comes in by trust.
        let lines = try status().text.split(separator: "\n").filter { !$0.contains("method trust") }
        #expect(lines.allSatisfy { !$0.hasPrefix("broken\t") && !$0.hasPrefix("warning\t") }, "\(lines)")
    }

    @Test(
        "a fault in the certificate or its root is broken, and named with the command that mends it",
        arguments: faults
    )
    func mended(_ fault: Fault) throws {
        #expect(try refusal() == nil)
        try requireGood()
        try put(fault)
        #expect(try refusal()?.contains("certificate verify failed") == true)
        let found = try status()
        #expect(found.end == 2)
        let json = try tool(["status", "--json"], environment: ["KEY_HOST": "localhost"]).text
        #expect(json.contains("\"\(fault.code)\""), "\(found.text)")
        let cure = try #require(found.cures.first).split(separator: " ").map(String.init)
        try #require(cure.first == "postgres-ssl", "\(found.text)")
        let outcome = try tool(Array(cure.dropFirst()))
        #expect(outcome.status == 0, "\(cure): \(outcome.errorText)")
        #expect(try refusal() == nil)
        try requireGood()
    }

    @Test("another root for clients, or none, is broken; the command beside it links the node's")
    func givenRoot() throws {
        try openssl([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-keyout", "k", "-out",
            "other",
        ])
        let path = server.folder.path("SSL-TLS/client/root.crt")
        for isMissing in [false, true] {
            try #require(unlink(path) == 0)
            if !isMissing { try give(try folder.read("other"), to: "client/root.crt") }
            #expect(try refusal() != nil)
            let found = try status()
            #expect(found.end == 2)
            let cure = try #require(found.cures.first)
            let shell = try #require(Program.find("sh"))
            #expect(try shell.run(["-c", cure]).status == 0)
            #expect(try refusal() == nil)
            try requireGood()
        }
    }
}
