import DERCoding
import PKIX
import TestSupport
import Testing

@Suite("Independent programs judge what is issued")
struct JudgedIssuingTests {
    /// The instant that the judges are told it is, a day after issue.
    private let time = String(Issuance.now.secondsSince1970 + 86_400)

    private func write(_ folder: TemporaryFolder, algorithm: SignatureAlgorithm) throws {
        let root = try Issuance.root(algorithm: algorithm)
        try folder.write(root.pemText, to: "root.crt")
        try folder.write(Issuance.server(by: root, algorithm: algorithm).pemText, to: "server.crt")
        try folder.write(Issuance.client(by: root, algorithm: algorithm).pemText, to: "client.crt")
    }

    private static let algorithms: [SignatureAlgorithm] = [
        .pkcs1v15(.sha256), .pkcs1v15(.sha384), .pkcs1v15(.sha512), .pss(.sha256, saltByteCount: 32),
        .pss(.sha512, saltByteCount: 64), openSSLAlone,
    ]

    /// GnuTLS 3.7 verifies no signature with the default salt of 20 octets and SHA-512, not even openssl's.
    private static let openSSLAlone = SignatureAlgorithm.pss(.sha512, saltByteCount: 20)

    @Test(
        "openssl verifies the path strictly, for its purpose and no other",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: algorithms
    )
    func openssl(algorithm: SignatureAlgorithm) throws {
        let openssl = try OpenSSL()
        try write(openssl.folder, algorithm: algorithm)
        func verify(_ purpose: String, _ file: String, _ more: [String] = []) throws -> Int32 {
            try openssl.program.run(
                ["verify", "-x509_strict", "-attime", time, "-CAfile", "root.crt", "-purpose", purpose] + more
                    + [file],
                folder: openssl.folder.path
            ).status
        }
        #expect(try verify("sslserver", "server.crt") == 0)
        #expect(try verify("sslserver", "server.crt", ["-verify_hostname", "db1.example"]) == 0)
        #expect(try verify("sslserver", "server.crt", ["-verify_ip", "192.0.2.1"]) == 0)
        #expect(try verify("sslserver", "server.crt", ["-verify_ip", "2001:db8::1"]) == 0)
        #expect(try verify("sslserver", "server.crt", ["-verify_hostname", "db2.example"]) != 0)
        #expect(try verify("sslclient", "client.crt") == 0)
        #expect(try verify("sslserver", "client.crt") != 0)
        #expect(try verify("sslclient", "server.crt") != 0)
        #expect(try verify("crlsign", "root.crt") == 0)
    }

    @Test(
        "openssl verifies every certificate of a fleet",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: [.pkcs1v15(.sha256), .pss(.sha256, saltByteCount: 32)] as [SignatureAlgorithm]
    )
    func fleet(algorithm: SignatureAlgorithm) throws {
        let openssl = try OpenSSL()
        let root = try Issuance.root()
        try openssl.folder.write(root.pemText, to: "root.crt")
        var random = SeededRandom(seed: 7)
        let key = Issuance.leafKey.publicKeyInfo
        let names = (1...6).map { "db\($0).example" }
        let leaves = try names.map { name in
            (template: try Issuance.template(.server, name, names: [try .dns(name)]), key: key)
        }
        let certificates = try CertificateTemplate.issued(
            leaves,
            by: Issuer(root, key: Issuance.issuerKey),
            algorithm: algorithm,
            using: &random
        )
        #expect(certificates.count == names.count)
        #expect(Set(certificates.map(\.pemText)).count == names.count)
        for (name, certificate) in zip(names, certificates) {
            try openssl.folder.write(certificate.pemText, to: "leaf.crt")
            let verified = try openssl.program.run(
                ["verify", "-x509_strict", "-attime", time, "-CAfile", "root.crt"]
                    + ["-verify_hostname", name, "leaf.crt"],
                folder: openssl.folder.path
            )
            #expect(verified.status == 0, "\(verified.errorText)")
        }
    }

    @Test(
        "openssl shows what was asked for",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func text() throws {
        let openssl = try OpenSSL()
        try write(openssl.folder, algorithm: .pkcs1v15(.sha256))
        let text = try openssl(
            "x509",
            "-in",
            "server.crt",
            "-noout",
            "-text",
            "-nameopt",
            "utf8,sep_comma_plus_space"
        )
        for part in [
            "Version: 3 (0x2)", "Signature Algorithm: sha256WithRSAEncryption",
            "Issuer: C=CH, ST=8200, L=Schaffhausen, O=Bücher & Söhne, CN=postgres.",
            "Not Before: Nov 21 18:00:00 2026 GMT", "Not After : Nov 21 18:00:00 2027 GMT",
            "X509v3 Basic Constraints: critical\n                CA:FALSE",
            "X509v3 Key Usage: critical\n                Digital Signature, Key Encipherment",
            "X509v3 Extended Key Usage: \n                TLS Web Server Authentication",
            "DNS:db1.example, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        let types = try openssl("asn1parse", "-in", "server.crt")
        #expect(types.contains("PRINTABLESTRING   :CH"))
        #expect(types.contains("UTF8STRING        :db1.example"))
        #expect(types.components(separatedBy: "PRINTABLESTRING").count == 3)
    }

    @Test(
        "openssl verifies a request, and issues a certificate from it that is read",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func request() throws {
        let openssl = try OpenSSL()
        var random = SeededRandom(seed: 5)
        for names in [[], [try GeneralName.dns("db1.example")]] {
            let request = try CertificateRequest(
                subject: Issuance.name("db1"),
                names: names,
                key: Issuance.leafKey,
                using: &random
            )
            try openssl.folder.write(request.pemText, to: "r")
            try openssl("req", "-in", "r", "-noout", "-verify")
            #expect(try openssl("req", "-in", "r") == request.pemText)
        }
        try openssl.folder.write(Fixtures.issuerKey, to: "k")
        try openssl.folder.write(Issuance.root().pemText, to: "root.crt")
        try openssl(
            "x509",
            "-req",
            "-in",
            "r",
            "-CA",
            "root.crt",
            "-CAkey",
            "k",
            "-CAcreateserial",
            "-copy_extensions",
            "copy",
            "-out",
            "c"
        )
        let issued = try certificate(pem: openssl.folder.text("c"))
        #expect(try issued.isSigned(by: Issuance.root()))
        #expect(issued.extensions.subjectAlternativeName?.dnsNames == ["db1.example"])
    }

    @Test(
        "GnuTLS verifies the path",
        .enabled(if: Programs.certtool != nil, "certtool is not installed"),
        arguments: algorithms.filter { $0 != openSSLAlone }
    )
    func certtool(algorithm: SignatureAlgorithm) throws {
        let certtool = try #require(Programs.certtool)
        let folder = try TemporaryFolder()
        // It goes by the clock of the machine: from 2020 on for 30 years.
        let start = try #require(DERTime(year: 2020, month: 1, day: 1))
        func template(_ profile: CertificateProfile, _ name: String) throws -> CertificateTemplate {
            try Issuance.template(profile, name, names: [.dns(name)], days: 10_950, from: start)
        }
        let root = try Issuance.root(template(.root(pathLength: nil), "root"), algorithm: algorithm)
        try folder.write(root.pemText, to: "root")
        for (profile, purpose) in [
            (CertificateProfile.server, "1.3.6.1.5.5.7.3.1"), (.client, "1.3.6.1.5.5.7.3.2"),
        ] {
            let leaf = try Issuance.leaf(template(profile, "db1.example"), by: root, algorithm: algorithm)
            try folder.write(leaf.pemText + root.pemText, to: "chain")
            let chain = try certtool.run(["--verify-chain", "--infile", "chain"], folder: folder.path)
            #expect(chain.status == 0 && chain.text.contains("Chain verification output: Verified"))
            func verify(_ purpose: String, _ host: String) throws -> Int32 {
                try certtool.run(
                    [
                        "--verify", "--load-ca-certificate", "root", "--infile", "chain", "--verify-profile",
                        "medium",
                        "--verify-purpose", purpose, "--verify-hostname", host,
                    ],
                    folder: folder.path
                ).status
            }
            #expect(try verify(purpose, "db1.example") == 0)
            #expect(try verify(purpose, "db2.example") != 0)
            #expect(try verify("1.3.6.1.5.5.7.3.4", "db1.example") != 0)
        }
    }

    @Test(
        "Python's cryptography verifies the path by the rules of the web",
        .enabled(if: Judges.hasPythonVerification, "Python's cryptography 45 or later is not installed")
    )
    func python() throws {
        let python = try #require(Programs.python)
        let folder = try TemporaryFolder()
        try write(folder, algorithm: .pkcs1v15(.sha256))
        let script = """
            import datetime, ipaddress
            from cryptography import x509
            from cryptography.x509 import verification as v
            read = lambda name: x509.load_pem_x509_certificate(open(name, "rb").read())
            time = datetime.datetime.fromtimestamp(\(time), datetime.timezone.utc).replace(tzinfo=None)
            builder = v.PolicyBuilder().store(v.Store([read("root.crt")])).time(time)
            for name in (x509.DNSName("db1.example"), x509.IPAddress(ipaddress.ip_address("2001:db8::1"))):
                print(len(builder.build_server_verifier(name).verify(read("server.crt"), [])))
            for name in "root.crt", "server.crt", "client.crt":
                certificate = read(name)
                print(certificate.serial_number.bit_length() > 152, len(certificate.extensions))
            """
        let outcome = try python.run(["-W", "ignore", "-c", script], folder: folder.path)
        #expect(outcome.text == "2\n2\nTrue 3\nTrue 6\nTrue 5\n", "\(outcome.errorText)")
    }
}

enum Judges {
    /// Whether Python's cryptography is there with its path verification.
    static let hasPythonVerification: Bool = {
        let script =
            "from cryptography.x509 import verification as v; import cryptography as c; "
            + "assert int(c.__version__.split('.')[0]) >= 45"
        return (try? Programs.python?.run(["-c", script]))?.status == 0
    }()
}
