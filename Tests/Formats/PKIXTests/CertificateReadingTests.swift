import DERCoding
import MessageDigests
import PKIX
import TestSupport
import Testing

@Suite("Certificates are read (RFC 5280)")
struct CertificateReadingTests {
    // What `openssl x509 -text` shows of it.
    @Test("every field of a certificate of another maker")
    func fields() throws {
        let certificate = try certificate(pem: Fixtures.certificate)
        #expect(certificate.version == .v3)
        #expect(certificate.serialNumber.description == "7AFB7B2C8BA0EA4A7D2F2FEC34D4A4B370D8CE40")
        #expect(certificate.serialNumber.isPositive)
        #expect(
            certificate.subject.description
                == "emailAddress=dba@example.com,CN=db1.example,OU=Datenbank,O=Bücher & Söhne,L=Schaffhausen,"
                + "ST=Schaffhausen,C=CH"
        )
        #expect(certificate.isSelfIssued)
        #expect(certificate.subject.commonName == "db1.example")
        #expect(certificate.validity.description == "2026-11-21T19:18:01Z to 2036-11-18T19:18:01Z")
        #expect(certificate.signatureAlgorithm.description == "ecdsa-with-SHA256")
        #expect(certificate.subjectPublicKeyInfo.algorithm.algorithm == .ecPublicKey)
        #expect(certificate.subjectPublicKeyInfo.subjectPublicKey.count == 65)
        #expect(certificate.pemText.utf8.elementsEqual((Fixtures.certificate + "\n").utf8))
    }

    @Test("every extension of a certificate of another maker")
    func extensions() throws {
        let extensions = try certificate(pem: Fixtures.certificate).extensions
        #expect(extensions.basicConstraints == .authority(pathLength: 3))
        #expect(extensions.keyUsage == [.digitalSignature, .keyCertSign, .crlSign])
        #expect(
            extensions.extendedKeyUsage?.purposes == [
                ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth,
            ]
        )
        #expect(
            hexadecimal(extensions.subjectKeyIdentifier?.octets ?? [])
                == "ce298d58ac7cedd559979da6d6449195959122d3"
        )
        let directory = try DistinguishedName([(.countryName, "CH"), (.commonName, "dir")])
        let names = try #require(extensions.subjectAlternativeName?.names)
        #expect(
            names.dropLast() == [
                try .dns("db1.example"), try .dns("*.example"), try .ip("192.0.2.1"), try .ip("2001:db8::1"),
                try .email("dba@example.com"), try .uri("http://example.com/"), .directoryName(directory),
                .registeredID(ObjectIdentifier(1, 2, 3, 4)),
            ]
        )
        #expect(names.last?.description == "othername:<unsupported>")
        let authority = try #require(extensions.authorityKeyIdentifier)
        #expect(authority.keyIdentifier == nil)
        #expect(authority.certificate?.serialNumber.description == "7AFB7B2C8BA0EA4A7D2F2FEC34D4A4B370D8CE40")
        let points = try #require(extensions.crlDistributionPoints?.points)
        #expect(points.count == 2)
        #expect(points[0].name == .full([try .uri("http://example.com/1.crl")]))
        // keyCompromise (1) and cACompromise (2).
        #expect(points[0].reasons == 0b110)
        #expect(points[0].crlIssuer == [.directoryName(directory)])
        #expect(points[1] == DistributionPoint(fullName: [try .uri("http://example.com/2.crl")]))
        #expect(
            extensions.authorityInformationAccess?.descriptions == [
                .init(method: AuthorityInformationAccess.ocsp, location: try .uri("http://ocsp.example/")),
                .init(
                    method: AuthorityInformationAccess.caIssuers,
                    location: try .uri("http://example.com/ca.crt")
                ),
            ]
        )
        #expect(extensions.unrecognizedCriticalExtensions == [ObjectIdentifier(1, 2, 3, 4, 5)])
        #expect(extensions[ObjectIdentifier(1, 2, 3, 4, 5)]?.contents == [5, 0])
        #expect(extensions.all.count == 10)
    }

    @Test("every known extension is written as it was read")
    func writtenAgain() throws {
        let extensions = try certificate(pem: Fixtures.certificate).extensions
        func same(_ contents: (some ExtensionContents)?) throws -> Bool {
            let contents = try #require(contents)
            let original = try #require(extensions[type(of: contents).identifier])
            return CertificateExtension(contents, isCritical: original.isCritical) == original
        }
        #expect(try same(extensions.basicConstraints))
        #expect(try same(extensions.keyUsage))
        #expect(try same(extensions.extendedKeyUsage))
        #expect(try same(extensions.subjectAlternativeName))
        #expect(try same(extensions.subjectKeyIdentifier))
        #expect(try same(extensions.authorityKeyIdentifier))
        #expect(try same(extensions.crlDistributionPoints))
        #expect(try same(extensions.authorityInformationAccess))
    }

    @Test("a request's subject, key and wanted extensions")
    func requests() throws {
        let request = try request(pem: Fixtures.request)
        let certificate = try certificate(pem: Fixtures.certificate)
        #expect(request.subject == certificate.subject)
        #expect(request.subjectPublicKeyInfo == certificate.subjectPublicKeyInfo)
        #expect(request.extensions.basicConstraints == .endEntity)
        #expect(request.extensions.keyUsage == [.digitalSignature, .keyEncipherment])
        #expect(request.extensions.subjectAlternativeName?.dnsNames == ["db1.example"])
        #expect(request.extensions.subjectAlternativeName?.ipAddresses.map(\.description) == ["192.0.2.1"])
        #expect(request.attributes.map(\.type) == [CertificateRequest.extensionRequest])
        #expect(request.pemText == Fixtures.request + "\n")
    }

    private func openSSLName(_ digest: SignatureDigest) -> String {
        switch digest {
        case .md5, .sha1: "\(digest)"
        case .sha2(let digest): "\(digest)"
        }
    }

    @Test(
        "certificates of every kind of key are read as openssl shows them",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: [
            ("rsa:2048", .sha2(.sha256), "sha256WithRSAEncryption"),
            ("rsa:1024", .sha2(.sha512), "sha512WithRSAEncryption"),
            ("rsa:1024", .md5, "md5WithRSAEncryption"),
            ("rsa:1024", .sha1, "sha1WithRSAEncryption"),
            ("rsa:1024", .sha2(.sha224), "sha224WithRSAEncryption"),
            ("ed25519", nil, "Ed25519"), ("ed448", nil, "Ed448"),
            ("ec:P-384", .sha1, "ecdsa-with-SHA1"),
            ("ec:P-384", .sha2(.sha224), "ecdsa-with-SHA224"),
            ("ec:P-384", .sha2(.sha256), "ecdsa-with-SHA256"),
            ("ec:P-384", .sha2(.sha384), "ecdsa-with-SHA384"),
            ("ec:P-384", .sha2(.sha512), "ecdsa-with-SHA512"),
            ("rsa-pss", .sha2(.sha256), "RSASSA-PSS (SHA-256, salt 32)"),
        ] as [(String, SignatureDigest?, String)]
    )
    func keys(key: String, digest: SignatureDigest?, algorithm: String) throws {
        let openssl = try OpenSSL()
        let new =
            switch key {
            case "ec:P-384": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]
            case "rsa-pss":
                ["-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:1024", "-sigopt", "rsa_pss_saltlen:32"]
            default: ["-newkey", key]
            }
        _ = try openssl.run(
            [
                "req", "-x509", "-nodes", "-keyout", "k", "-out", "c", "-days", "20000", "-subj",
                "/O=a\\/b=c/CN=#x, y ",
            ]
                + new + (digest.map { ["-\(openSSLName($0))"] } ?? [])
        )
        let pem = try openssl.folder.text("c")
        let certificate = try certificate(pem: pem)
        #expect(certificate.signatureAlgorithm.description == algorithm)
        #expect(certificate.signatureAlgorithm.digest == digest)
        #expect(certificate.pemText == pem)
        let subject = try openssl("x509", "-in", "c", "-noout", "-subject", "-nameopt", "RFC2253")
        #expect("subject=\(certificate.subject)\n".replacing("\\=", with: "=") == subject)
        let serial = try openssl("x509", "-in", "c", "-noout", "-serial")
        #expect("serial=\(certificate.serialNumber)\n" == serial)
        let end = try openssl("x509", "-in", "c", "-noout", "-enddate", "-dateopt", "iso_8601")
        #expect("notAfter=\(certificate.validity.notAfter)\n".replacing("T", with: " ") == end)
        _ = try openssl("x509", "-in", "c", "-noout", "-pubkey", "-out", "pub")
        _ = try openssl("pkey", "-pubin", "-in", "pub", "-outform", "DER", "-out", "pub.der")
        #expect(try openssl.folder.read("pub.der") == certificate.subjectPublicKeyInfo.encoding)
    }

    @Test(
        "a certificate of version 1, as the original tool makes them",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func version1() throws {
        let openssl = try OpenSSL()
        try openssl("req", "-newkey", "ed25519", "-nodes", "-keyout", "k", "-subj", "/CN=x", "-out", "r")
        try openssl("x509", "-req", "-in", "r", "-signkey", "k", "-set_serial", "1", "-out", "c")
        let certificate = try certificate(pem: try openssl.folder.text("c"))
        #expect(certificate.version == .v1)
        #expect(certificate.extensions.isEmpty)
        #expect(certificate.serialNumber.description == "01")
        let request = try request(pem: try openssl.folder.text("r"))
        #expect(request.extensions.isEmpty)
        #expect(request.subject.description == "CN=x")
    }

    @Test(
        "a bundle of certificates with text around them is read whole",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func bundle() throws {
        let openssl = try OpenSSL()
        try openssl.folder.write(Fixtures.certificate + "\n", to: "c")
        let text = try openssl("x509", "-in", "c", "-text")
        let bundle = text + Fixtures.request + "\n" + text
        let octets = Array(bundle.utf8)
        let all = try Certificate.all(pem: octets.span)
        let one = try certificate(pem: Fixtures.certificate)
        #expect(all == [one, one])
    }

    @Test("the labels of old tools are taken")
    func labels() throws {
        let one = try certificate(pem: Fixtures.certificate)
        for label in ["X509 CERTIFICATE", "X.509 CERTIFICATE"] {
            #expect(
                try certificate(pem: Fixtures.certificate.replacing(" CERTIFICATE", with: " " + label)) == one
            )
        }
        let request = try request(pem: Fixtures.request)
        let old = Fixtures.request.replacing(" CERTIFICATE", with: " NEW CERTIFICATE")
        #expect(try PKIXTests.request(pem: old) == request)
    }

    @Test("a text without a certificate is refused")
    func missing() {
        #expect(throws: PKIXError.malformedPEM(.missingDocument(label: "CERTIFICATE"))) {
            try certificate(pem: Fixtures.request)
        }
        #expect(throws: PKIXError.malformedPEM(.missingDocument(label: "CERTIFICATE REQUEST"))) {
            try request(pem: Fixtures.certificate)
        }
    }

    @Test("octets of random changes give an error or are read, and never stop the process")
    func mutations() throws {
        var random = SeededRandom(seed: 52)
        let certificateOctets = try certificate(pem: Fixtures.certificate).encoding
        let requestOctets = try request(pem: Fixtures.request).encoding
        var refused = 0
        var read = 0
        for round in 0..<3000 {
            let octets = mutated(round.isMultiple(of: 2) ? certificateOctets : requestOctets, &random)
            do {
                if round.isMultiple(of: 2) {
                    let certificate = try certificate(der: octets)
                    #expect(certificate.encoding == octets)
                    _ = "\(certificate.subject) \(certificate.issuer) \(certificate.validity)"
                    _ = certificate.extensions.subjectAlternativeName?.names.description
                    #expect(try name(der: certificate.subject.encoding) == certificate.subject)
                } else {
                    #expect(try request(der: octets).encoding == octets)
                }
                read += 1
            } catch {
                #expect(!error.description.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 1000 && read > 100)
    }

    /// Changes, takes out, doubles or cuts off a few octets.
    private func mutated(_ original: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var octets = original
        for _ in 0...(random.next() % 2) {
            let place = Int(random.next() % UInt64(octets.count))
            switch random.next() % 8 {
            case 0: octets.remove(at: place)
            case 1: octets.insert(octets[place], at: place)
            case 2: octets.removeLast(min(octets.count - 1, Int(random.next() % 16)))
            case 3: octets[place] ^= 1 << UInt8(random.next() % 8)
            default: octets[place] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        return octets
    }
}
