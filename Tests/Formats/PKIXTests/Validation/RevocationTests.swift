import DERCoding
import Testing

@testable import PKIX

@Suite("Whether a certificate of a path is revoked (RFC 5280, section 6.3)")
struct RevocationTests {
    private let root: Authority
    private let middle: Authority
    private let rootCertificate: Certificate
    private let issuing: Certificate
    private let server: Certificate

    init() throws {
        root = try Authority("root")
        middle = try Authority("middle")
        rootCertificate = try root.certificate(of: root)
        issuing = try root.certificate(of: middle)
        server = try middle.server()
    }

    private func entry(_ certificate: Certificate, _ reason: RevocationReason? = nil) -> RevokedCertificate {
        RevokedCertificate(certificate.serialNumber, at: Authority.now, reason: reason)
    }

    private func faults(
        _ lists: [CertificateList],
        required: Bool = true,
        _ more: [Certificate] = []
    ) -> [ValidationFault] {
        var policy = ValidationPolicy()
        policy.revocation = required ? .required : .whereListed
        return CertificateVerifier(rootCertificate, [issuing] + more, lists: lists).faults(
            of: server,
            for: policy
        )
    }

    @Test("a list of each authority says it, and one is needed where that is asked for")
    func lists() throws {
        let (ofRoot, ofMiddle) = (try root.list([]), try middle.list([]))
        #expect(faults([ofRoot, ofMiddle]).isEmpty)
        #expect(faults([ofRoot]) == [.revocationUnknown(.noList)])
        #expect(faults([ofRoot], required: false).isEmpty)
        #expect(
            faults([ofRoot, try middle.list([entry(server, .keyCompromise)])], required: false)
                == [.revoked(at: Authority.now, .keyCompromise)]
        )
        // Of an authority that is revoked, nothing else is asked.
        #expect(faults([try root.list([entry(issuing)]), ofMiddle]) == [.revoked(at: Authority.now, nil)])
    }

    @Test("a list that covers a certificate and cannot be relied on is no list")
    func unreliable() throws {
        let ofRoot = try root.list([])
        let early = Authority.now.advanced(bySeconds: -30 * 86_400)
        let ended = try middle.list([], from: early)
        let end = early.advanced(bySeconds: 7 * 86_400)
        #expect(faults([ofRoot, ended], required: false) == [.revocationUnknown(.listExpired(at: end))])
        let late = Authority.now.advanced(bySeconds: 60)
        #expect(
            faults([ofRoot, try middle.list([], from: late)], required: false)
                == [.revocationUnknown(.listNotYetValid(from: late))]
        )
        let forged = try middle.rolledOver(seed: 8).list([])
        #expect(
            faults([ofRoot, forged], required: false) == [.revocationUnknown(.listNotSigned(middle.name))]
        )
        let unknown = CertificateExtension(
            identifier: ObjectIdentifier(1, 2, 3),
            isCritical: true,
            contents: [5, 0]
        )
        #expect(
            faults([ofRoot, try middle.list([], [unknown])], required: false)
                == [.revocationUnknown(.unknownCriticalExtension(ObjectIdentifier(1, 2, 3)))]
        )
        // A later one beside it is relied on.
        #expect(faults([ofRoot, ended, try middle.list([])]).isEmpty)
    }

    @Test("one whose key usage has no cRLSign signs no list")
    func usage() throws {
        let mute = try root.certificate(of: middle, usage: .keyCertSign)
        let verifier = CertificateVerifier(rootCertificate, [mute], lists: [try middle.list([])])
        #expect(verifier.faults(of: server) == [.revocationUnknown(.listNotSigned(middle.name))])
    }

    @Test("an authority that is revoked does not name a signer by whose list it is not")
    func ownAcquittal() throws {
        // It issues a certificate to itself in the root's name, and signs a list as the root.
        let impostor = try root.rolledOver(seed: 20)
        let forged = try middle.certificate(of: impostor)
        let acquittal = try impostor.list([], number: 9)
        let revoking = try root.list([entry(issuing)])
        for lists in [[acquittal, revoking], [revoking, acquittal]] {
            #expect(
                faults(lists, required: false, [forged]) == [.revoked(at: Authority.now, nil)],
                "\(lists[0] == revoking)"
            )
        }
        #expect(
            faults([acquittal, try middle.list([])], required: true, [forged])
                == [.revocationUnknown(.listNotSigned(root.name))]
        )
    }

    @Test("an authority does not sign the lists of those beside it in their issuer's name")
    func othersAcquittal() throws {
        let (beside, impostor) = (try Authority("beside"), try root.rolledOver(seed: 22))
        let forged = [try root.certificate(of: beside), try beside.certificate(of: impostor)]
        let lists = [try impostor.list([]), try root.list([entry(issuing)]), try beside.list([])]
        #expect(faults(lists, required: false, forged) == [.revoked(at: Authority.now, nil)])
    }

    @Test("an authority's other key signs its lists, unless that is revoked")
    func otherKey() throws {
        let other = try middle.rolledOver(seed: 21)
        let signer = try root.certificate(of: other, usage: .crlSign)
        let list = try other.list([])
        #expect(faults([try root.list([]), list], [signer]).isEmpty)
        #expect(
            faults([try root.list([entry(signer)]), list], [signer])
                == [.revocationUnknown(.listNotSigned(middle.name))]
        )
    }

    @Test("a list of another scope covers nothing")
    func scope() throws {
        func point(_ uri: String) -> DistributionPoint.Name { .full([.uniformResourceIdentifier(uri)]) }
        let place = CertificateExtension(
            CRLDistributionPoints([DistributionPoint(fullName: [.uniformResourceIdentifier("http://a/1")])]),
            isCritical: false
        )
        let placed = try middle.server([.dnsName("db.example.com")], [place])
        func faults(_ uri: String) throws -> [ValidationFault] {
            let scope = CertificateExtension(IssuingDistributionPoint(point(uri)), isCritical: true)
            let lists = [try root.list([]), try middle.list([entry(placed)], [scope])]
            return CertificateVerifier(rootCertificate, [issuing], lists: lists).faults(of: placed)
        }
        #expect(try faults("http://a/1") == [.revoked(at: Authority.now, nil)])
        #expect(try faults("http://a/2").isEmpty)
    }

    @Test("a list that adds to another takes back what was on hold, and only where it belongs to it")
    func deltas() throws {
        let ofRoot = try root.list([])
        func delta(_ base: UInt64, _ number: UInt64, _ entries: [RevokedCertificate]) throws
            -> CertificateList
        {
            let contents = DERWriter.octets { $0.integer(Int(base)) }
            let indicator = CertificateExtension(
                identifier: ObjectIdentifier(2, 5, 29, 27),
                isCritical: true,
                contents: contents
            )
            return try middle.list(entries, number: number, [indicator])
        }
        let held = try middle.list([entry(server, .certificateHold)], number: 5)
        let clean = try middle.list([], number: 5)
        #expect(faults([ofRoot, held, try delta(5, 6, [entry(server, .removeFromList)])]).isEmpty)
        #expect(
            faults([ofRoot, clean, try delta(5, 6, [entry(server)])]) == [.revoked(at: Authority.now, nil)]
        )
        // One for a later list, and one alone.
        #expect(faults([ofRoot, clean, try delta(6, 7, [entry(server)])]).isEmpty)
        #expect(faults([ofRoot, try delta(5, 6, [])]) == [.revocationUnknown(.noList)])
    }
}
