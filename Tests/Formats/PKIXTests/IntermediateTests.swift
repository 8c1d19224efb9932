import DERCoding
import PKIX
import TestSupport
import Testing

@Suite("Intermediate authorities, and servers that sign themselves")
struct IntermediateTests {
    /// The instant that the judges are told it is, a day after issue.
    private let time = String(Issuance.now.secondsSince1970 + 86_400)

    /// An authority with the key of the other fixture, under a root.
    private func intermediate(
        _ pathLength: Int?,
        under root: Certificate,
        _ name: String = "intermediate"
    ) throws -> Certificate {
        try Issuance.leaf(Issuance.template(.intermediate(pathLength: pathLength), name), by: root)
    }

    private func root(_ pathLength: Int?) throws -> Certificate {
        try Issuance.root(Issuance.template(.root(pathLength: pathLength), "root"))
    }

    /// A server's certificate by an authority with the key of the other fixture.
    private func server(by issuer: Certificate, from start: DERTime = Issuance.now) throws -> Certificate {
        var random = SeededRandom(seed: 30)
        return try Issuance.template(.server, "db1", names: [.dns("db1.example")], from: start)
            .issued(
                to: Issuance.issuerKey.publicKeyInfo,
                by: Issuer(issuer, key: Issuance.leafKey),
                using: &random
            )
    }

    private func selfSigned(from start: DERTime = Issuance.now, days: Int = 365) throws -> Certificate {
        var random = SeededRandom(seed: 31)
        let names = [try GeneralName.dns("db1.example")]
        return try Issuance.template(.server, "db1", names: names, days: days, from: start)
            .selfSignedServer(by: Issuance.leafKey, using: &random)
    }

    @Test("an intermediate's certificate says what an authority's says, and who its issuer is")
    func contents() throws {
        let root = try root(nil)
        let extensions = try intermediate(nil, under: root).extensions
        #expect(extensions.basicConstraints == .authority(pathLength: nil))
        #expect(extensions.keyUsage == [.keyCertSign, .crlSign])
        #expect(
            extensions.all.filter(\.isCritical).map(\.identifier) == [
                BasicConstraints.identifier, KeyUsage.identifier,
            ]
        )
        #expect(
            extensions.authorityKeyIdentifier?.keyIdentifier == root.extensions.subjectKeyIdentifier?.octets
        )
        #expect(extensions.all.count == 4)
    }

    @Test(
        "an intermediate leaves less room than its issuer (RFC 5280, section 4.2.1.9)",
        arguments: [
            (nil, nil, nil), (nil, 3, 3), (2, nil, 1), (2, 1, 1), (2, 0, 0), (1, nil, 0), (1, 0, 0),
        ] as [(Int?, Int?, Int?)]
    )
    func pathLengths(of issuer: Int?, wanted: Int?, given: Int?) throws {
        let certificate = try intermediate(wanted, under: root(issuer))
        #expect(certificate.extensions.basicConstraints == .authority(pathLength: given))
    }

    @Test("an intermediate for whom its issuer leaves no room is refused by why")
    func refused() throws {
        #expect(throws: PKIXError.issuerMayNotCertifyAuthorities) { try intermediate(nil, under: root(0)) }
        #expect(throws: PKIXError.issuerMayNotCertifyAuthorities) { try intermediate(0, under: root(0)) }
        #expect(throws: PKIXError.pathLengthBeyondIssuer(1, limit: 0)) { try intermediate(1, under: root(1)) }
        #expect(throws: PKIXError.pathLengthBeyondIssuer(4, limit: 1)) { try intermediate(4, under: root(2)) }
        #expect(throws: PKIXError.negativePathLength(-1)) { try intermediate(-1, under: root(nil)) }
        #expect(throws: PKIXError.intermediateMustNotSignItself) {
            try Issuance.root(Issuance.template(.intermediate(pathLength: nil), "i"))
        }
        let nobody = CertificateTemplate(
            profile: .intermediate(pathLength: nil),
            subject: .empty,
            validity: Validity(notBefore: Issuance.now, days: 1)
        )
        #expect(throws: PKIXError.emptyAuthoritySubject) { try Issuance.leaf(nobody, by: root(nil)) }
    }

    @Test("an intermediate has the extended key usage of its issuer, and issues for no other")
    func usages() throws {
        let openssl = try OpenSSL()
        try openssl.folder.write(Fixtures.issuerKey, to: "k")
        try openssl.folder.write("[req]\ndistinguished_name=dn\n[dn]\n", to: "config")
        try openssl(
            "req",
            "-x509",
            "-config",
            "config",
            "-key",
            "k",
            "-days",
            "3650",
            "-subj",
            "/CN=clients",
            "-out",
            "root.crt",
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "extendedKeyUsage=clientAuth"
        )
        let root = try certificate(pem: openssl.folder.text("root.crt"))
        let start = root.validity.notBefore
        let template = try Issuance.template(.intermediate(pathLength: nil), "intermediate", from: start)
        let intermediate = try Issuance.leaf(template, by: root)
        #expect(intermediate.extensions.extendedKeyUsage?.purposes == [ExtendedKeyUsage.clientAuth])
        #expect(throws: PKIXError.issuerMayNotCertifyUsage(ExtendedKeyUsage.serverAuth)) {
            try server(by: intermediate, from: start)
        }
    }

    @Test(
        "openssl verifies a path of three authorities strictly, and none that is a link longer",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        let openssl = try OpenSSL()
        let root = try root(2)
        let first = try intermediate(nil, under: root)
        // The second has the key of the root, and the other name.
        var random = SeededRandom(seed: 32)
        let second = try Issuance.template(.intermediate(pathLength: nil), "second").issued(
            to: Issuance.issuerKey.publicKeyInfo,
            by: Issuer(first, key: Issuance.leafKey),
            using: &random
        )
        #expect(second.extensions.basicConstraints == .authority(pathLength: 0))
        let names = [try GeneralName.dns("db1.example")]
        let leaf = try Issuance.leaf(Issuance.template(.server, "db1", names: names), by: second)
        try openssl.folder.write(root.pemText, to: "root.crt")
        try openssl.folder.write(first.pemText + second.pemText, to: "chain")
        try openssl.folder.write(leaf.pemText, to: "leaf.crt")
        try openssl(
            "verify",
            "-x509_strict",
            "-attime",
            time,
            "-purpose",
            "sslserver",
            "-verify_hostname",
            "db1.example",
            "-CAfile",
            "root.crt",
            "-untrusted",
            "chain",
            "leaf.crt"
        )
        // What is refused here is refused there: a second authority under one with a path length of 0.
        try openssl.folder.write(self.root(0).pemText, to: "root.crt")
        #expect(throws: OpenSSL.Failure.self) {
            try openssl(
                "verify",
                "-x509_strict",
                "-attime",
                time,
                "-CAfile",
                "root.crt",
                "-untrusted",
                "chain",
                "leaf.crt"
            )
        }
    }

    @Test(
        "GnuTLS verifies a path with an intermediate, and takes a server's own certificate for no authority's",
        .enabled(if: Programs.certtool != nil, "certtool is not installed")
    )
    func certtool() throws {
        let certtool = try #require(Programs.certtool)
        let folder = try TemporaryFolder()
        // It goes by the clock of the machine: from 2020 on for 30 years.
        let start = try #require(DERTime(year: 2020, month: 1, day: 1))
        let days = 10_950
        let root = try Issuance.root(
            Issuance.template(.root(pathLength: 1), "root", days: days, from: start)
        )
        let template = try Issuance.template(
            .intermediate(pathLength: nil),
            "intermediate",
            days: days,
            from: start
        )
        let intermediate = try Issuance.leaf(template, by: root)
        var random = SeededRandom(seed: 33)
        let leaf = try Issuance.template(
            .server,
            "db1",
            names: [.dns("db1.example")],
            days: days,
            from: start
        ).issued(
            to: Issuance.issuerKey.publicKeyInfo,
            by: Issuer(intermediate, key: Issuance.leafKey),
            using: &random
        )
        func verify(_ trusted: Certificate, _ chain: [Certificate], host: String) throws -> Int32 {
            try folder.write(trusted.pemText, to: "trusted")
            try folder.write(chain.map(\.pemText).joined(), to: "chain")
            return try certtool.run(
                [
                    "--verify", "--load-ca-certificate", "trusted", "--infile", "chain", "--verify-profile",
                    "medium", "--verify-purpose", "1.3.6.1.5.5.7.3.1", "--verify-hostname", host,
                ],
                folder: folder.path
            ).status
        }
        #expect(try verify(root, [leaf, intermediate], host: "db1.example") == 0)
        #expect(try verify(root, [leaf, intermediate], host: "db2.example") != 0)
        #expect(try verify(root, [leaf], host: "db1.example") != 0)
        let own = try selfSigned(from: start, days: days)
        // It takes authorities' certificates only to be its trust, and says no more against this one.
        #expect(try verify(own, [own], host: "db1.example") != 0)
        let outcome = try certtool.run(
            ["--verify", "--load-ca-certificate", "trusted", "--infile", "chain"],
            folder: folder.path
        )
        #expect(outcome.text.contains("The certificate issuer is not a CA."))
        #expect(!outcome.text.contains("invalid signature") && !outcome.text.contains("expired"))
    }

    @Test(
        "a server signs its own certificate where that is asked for by name, and openssl verifies it and nothing by it",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func selfSignedServer() throws {
        let own = try selfSigned()
        #expect(own.isSelfIssued)
        #expect(try own.isSigned(by: own))
        #expect(own.extensions.basicConstraints == .endEntity)
        #expect(own.extensions.keyUsage == [.digitalSignature, .keyEncipherment])
        #expect(own.extensions.extendedKeyUsage?.purposes == [ExtendedKeyUsage.serverAuth])
        #expect(own.extensions.authorityKeyIdentifier == nil)
        #expect(throws: PKIXError.issuerIsNoAuthority) { try server(by: own) }

        let openssl = try OpenSSL()
        try openssl.folder.write(own.pemText, to: "own.crt")
        try openssl(
            "verify",
            "-x509_strict",
            "-attime",
            time,
            "-purpose",
            "sslserver",
            "-verify_hostname",
            "db1.example",
            "-CAfile",
            "own.crt",
            "own.crt"
        )
        try openssl.folder.write(Fixtures.leafKey, to: "k")
        try openssl("req", "-new", "-key", "k", "-subj", "/CN=db2", "-out", "r")
        try openssl(
            "x509",
            "-req",
            "-in",
            "r",
            "-CA",
            "own.crt",
            "-CAkey",
            "k",
            "-days",
            "9",
            "-out",
            "db2.crt"
        )
        #expect(throws: OpenSSL.Failure.self) {
            try openssl("verify", "-partial_chain", "-CAfile", "own.crt", "db2.crt")
        }
    }

    @Test("only a server with a subject signs its own certificate")
    func others() throws {
        var random = SeededRandom(seed: 34)
        for profile in [.client, .root(pathLength: nil), .intermediate(pathLength: nil)]
            as [CertificateProfile]
        {
            let template = try Issuance.template(profile, "x", names: [.dns("x.example")])
            #expect(throws: PKIXError.selfSignedServerNeedsServerProfile) {
                var random = SeededRandom(seed: 34)
                return try template.selfSignedServer(by: Issuance.leafKey, using: &random)
            }
        }
        var template = try Issuance.template(.server, "x", names: [.dns("x.example")])
        _ = try template.selfSignedServer(by: Issuance.leafKey, using: &random)
        template.subject = .empty
        let empty = template
        #expect(throws: PKIXError.emptySelfSignedSubject) {
            var random = SeededRandom(seed: 34)
            return try empty.selfSignedServer(by: Issuance.leafKey, using: &random)
        }
    }
}
