import DERCoding
import Testing

@testable import PKIX

@Suite("Which of several lists of one authority says whether a certificate is revoked")
struct RevocationOrderTests {
    private let root: Authority
    private let rootCertificate: Certificate
    private let server: Certificate

    init() throws {
        root = try Authority("root")
        rootCertificate = try root.certificate(of: root)
        server = try root.server()
    }

    private func entry(_ reason: RevocationReason? = nil) -> RevokedCertificate {
        RevokedCertificate(server.serialNumber, at: Authority.now, reason: reason)
    }

    private func days(_ count: Int64) -> DERTime { Authority.now.advanced(bySeconds: count * 86_400) }

    private static let revoked = [ValidationFault.revoked(at: Authority.now, nil)]

    /// What is found with the lists in each order; more than one answer is a fault of its own.
    private func faults(
        _ lists: [CertificateList],
        _ more: [Certificate] = [],
        limits: ValidationLimits = ValidationLimits()
    ) -> [ValidationFault] {
        var policy = ValidationPolicy()
        policy.revocation = .required
        policy.limits = limits
        let answers = [lists, lists.reversed()].map {
            CertificateVerifier(rootCertificate, more, lists: $0).faults(of: server, for: policy)
        }
        #expect(answers[0] == answers[1], "the order of the lists makes a difference")
        return answers[0]
    }

    @Test("the latest does, wherever it stands")
    func latest() throws {
        let early = days(-3)
        #expect(
            faults([try root.list([], from: early), try root.list([entry()], number: 2)]) == Self.revoked
        )
        let held = try root.list([entry(.certificateHold)], from: early)
        #expect(faults([held, try root.list([], number: 2)]).isEmpty)
        // Of one instant, the one of the greater number.
        #expect(faults([try root.list([entry()], number: 2), try root.list([])]) == Self.revoked)
        #expect(faults([try root.list([entry()]), try root.list([], number: 2)]).isEmpty)
    }

    @Test("where none is the later one, each that has the certificate does")
    func undecided() throws {
        let greater = try root.list([], number: 3, from: days(-3))
        #expect(faults([greater, try root.list([entry()], number: 2)]) == Self.revoked)
        let revoking = try root.list([entry()], number: 3, from: days(-3))
        #expect(faults([revoking, try root.list([], number: 2)]) == Self.revoked)
        #expect(faults([try root.list([entry()]), try root.list([])]) == Self.revoked)
        // Of another scope.
        let scope = IssuingDistributionPoint(.full([.directoryName(root.name)]))
        let partial = try root.list([], number: 2, [CertificateExtension(scope, isCritical: true)])
        #expect(faults([try root.list([entry()], from: days(-3)), partial]) == Self.revoked)
    }

    @Test("a list by another key of the authority is no later one: each key may have its own")
    func keys() throws {
        let other = try root.rolledOver(seed: 30)
        let certificate = try root.certificate(of: other)
        let revoking = try root.list([entry()], from: days(-3))
        #expect(faults([revoking, try other.list([], number: 2)], [certificate]) == Self.revoked)
        #expect(
            faults([try root.list([], from: days(-3)), try other.list([], number: 2)], [certificate]).isEmpty
        )
        // Nor is one by a key that is nobody's.
        #expect(faults([revoking, try root.rolledOver(seed: 31).list([], number: 2)]) == Self.revoked)
    }

    @Test("one that is over revokes what no list in force takes back, and says of nothing that it is good")
    func over() throws {
        let longest = try root.list([], from: days(-5), days: 30)
        let over = try root.list([entry()], number: 2, from: days(-3), days: 1)
        #expect(faults([longest, over]) == Self.revoked)
        #expect(faults([over]) == Self.revoked)
        #expect(faults([over, try root.list([], number: 3)]).isEmpty)
        let empty = try root.list([], number: 2, from: days(-3), days: 1)
        #expect(faults([longest, empty]).isEmpty)
        #expect(faults([empty]) == [.revocationUnknown(.listExpired(at: days(-2)))])
        // It takes nothing from one in force, either.
        #expect(faults([try root.list([entry()], from: days(-5), days: 30), empty]) == Self.revoked)
        // One of later says nothing yet.
        #expect(faults([longest, try root.list([entry()], number: 2, from: days(1))]).isEmpty)
    }

    @Test("of those that add to a list, the latest does")
    func deltas() throws {
        func delta(_ number: UInt64, _ entries: [RevokedCertificate], from start: DERTime = Authority.now)
            throws
            -> CertificateList
        {
            let indicator = CertificateExtension(
                identifier: ObjectIdentifier(2, 5, 29, 27),
                isCritical: true,
                contents: DERWriter.octets { $0.integer(1) }
            )
            return try root.list(entries, number: number, from: start, [indicator])
        }
        let (clean, held) = (try root.list([]), try root.list([entry(.certificateHold)]))
        let back = entry(.removeFromList)
        #expect(
            faults([held, try delta(2, [back], from: days(-1)), try delta(3, [entry()])]) == Self.revoked
        )
        #expect(faults([clean, try delta(2, [entry()], from: days(-1)), try delta(3, [back])]).isEmpty)
        // One that is over revokes, and takes nothing back.
        #expect(faults([clean, try delta(2, [entry()], from: days(-9))]) == Self.revoked)
        let onHold = [ValidationFault.revoked(at: Authority.now, .certificateHold)]
        #expect(faults([held, try delta(2, [back], from: days(-9))]) == onHold)
    }

    @Test("the earlier lists of a key that they name are not verified")
    func archive() throws {
        let key = CertificateExtension(AuthorityKeyIdentifier(keyIdentifier: [1, 2, 3]), isCritical: false)
        let lists = try (0..<20).map { age in
            try root.list([], number: 100 - UInt64(age), from: days(-Int64(age)), days: 30, [key])
        }
        // One of the certificate and one of a list.
        #expect(faults(lists, limits: ValidationLimits(signatureCount: 2)).isEmpty)
    }
}
