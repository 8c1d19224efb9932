import DERCoding
import PKIX
import TestSupport
import Testing

@Suite("Roots of other makers", .enabled(if: Programs.openssl != nil, "openssl is not installed"))
struct ExistingRootTests {
    /// Has openssl make a root of the issuer's key with these extensions, issues a server's certificate by it, and
    /// has openssl verify it.
    private func issue(
        _ extensions: [String],
        options: [String] = [],
        profile: CertificateProfile = .server
    ) throws -> Certificate {
        let openssl = try OpenSSL()
        try openssl.folder.write(Fixtures.issuerKey, to: "k")
        try openssl.folder.write("[req]\ndistinguished_name=dn\n[dn]\n", to: "config")
        _ = try openssl.run(
            [
                "req", "-x509", "-config", "config", "-key", "k", "-days", "3650", "-subj",
                "/C=CH/O=o/CN=postgres.",
            ]
                + ["-out", "root.crt"] + options + extensions.flatMap { ["-addext", $0] }
        )
        return try issue(openssl, profile: profile)
    }

    private func issue(
        _ openssl: OpenSSL,
        profile: CertificateProfile = .server,
        strict: Bool = true
    ) throws -> Certificate {
        let root = try certificate(pem: openssl.folder.text("root.crt"))
        // openssl makes a root from now on.
        let template = CertificateTemplate(
            profile: profile,
            subject: try Issuance.name("db1.example"),
            validity: Validity(notBefore: root.validity.notBefore, days: 4000),
            names: [try .dns("db1.example")]
        )
        let leaf = try Issuance.leaf(template, by: root)
        #expect(leaf.validity == root.validity)
        try openssl.folder.write(leaf.pemText, to: "leaf.crt")
        _ = try openssl.run(
            ["verify", "-CAfile", "root.crt"] + (strict ? ["-x509_strict"] : []) + ["leaf.crt"]
        )
        return leaf
    }

    private let authority = ["basicConstraints=critical,CA:TRUE", "subjectKeyIdentifier=hash"]
    private let usage = "keyUsage=critical,keyCertSign"

    @Test("the original tool's root, an authority without key usage, issues")
    func original() throws {
        let openssl = try OpenSSL()
        try openssl.folder.write(Fixtures.issuerKey, to: "k")
        // The command of the original, with the configuration of the machine.
        try openssl(
            "req",
            "-new",
            "-x509",
            "-days",
            "3650",
            "-key",
            "k",
            "-out",
            "root.crt",
            "-subj",
            "/C=CH/ST=8200/L=Schaffhausen/O=Virtuozzo International GmbH/CN=postgres."
        )
        let root = try certificate(pem: openssl.folder.text("root.crt"))
        #expect(root.extensions.keyUsage == nil)
        let leaf = try issue(openssl, strict: false)
        #expect(
            leaf.extensions.authorityKeyIdentifier?.keyIdentifier
                == root.extensions.subjectKeyIdentifier?.octets
        )
    }

    @Test("a root with its own key identifier has it in what it issues")
    func identifiers() throws {
        let leaf = try issue(["basicConstraints=critical,CA:TRUE", "subjectKeyIdentifier=0102030405", usage])
        #expect(leaf.extensions.authorityKeyIdentifier?.keyIdentifier == [1, 2, 3, 4, 5])
    }

    @Test("a root of version 1 that signed itself issues")
    func version1() throws {
        let openssl = try OpenSSL()
        try openssl.folder.write(Fixtures.issuerKey, to: "k")
        try openssl("req", "-new", "-key", "k", "-subj", "/CN=old", "-out", "r")
        try openssl("x509", "-req", "-in", "r", "-signkey", "k", "-days", "100", "-out", "root.crt")
        #expect(try certificate(pem: openssl.folder.text("root.crt")).version == .v1)
        _ = try issue(openssl, strict: false)
    }

    @Test("a root of PSS signatures, and one with a path length of 0, issue")
    func others() throws {
        _ = try issue(
            authority + [usage],
            options: ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"]
        )
        _ = try issue(["basicConstraints=critical,CA:TRUE,pathlen:0", "subjectKeyIdentifier=hash", usage])
    }

    @Test("roots that may not issue are refused by why")
    func refused() throws {
        #expect(throws: PKIXError.issuerMayNotSignCertificates) {
            try issue(authority + ["keyUsage=critical,cRLSign"])
        }
        #expect(throws: PKIXError.issuerIsNoAuthority) { try issue(["subjectKeyIdentifier=hash"]) }
        #expect(throws: PKIXError.issuerIsNoAuthority) { try issue(["basicConstraints=critical,CA:FALSE"]) }
        let clients = authority + [usage, "extendedKeyUsage=clientAuth"]
        #expect(throws: PKIXError.issuerMayNotCertifyUsage(ExtendedKeyUsage.serverAuth)) {
            try issue(clients)
        }
        _ = try issue(clients, profile: .client)
        #expect(throws: PKIXError.issuerHasUnrecognizedCriticalExtension(ObjectIdentifier(2, 5, 29, 30))) {
            try issue(authority + [usage, "nameConstraints=critical,permitted;DNS:example.com"])
        }
    }

    @Test(
        "a root of Ed25519 is taken, and one of Ed448 refused, since its signatures cannot be verified here",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func edwards() throws {
        func root(_ algorithm: String) throws -> Certificate {
            let openssl = try OpenSSL()
            try openssl.run([
                "req", "-x509", "-newkey", algorithm, "-nodes", "-keyout", "k", "-subj", "/CN=r", "-out", "c",
            ])
            return try certificate(pem: openssl.folder.text("c"))
        }
        try root("ed25519").requireIssuer(of: .server)
        let other = try root("ed448")
        #expect(throws: PKIXError.unsupportedIssuerKey(.ed448)) { try other.requireIssuer(of: .server) }
    }
}
