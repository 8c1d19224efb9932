import DERCoding
import SecretMemory
import Testing

@testable import PKIX

@Suite("Paths of certificates (RFC 5280, section 6)")
struct PathTests {
    private let root: Authority
    private let middle: Authority
    private let rootCertificate: Certificate

    init() throws {
        root = try Authority("root")
        middle = try Authority("middle")
        rootCertificate = try root.certificate(of: root)
    }

    private func policy(_ change: (inout ValidationPolicy) -> Void) -> ValidationPolicy {
        var policy = ValidationPolicy()
        change(&policy)
        return policy
    }

    @Test("a path is found among other certificates, in any order, and given from the certificate up")
    func found() throws {
        let issuing = try root.certificate(of: middle)
        let server = try middle.server()
        let strangers = [try Authority("x").certificate(of: Authority("y")), rootCertificate, server]
        let verifier = CertificateVerifier(rootCertificate, strangers + [issuing])
        let result = verifier.validate(server, for: .server(.dnsName("DB.example.com")), at: Authority.now)
        #expect(result.path?.certificates == [server, issuing])
        #expect(result.path?.anchor == TrustAnchor(rootCertificate))
        // A name and a key alone are an anchor, too.
        let bare = TrustAnchor(name: root.name, publicKey: root.publicKey)
        #expect(CertificateVerifier(anchors: [bare], intermediates: [issuing]).faults(of: server).isEmpty)
    }

    @Test("each fault of a certificate is told, and whose it is")
    func facts() throws {
        let ended = Validity(notBefore: Authority.now.advanced(bySeconds: -864_000), days: 2)
        let issuing = try root.certificate(of: middle, validity: ended)
        let usage = CertificateExtension(ExtendedKeyUsage(ExtendedKeyUsage.clientAuth), isCritical: false)
        let server = try middle.server([.dnsName("db.example.com")], [usage])
        let verifier = CertificateVerifier(rootCertificate, [issuing])
        let wanted = ValidationPolicy.server(.dnsName("other.example.com"))
        guard case .invalid(let failures) = verifier.validate(server, for: wanted, at: Authority.now) else {
            Issue.record("a path with faults is valid")
            return
        }
        #expect(failures.count == 1 && failures[0].anchor == TrustAnchor(rootCertificate))
        #expect(failures[0].certificates == [server, issuing])
        let facts = failures[0].faults.map { "\($0.position) \($0.fault)" }
        #expect(
            facts == [
                "1 expired at \(ended.notAfter)", "0 is not for servers, by its extended key usage",
                "0 does not have the name DNS:other.example.com",
            ]
        )
        #expect(
            failures[0].description.split(separator: "\n").first == "CN=middle expired at \(ended.notAfter)"
        )
    }

    @Test("a certificate that leads nowhere says where its way ends")
    func deadEnds() throws {
        let server = try middle.server()
        #expect(CertificateVerifier(rootCertificate).faults(of: server) == [.issuerNotFound(middle.name)])
        // The name alone is anybody's.
        let forged = try root.certificate(of: middle.rolledOver(seed: 9))
        #expect(
            CertificateVerifier(rootCertificate, [forged]).faults(of: server)
                == [.signatureInvalid(issuer: middle.name)]
        )
        let forgedRoot = try root.rolledOver(seed: 10)
        #expect(
            CertificateVerifier(try forgedRoot.certificate(of: forgedRoot)).faults(of: try root.server())
                == [.signatureInvalid(issuer: root.name)]
        )
        // Two that vouch for each other.
        let other = try Authority("other")
        let loop = [try other.certificate(of: middle), try middle.certificate(of: other)]
        #expect(CertificateVerifier(rootCertificate, loop).faults(of: server) == [.issuersFormLoop])
        #expect(CertificateVerifier(anchors: []).faults(of: server) == [.issuerNotFound(middle.name)])
    }

    @Test("of several certificates of an authority the one that is good is found")
    func candidates() throws {
        let ended = Validity(notBefore: Authority.now.advanced(bySeconds: -864_000), days: 2)
        let good = try root.certificate(of: middle)
        let stranger = try Authority("stranger")
        let many = [
            try root.certificate(of: middle, validity: ended),
            try root.certificate(of: middle, usage: [.crlSign]),
            try stranger.certificate(of: middle), try root.certificate(of: middle.rolledOver(seed: 3)), good,
        ]
        let server = try middle.server()
        let path = CertificateVerifier(rootCertificate, many)
            .validate(server, for: ValidationPolicy(), at: Authority.now).path
        #expect(path?.certificates == [server, good])
        let bad = CertificateVerifier(rootCertificate, Array(many.dropLast())).faults(of: server)
        #expect(
            Set(bad.map(\.description)) == [
                ValidationFault.mayNotSignCertificates.description,
                ValidationFault.expired(at: ended.notAfter).description,
                ValidationFault.issuerNotFound(stranger.name).description,
            ]
        )
    }

    @Test("one who is no authority, or may not sign, issues nothing")
    func noAuthority() throws {
        let leafOfRoot = try root.certificate(of: middle.name, key: middle.publicKey, [])
        let server = try middle.server()
        #expect(CertificateVerifier(rootCertificate, [leafOfRoot]).faults(of: server) == [.notAuthority])
        let other = try root.certificate(of: root, usage: .crlSign)
        #expect(CertificateVerifier(other).faults(of: try root.server()) == [.mayNotSignCertificates])
    }

    @Test("a path length counts authorities, but for those that issued for themselves")
    func pathLength() throws {
        let lower = try Authority("lower")
        let server = try lower.server()
        let next = try middle.rolledOver(seed: 5)
        let chain = [try root.certificate(of: middle), try middle.certificate(of: lower)]
        func faults(_ limit: Int, _ chain: [Certificate]) throws -> [ValidationFault] {
            let limited = try root.certificate(of: root, pathLength: limit)
            return CertificateVerifier(limited, chain).faults(of: server)
        }
        #expect(try faults(2, chain).isEmpty)
        #expect(try faults(1, chain) == [.pathTooLong(limit: 1)])
        let rolled = [
            try root.certificate(of: middle), try middle.certificate(of: next),
            try next.certificate(of: lower),
        ]
        #expect(try faults(2, rolled).isEmpty)
        let bare = TrustAnchor(try root.certificate(of: root, pathLength: 0))
        let verifier = CertificateVerifier(anchors: [bare], intermediates: chain)
        #expect(verifier.faults(of: server, for: policy { $0.anchorTreatment = .nameAndKey }).isEmpty)
        #expect(
            verifier.faults(
                of: server,
                for: policy {
                    $0.anchorTreatment = .nameAndKey
                    $0.maximumAuthorityCount = 1
                }
            ) == [.pathTooLong(limit: 1)]
        )
    }

    @Test("a purpose has to be allowed by everybody above, and a critical extension to be known")
    func purposes() throws {
        let clients = CertificateExtension(ExtendedKeyUsage(ExtendedKeyUsage.clientAuth), isCritical: false)
        let any = CertificateExtension(ExtendedKeyUsage(ExtendedKeyUsage.any), isCritical: false)
        let server = try middle.server()
        let wanted = ValidationPolicy.server(.dnsName("db.example.com"))
        func faults(_ extensions: [CertificateExtension]) throws -> [ValidationFault] {
            CertificateVerifier(rootCertificate, [try root.certificate(of: middle, extensions)])
                .faults(of: server, for: wanted)
        }
        #expect(try faults([clients]) == [.wrongPurpose(ExtendedKeyUsage.serverAuth)])
        #expect(try faults([any]).isEmpty)
        let unknown = ObjectIdentifier(1, 2, 3)
        #expect(
            try faults([CertificateExtension(identifier: unknown, isCritical: true, contents: [5, 0])])
                == [.unknownCriticalExtension(unknown)]
        )
        #expect(
            try faults([CertificateExtension(identifier: unknown, isCritical: false, contents: [5, 0])])
                .isEmpty
        )
        // What has to be kept to, and cannot be read, is no permission.
        for identifier in [
            NameConstraints.identifier, PolicyConstraints.identifier, CertificatePolicies.identifier,
        ] {
            let broken = CertificateExtension(identifier: identifier, isCritical: false, contents: [0x30, 0])
            let found = try faults([broken])
            #expect(found.count == 1, "\(identifier)")
            guard case .unreadableExtension = found.first else {
                Issue.record("\(identifier) gives \(found)")
                continue
            }
        }
    }

    @Test("a certificate that is an anchor itself needs no path, unless it has to")
    func direct() throws {
        let server = try root.certificate(
            of: root.name,
            key: root.publicKey,
            [CertificateExtension(SubjectAlternativeName([.dnsName("db.example.com")]), isCritical: false)]
        )
        let verifier = CertificateVerifier(server)
        #expect(verifier.faults(of: server, for: .server(.dnsName("db.example.com"))).isEmpty)
        #expect(
            verifier.faults(of: server, for: .server(.dnsName("x.example.com"))).contains(
                .otherName(.dnsName("x.example.com"))
            )
        )
        #expect(
            verifier.faults(of: server, for: policy { $0.acceptsAnchorItself = false }) == [.notAuthority]
        )
        let late = server.validity.notAfter.advanced(bySeconds: 1)
        #expect(verifier.faults(of: server, at: late).contains(.expired(at: server.validity.notAfter)))
    }

    @Test("names are one whatever their case, their spaces and their string types are")
    func names() throws {
        func name(_ text: String, _ kind: NameString.Kind) throws -> DistinguishedName {
            DistinguishedName([try NameAttribute(.organizationName, text, as: kind)])
        }
        #expect(try name("Example  Ltd ", .utf8).matches(name("EXAMPLE ltd", .printable)))
        #expect(try name("Bücher", .utf8).matches(name("BÜCHER", .bmp)))
        #expect(try !name("Example Ltd", .utf8).matches(name("ExampleLtd", .utf8)))
        // Of several attributes in a level the order does not count, and their borders do.
        let (one, two) = (try NameAttribute(.commonName, "a"), try NameAttribute(.organizationName, "b"))
        let joined = DistinguishedName(relativeNames: [try RelativeDistinguishedName([one, two])])
        #expect(
            joined.matches(DistinguishedName(relativeNames: [try RelativeDistinguishedName([two, one])]))
        )
        #expect(!joined.matches(DistinguishedName([one, two])))
    }
}
