import PostgresPKI
import Testing

/// The code in comments of declarations, word for word: `Scripts/check-snippets` looks for it here.
@Suite("What comments of declarations show does what they say")
struct DocCommentTests {
    static let root = makeRoot()
    static let key = makeKey()

    private static func makeKey() -> RSA.PrivateKey {
        var random = OperatingSystemRandom()
        do {
            return try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        } catch {
            fatalError("no key: \(error)")
        }
    }

    private static func makeRoot() -> Certificate {
        var random = OperatingSystemRandom()
        do {
            return try CertificateTemplate(
                profile: .root(pathLength: nil),
                subject: DistinguishedName(commonName: "root"),
                validity: Validity(days: 1),
                names: [.dns("db.example.com"), .ip("192.0.2.7")]
            ).selfSigned(by: key, using: &random)
        } catch {
            fatalError("no root: \(error)")
        }
    }

    @Test("times")
    func times() {
        let year = Validity(days: 365)
        let nextYear = Validity(days: 365, from: year.notAfter)
        #expect(nextYear.notBefore == year.notBefore.advanced(bySeconds: 365 * 86_400))
        #expect(nextYear.notAfter == nextYear.notBefore.advanced(bySeconds: 365 * 86_400))

        #expect(isValid(DocCommentTests.root))
    }

    private func isValid(_ certificate: Certificate) -> Bool {
        let isValid = certificate.validity.contains(.now)
        return isValid
    }

    @Test("paths")
    func paths() throws {
        var printed: [String] = []
        func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }
        let roots = DocCommentTests.root.pemText
        let chain = [DocCommentTests.root]

        let verifier = CertificateVerifier(
            anchors: try Certificate.all(pem: roots).map { TrustAnchor($0) },
            intermediates: chain
        )
        switch verifier.validate(chain[0], for: .server(try .dns("db.example.com")), at: .now) {
        case .valid(let path): print("issued below", path.anchor.name)
        case .invalid(let failures): for failure in failures { print(failure) }
        }
        // The key usage of a root does not serve a server.
        #expect(printed == ["CN=root is not for this use, by its key usage"])
    }

    @Test("certificates and requests")
    func certificates() throws {
        var printed: [String] = []
        func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }
        var random = OperatingSystemRandom()

        try {
            let text = DocCommentTests.root.pemText
            let certificate = try Certificate(pem: text)
            print(certificate.names)  // [DNS:db.example.com, IP Address:192.0.2.7]

            for certificate in try Certificate.all(pem: text) {
                print(certificate.subject, certificate.validity.notAfter)
            }
        }()
        try {
            let name = try DistinguishedName(commonName: "db.example.com")
            let names = [try GeneralName.dns("db.example.com")]
            let made = try CertificateRequest(
                subject: name,
                names: names,
                key: DocCommentTests.key,
                using: &random
            )
            let text = made.pemText
            let request = try CertificateRequest(pem: text)
            let isProven = try request.isSignedByOwnKey()
            print(request.subject, request.names, isProven)
        }()
        try {
            let text = DocCommentTests.key.publicKey.pemText
            let key = try RSA.PublicKey(pem: text)
            #expect(key == DocCommentTests.key.publicKey)
        }()
        #expect(
            printed == [
                "[DNS:db.example.com, IP Address:192.0.2.7]",
                "CN=root \(DocCommentTests.root.validity.notAfter)",
                "CN=db.example.com [DNS:db.example.com] true",
            ]
        )
    }

    @Test("issuers")
    func issuers() throws {
        var random = OperatingSystemRandom()
        let name = try DistinguishedName(commonName: "db1.example")
        let made = try CertificateRequest(subject: name, key: DocCommentTests.key, using: &random)
        let server = try issue(made.pemText)
        #expect(server.subject == name && server.dnsNames == ["db1.example"])
    }

    private func issue(_ text: String) throws -> Certificate {
        var random = OperatingSystemRandom()
        let key = try RSA.PrivateKey.generate(bitCount: 3072, using: &random)
        let root = try CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: DistinguishedName(commonName: "Root of db.example"),
            validity: Validity(days: 3650)
        ).selfSigned(by: key, using: &random)
        let issuer = try Issuer(root, key: key)

        let request = try CertificateRequest(pem: text)
        let server = try CertificateTemplate(
            profile: .server,
            subject: request.subject,
            validity: Validity(days: 365),
            names: [.dns("db1.example")]
        ).issued(for: request, by: issuer, using: &random)
        return server
    }

    @Test("a server that signs itself, and a key that lies elsewhere")
    func selfSignedServer() throws {
        var random = OperatingSystemRandom()
        let template = CertificateTemplate(
            profile: .server,
            subject: try DistinguishedName(commonName: "db1.example"),
            validity: Validity(days: 1),
            names: [try .dns("db1.example")]
        )
        let agent = Agent(key: SharedKey(DocCommentTests.makeKey()))
        let key = AgentKey(agent: agent, publicKeyInfo: agent.key.publicKeyInfo)
        let certificate = try template.selfSignedServer(by: key, using: &random)
        #expect(try certificate.isSigned(by: certificate))
    }

    @Test("passwords")
    func passwords() throws {
        var printed = ""
        func print(_ item: Any) { printed += "\(item)\n" }
        var rolpassword = ""
        try {
            var random = OperatingSystemRandom()
            let secret = try SCRAMSecret(password: "correct horse battery", using: &random)
            secret.text().withString { print("ALTER ROLE webadmin PASSWORD '\($0)'") }
            rolpassword = try #require(secret.text().withString { $0 })
        }()
        let password = "correct horse battery"
        let stored = try SCRAMSecret(parsing: rolpassword)
        print(try stored.isMade(of: password))
        #expect(printed == "ALTER ROLE webadmin PASSWORD '\(rolpassword)'\ntrue\n")
    }

    @Test("entries of pool_passwd")
    func entries() throws {
        let key = PoolKey("testkey")
        let password = "hello"
        let content = SecretBytes(repeating: UInt8(ascii: "\n"), count: 1)
        var file = PoolPasswdFile(content)
        let entry = try key.entry(for: password)
        try file.set("webadmin", to: entry.span)
        // What pg_enc 4.3.5 makes of this password and this key.
        let written = file.content().withString { $0 }
        #expect(written == "\nwebadmin:AESiR9QJfNizuWgN3K0hVf78w==\n")
    }

    @Test("secrets")
    func secrets() {
        var printed = ""
        func print(_ text: String, terminator: String) { printed += text + terminator }
        let key = DocCommentTests.makeKey()
        key.pkcs8PEM.withString { print($0, terminator: "") }
        let isShown = constantTimeEquals(key.pkcs8PEM.span, printed.utf8Span.span)
        #expect(isShown)
    }

    @Test("settings")
    func settings() throws {
        let octets = Array("ssl = off  # for now\n".utf8)
        var file = ConfigurationFile(octets, dialect: .postgres)
        try file.set("ssl", to: "on")
        #expect(String(decoding: file.octets, as: UTF8.self) == "ssl = on  # for now\n")
    }
}

/// Another process that has a key and signs.
struct Agent: Sendable {
    let key: SharedKey<RSA.PrivateKey>

    func sign(_ message: Span<UInt8>) -> [UInt8]? {
        var random = OperatingSystemRandom()
        return try? key.signature(of: message, algorithm: .pkcs1v15(.sha256), using: &random)
    }
}

struct AgentKey: SigningKey {
    let agent: Agent
    let publicKeyInfo: SubjectPublicKeyInfo
    var defaultSignatureAlgorithm: SignatureAlgorithm { .pkcs1v15(.sha256) }

    func supports(_ algorithm: SignatureAlgorithm) -> Bool { algorithm == defaultSignatureAlgorithm }

    func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        guard let signature = agent.sign(message) else { throw .signingFailed(SafeText("no answer")) }
        return signature
    }
}
