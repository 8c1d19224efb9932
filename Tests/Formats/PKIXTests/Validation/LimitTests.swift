import DERCoding
import SecretMemory
import TestSupport
import Testing

@testable import PKIX

/// What a hostile peer sends: the count of steps is what is bounded, not the time.
@Suite("Limits of a validation")
struct LimitTests {
    private func policy(_ limits: ValidationLimits) -> ValidationPolicy {
        var policy = ValidationPolicy()
        policy.limits = limits
        return policy
    }

    /// Authorities that all certify each other, so that there are n! ways, none of which leads to an anchor.
    private func mesh(_ count: Int) throws -> (server: Certificate, certificates: [Certificate]) {
        let authorities = try (0..<count).map { try Authority("mesh \($0)") }
        var certificates: [Certificate] = []
        for one in authorities {
            for other in authorities where other !== one {
                certificates.append(try one.certificate(of: other))
            }
        }
        return (try authorities[0].server(), certificates)
    }

    @Test("authorities that certify each other end the search by its limits")
    func mesh() throws {
        let (server, certificates) = try mesh(6)
        let root = try Authority("root")
        let verifier = CertificateVerifier(try root.certificate(of: root), certificates)
        let few = policy(ValidationLimits(stepCount: 100))
        #expect(verifier.faults(of: server, for: few).first == .tooManySteps(limit: 100))
        let signatures = policy(ValidationLimits(signatureCount: 10))
        #expect(verifier.faults(of: server, for: signatures).first == .tooManySignatures(limit: 10))
        let short = policy(ValidationLimits(pathLength: 3))
        #expect(verifier.faults(of: server, for: short).contains(.pathBeyondLimit(3)))
    }

    @Test("many certificates of one name and one key are one authority")
    func sameKey() throws {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let copies = try (0..<30).map { _ in try middle.certificate(of: middle) }
        let verifier = CertificateVerifier(try root.certificate(of: root), copies)
        let few = policy(ValidationLimits(signatureCount: 40, stepCount: 2_000))
        #expect(verifier.faults(of: try middle.server(), for: few) == [.issuersFormLoop])
    }

    @Test("many paths to an anchor, of which none is valid, end the search by their limit")
    func paths() throws {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let base = NameConstraints.Base.dnsName("db.example.com")
        let limited = CertificateExtension(NameConstraints(excluded: [base]), isCritical: true)
        let many = try (0..<8).map { try root.certificate(of: middle, pathLength: $0, [limited]) }
        let verifier = CertificateVerifier(try root.certificate(of: root), many)
        let server = try middle.server()
        #expect(
            verifier.faults(of: server, for: policy(ValidationLimits(pathCount: 5))).first
                == .tooManyPaths(limit: 5)
        )
        #expect(
            verifier.faults(of: server) == [.nameExcluded(.dnsName("db.example.com"), authority: middle.name)]
        )
        // What is told of is bounded, too.
        let told = verifier.validate(
            server,
            for: policy(ValidationLimits(failureCount: 3)),
            at: Authority.now
        )
        guard case .invalid(let failures) = told else { return }
        #expect(failures.count == 3)
    }

    @Test("names times constraints are counted")
    func names() throws {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let bases = (0..<300).map { NameConstraints.Base.dnsName("x\($0).example.com") }
        let limited = CertificateExtension(NameConstraints(excluded: bases), isCritical: true)
        let server = try middle.server((0..<300).map { .dnsName("y\($0).example.com") })
        let verifier = CertificateVerifier(
            try root.certificate(of: root),
            [try root.certificate(of: middle, [limited])]
        )
        #expect(verifier.faults(of: server).isEmpty)
        let few = policy(ValidationLimits(stepCount: 80_000))
        #expect(verifier.faults(of: server, for: few).first == .tooManySteps(limit: 80_000))
    }

    @Test("a long name is counted by its octets, as often as it is compared")
    func longNames() throws {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let bases = (0..<100).map { NameConstraints.Base.dnsName("x\($0).example.com") }
        let limited = CertificateExtension(NameConstraints(excluded: bases), isCritical: true)
        let server = try middle.server([.dnsName(String(repeating: "y", count: 64_000))])
        let verifier = CertificateVerifier(
            try root.certificate(of: root),
            [try root.certificate(of: middle, [limited])]
        )
        #expect(verifier.faults(of: server).isEmpty)
        let few = policy(ValidationLimits(stepCount: 50_000))
        #expect(verifier.faults(of: server, for: few).first == .tooManySteps(limit: 50_000))
    }

    @Test("mappings that double the ways at each authority leave a graph that grows by their count alone")
    func policies() throws {
        let levels = 12
        let (left, right) = (ObjectIdentifier(1, 2, 1), ObjectIdentifier(1, 2, 2))
        let mappings = [left, right].flatMap { from in
            [left, right].map { PolicyMappings.Mapping(from, to: $0) }
        }
        let own = CertificateExtension(CertificatePolicies([left, right]), isCritical: false)
        let mapped = CertificateExtension(PolicyMappings(mappings), isCritical: true)
        let authorities = try (0...levels).map { try Authority("policy \($0)") }
        let chain = try zip(authorities, authorities.dropFirst()).map {
            try $0.certificate(of: $1, [own, mapped])
        }
        let server = try authorities[levels].server([.dnsName("a.example.com")], [own])
        let verifier = CertificateVerifier(
            try authorities[0].certificate(of: authorities[0]),
            chain
        )
        var wanted = policy(ValidationLimits(stepCount: 1_000))
        wanted.requiresExplicitPolicy = true
        let path = verifier.validate(server, for: wanted, at: Authority.now).path
        #expect(path?.policies == [left, right])
    }

    @Test("a list is looked at by its entries, which are counted")
    func lists() throws {
        let root = try Authority("root")
        let server = try root.server()
        var random = SeededRandom(seed: 3)
        let entries = (0..<3_200).map { _ in
            RevokedCertificate(SerialNumber(using: &random), at: Authority.now)
        }
        let verifier = CertificateVerifier(try root.certificate(of: root), lists: [try root.list(entries)])
        #expect(verifier.faults(of: server).isEmpty)
        #expect(
            verifier.faults(of: server, for: policy(ValidationLimits(stepCount: 90))).first
                == .tooManySteps(limit: 90)
        )
    }
}
