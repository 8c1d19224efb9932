import PostgresPKI
import TestSupport
import Testing

/// The code of the articles, word for word: `Scripts/check-snippets` looks for it here.
@Suite("What the articles show does what they say")
struct ArticleTests {
    @Test("Issuing certificates")
    func issuingCertificates() throws {
        var random = OperatingSystemRandom()
        let rootKey = try RSA.PrivateKey.generate(bitCount: 3072, using: &random)
        let rootTemplate = CertificateTemplate(
            profile: .root(pathLength: 0),
            subject: try DistinguishedName(commonName: "Example root"),
            validity: Validity(days: 3650)
        )
        let root = try rootTemplate.selfSigned(by: rootKey, using: &random)
        let issuer = try Issuer(root, key: rootKey)
        #expect(try root.isSigned(by: root))

        let key = try RSA.PrivateKey.generate(bitCount: 3072, using: &random)
        let template = CertificateTemplate(
            profile: .server,
            subject: try DistinguishedName(commonName: "db.example.com"),
            validity: Validity(days: 365),
            names: [try .dns("db.example.com"), try .ip("192.0.2.7")]
        )
        let server = try template.issued(to: key.publicKeyInfo, by: issuer, using: &random)
        let selfSigned = try template.selfSignedServer(by: key, using: &random)
        #expect(try selfSigned.isSigned(by: selfSigned))
        #expect(server.subjectPublicKeyInfo == key.publicKey.subjectPublicKeyInfo)

        try certifyRequest(of: key, template, by: issuer)
        try readAndVerify(server, root)
    }

    private func certifyRequest(
        of key: borrowing RSA.PrivateKey,
        _ template: CertificateTemplate,
        by issuer: borrowing Issuer<RSA.PrivateKey>
    ) throws {
        var random = OperatingSystemRandom()
        let text = try CertificateRequest(subject: .empty, key: key, using: &random).pemText
        let request = try CertificateRequest(pem: text)
        let certificate = try template.issued(for: request, by: issuer, using: &random)
        #expect(certificate.subjectPublicKeyInfo == key.publicKey.subjectPublicKeyInfo)
    }

    private func readAndVerify(_ server: Certificate, _ root: Certificate) throws {
        var printed = ""
        func print(_ items: Any...) { printed += items.map { "\($0)" }.joined(separator: " ") + "\n" }
        let text = server.pemText + root.pemText
        for certificate in try Certificate.all(pem: text) {
            print(certificate.subject, certificate.names, certificate.validity.notAfter)
        }
        let server = try Certificate(pem: text)
        #expect(
            printed == """
                CN=db.example.com [DNS:db.example.com, IP Address:192.0.2.7] \(server.validity.notAfter)
                CN=Example root [] \(root.validity.notAfter)

                """
        )

        let isServer = server.dnsNames.contains("db.example.com") && server.validity.contains(.now)
        let isTrusted = try isServer && server.isSigned(by: root)
        #expect(isTrusted)
        #expect(try root.isSigned(by: server) == false)
    }

    @Test("Passwords for PostgreSQL and Pgpool-II: one user of PostgreSQL")
    func scramSecret() throws {
        var printed = ""
        func print(_ text: String) { printed += text }
        let password = "correct horse battery"
        var random = OperatingSystemRandom()
        let secret = try SCRAMSecret(password: password, using: &random)
        secret.text().withString { print("ALTER ROLE webadmin PASSWORD '\($0)';") }

        let parts = printed.split(separator: "'")
        try #require(parts.count == 3)
        let rolpassword = String(parts[1])
        let stored = try SCRAMSecret(parsing: rolpassword)
        let isCurrent = try stored.isMade(of: password)
        #expect(isCurrent)
        let isOfAnother = try stored.isMade(of: "correct horse")
        #expect(!isOfAnother)
    }

    @Test("Passwords for PostgreSQL and Pgpool-II: many users of PostgreSQL")
    func batch() throws {
        let passwords = ["one", "two", "three"]
        var secrets: [String] = []
        func print(_ text: String) { secrets.append(text) }
        var random = OperatingSystemRandom()
        var batch = try SCRAMSecret.Batch(capacity: passwords.count)
        for password in passwords { try batch.append(password: password, using: &random) }
        batch.makeSecrets { secret in secret.text().withString { print($0) } }

        #expect(secrets.count == 3)
        for (password, secret) in zip(passwords, secrets) {
            let fits = try SCRAMSecret(parsing: secret).isMade(of: password)
            #expect(fits)
        }
    }

    @Test("Passwords for PostgreSQL and Pgpool-II: Pgpool-II")
    func poolPasswd() throws {
        let files = try TemporaryFolder()
        try files.write(Array("testkey\n".utf8), to: ".pgpoolkey")
        try files.write(Array("other:TEXTsecret\n".utf8), to: "pool_passwd")
        try setEntry(in: Folder(files.path), to: "hello")

        // What pg_enc 4.3.5 makes of this password and this key.
        let written = try String(decoding: files.read("pool_passwd"), as: UTF8.self)
        #expect(written == "other:TEXTsecret\nwebadmin:AESiR9QJfNizuWgN3K0hVf78w==\n")
    }

    private func setEntry(in folder: Folder, to password: String) throws {
        let keyFile = try folder.readSecret(".pgpoolkey", limit: 1 << 10)
        let key = try PoolKey(fileContent: keyFile.span)
        let lock = try folder.lock()
        var file = PoolPasswdFile(try folder.readSecret("pool_passwd", limit: 1 << 24))
        let entry = try key.entry(for: password)
        try file.set("webadmin", to: entry.span)
        try folder.replace("pool_passwd", with: file.content().span, attributes: FileAttributes(mode: 0o600))
        lock.release()
    }

    @Test("Secrets: a key is read, written and shown")
    func keys() throws {
        var random = OperatingSystemRandom()
        let files = try TemporaryFolder()
        let path = files.path
        let made = try RSA.PrivateKey.generate(bitCount: 2048, using: &random)
        try Folder(path).make("server.key", with: made.pkcs8PEM.span, attributes: FileAttributes(mode: 0o600))

        let folder = try Folder(path)
        let text = try folder.readSecret("server.key", limit: PEM.maximumByteCount)
        let key = try RSA.PrivateKey(pem: text.span)

        try folder.make("copy.key", with: key.pkcs8PEM.span, attributes: FileAttributes(mode: 0o600))
        #expect(try files.read("copy.key") == files.read("server.key"))

        var printed = ""
        func print(_ text: String, terminator: String) { printed += text + terminator }
        key.pkcs8PEM.withString { print($0, terminator: "") }
        #expect(try Array(printed.utf8) == files.read("server.key"))
    }

    @Test("Secrets: random ones are made, joined and compared")
    func tokens() throws {
        var random = OperatingSystemRandom()
        let token = random.secretBytes(count: 32)
        let line = SecretBytes(capacity: token.count + 1) { output in
            for index in token.span.indices { output.append(token.span[index]) }
            output.append(UInt8(ascii: "\n"))
        }
        let last = line.span[32]
        #expect(line.count == 33 && last == UInt8(ascii: "\n"))

        let expected = token.copy()
        let isKnown = constantTimeEquals(token.span, expected.span)
        #expect(isKnown)
    }
}
