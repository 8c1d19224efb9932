internal import DERCoding

/// The policies along a path, from the anchor down (RFC 5280, sections 6.1.2 to 6.1.5, as RFC 9618 amends them).
struct PolicyCheck {
    private(set) var faults: [(Int, ValidationFault)] = []
    /// Those under which the path is valid, of those that are acceptable.
    private(set) var policies: Set<ObjectIdentifier> = []

    private var graph = PolicyGraph()
    private var explicitPolicy: Int
    private var policyMapping: Int
    private var inhibitAnyPolicy: Int

    init(of path: [Candidate], for policy: ValidationPolicy, _ work: ValidationWork) {
        // Section 6.1.2, steps d to f; the path has one certificate at least.
        let count = path.count
        explicitPolicy = policy.requiresExplicitPolicy ? 0 : count + 1
        policyMapping = policy.inhibitsPolicyMapping ? 0 : count + 1
        inhibitAnyPolicy = policy.inhibitsAnyPolicy ? 0 : count + 1
        for position in path.indices.reversed() {
            do throws(PKIXError) {
                guard try takes(path[position], at: position, work) else { return }
            } catch {
                faults.append((position, .unreadableExtension(error)))
                return
            }
        }
        policies = graph.policies(of: policy.initialPolicies)
        if explicitPolicy == 0, policies.isEmpty { faults.append((0, .noAcceptablePolicy)) }
    }

    /// Takes one more certificate; gives whether to go on.
    private mutating func takes(
        _ candidate: Candidate,
        at position: Int,
        _ work: ValidationWork
    ) throws(PKIXError) -> Bool {
        let extensions = candidate.certificate.extensions
        let isLast = position == 0
        // Section 6.1.3, steps d to f.
        let own = try extensions.read(CertificatePolicies.self)
        guard work.step(graph.width + (own?.all.count ?? 0)) else { return false }
        graph.take(own, allowsAny: inhibitAnyPolicy > 0 || !isLast && candidate.isSelfIssued)
        if explicitPolicy == 0, graph.isEmpty {
            faults.append((position, .noAcceptablePolicy))
            return false
        }
        let constraints = try extensions.read(PolicyConstraints.self)
        if isLast {
            // Section 6.1.5, steps a and b.
            explicitPolicy = max(explicitPolicy - 1, 0)
            if constraints?.requireExplicitPolicy == 0 { explicitPolicy = 0 }
            return true
        }
        // Section 6.1.4, steps a and b.
        let mappings = try extensions.read(PolicyMappings.self)
        if mappings?.mapsAnyPolicy ?? false {
            faults.append((position, .mapsAnyPolicy))
            return false
        }
        guard work.step(graph.width + (mappings?.mappings.count ?? 0)) else { return false }
        graph.goOn(mappings?.mappings ?? [], allowsMapping: policyMapping > 0)
        // Steps h to j.
        if !candidate.isSelfIssued {
            explicitPolicy = max(explicitPolicy - 1, 0)
            policyMapping = max(policyMapping - 1, 0)
            inhibitAnyPolicy = max(inhibitAnyPolicy - 1, 0)
        }
        if let limit = constraints?.requireExplicitPolicy { explicitPolicy = min(explicitPolicy, limit) }
        if let limit = constraints?.inhibitPolicyMapping { policyMapping = min(policyMapping, limit) }
        if let limit = try extensions.read(InhibitAnyPolicy.self)?.skippedCount {
            inhibitAnyPolicy = min(inhibitAnyPolicy, limit)
        }
        return true
    }
}
