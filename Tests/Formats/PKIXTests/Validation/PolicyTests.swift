import DERCoding
import Testing

@testable import PKIX

@Suite("Certificate policies along a path (RFC 5280, section 6.1; RFC 9618)")
struct PolicyTests {
    private let gold = ObjectIdentifier(1, 2, 3, 1)
    private let silver = ObjectIdentifier(1, 2, 3, 2)

    private func result(
        _ authority: [CertificateExtension],
        _ server: [ObjectIdentifier],
        _ change: (inout ValidationPolicy) -> Void = { $0.requiresExplicitPolicy = true }
    ) throws -> (policies: Set<ObjectIdentifier>?, faults: [ValidationFault]) {
        let (root, middle) = (try Authority("root"), try Authority("middle"))
        let own =
            server.isEmpty ? [] : [CertificateExtension(CertificatePolicies(server), isCritical: false)]
        let certificate = try middle.server([.dnsName("a.example.com")], own)
        let verifier = CertificateVerifier(
            try root.certificate(of: root),
            [try root.certificate(of: middle, authority)]
        )
        var policy = ValidationPolicy()
        change(&policy)
        let path = verifier.validate(certificate, for: policy, at: Authority.now).path
        return (path?.policies, verifier.faults(of: certificate, for: policy))
    }

    private func has(_ policies: ObjectIdentifier...) -> CertificateExtension {
        CertificateExtension(CertificatePolicies(policies), isCritical: false)
    }

    @Test("a policy is needed where somebody asks for one, and has to be had all the way")
    func needed() throws {
        #expect(try result([], [], { _ in }).policies == [])
        #expect(try result([], []).faults == [.noAcceptablePolicy])
        #expect(try result([has(gold)], [gold]).policies == [gold])
        #expect(try result([has(gold)], [silver]).faults == [.noAcceptablePolicy])
        let asked = CertificateExtension(PolicyConstraints(requireExplicitPolicy: 0), isCritical: true)
        #expect(try result([has(gold), asked], [silver], { _ in }).faults == [.noAcceptablePolicy])
        #expect(try result([has(gold), asked], [gold], { _ in }).policies == [gold])
        // One that is had, and is not acceptable.
        let other = try result([has(gold)], [gold]) {
            $0.requiresExplicitPolicy = true
            $0.initialPolicies = [silver]
        }
        #expect(other.faults == [.noAcceptablePolicy])
    }

    @Test("any policy stands for all, unless that is inhibited")
    func any() throws {
        let any = CertificatePolicies.anyPolicy
        #expect(try result([has(any)], [gold]).policies == [gold])
        #expect(try result([has(any)], [any]).policies == [any])
        let inhibited = CertificateExtension(InhibitAnyPolicy(skippedCount: 0), isCritical: true)
        #expect(try result([has(gold), inhibited], [any]).faults == [.noAcceptablePolicy])
    }

    @Test(
        "a mapping leads from a policy of the issuer's to one of the subject's, and any policy is not mapped"
    )
    func mappings() throws {
        func maps(_ from: ObjectIdentifier, _ to: ObjectIdentifier) -> CertificateExtension {
            CertificateExtension(PolicyMappings([PolicyMappings.Mapping(from, to: to)]), isCritical: true)
        }
        #expect(try result([has(gold), maps(gold, silver)], [silver]).policies == [gold])
        #expect(try result([has(gold), maps(gold, silver)], [gold]).faults == [.noAcceptablePolicy])
        let inhibited = try result([has(gold), maps(gold, silver)], [silver]) {
            $0.requiresExplicitPolicy = true
            $0.inhibitsPolicyMapping = true
        }
        #expect(inhibited.faults == [.noAcceptablePolicy])
        let any = CertificatePolicies.anyPolicy
        #expect(try result([has(gold), maps(any, silver)], [silver]).faults == [.mapsAnyPolicy])
    }
}
