internal import DERCoding

/// The policies that are valid along a path, as a graph (RFC 9618): a level for each certificate, and on it each policy
/// once, whatever led to it. The tree of RFC 5280, section 6.1.2, has a node for each way, of which mappings make
/// exponentially many.
struct PolicyGraph {
    private struct Node {
        /// The policies of the level above by which this one is expected; none where `anyPolicy` is the parent.
        var parents: [ObjectIdentifier] = []
    }

    private struct Level {
        var nodes: [ObjectIdentifier: Node] = [:]
        /// Whether `anyPolicy` is a node.
        var hasAny = false

        var isEmpty: Bool { nodes.isEmpty && !hasAny }
        var count: Int { nodes.count + 1 }
    }

    private var levels: [Level] = []
    /// What is expected of the next certificate, and then what it has.
    private var level = Level(hasAny: true)

    /// Whether no policy is valid (`valid_policy_graph` is NULL).
    var isEmpty: Bool { level.isEmpty }

    /// How many nodes stand on the level that is looked at.
    var width: Int { level.count }

    /// RFC 9618, section 5.3, steps d and e: keeps of what is expected what the certificate has.
    mutating func take(_ policies: CertificatePolicies?, allowsAny: Bool) {
        guard let policies else {
            level = Level()
            return
        }
        let own = policies.policies.filter { $0 != CertificatePolicies.anyPolicy }
        let wasAny = level.hasAny
        if own.count == policies.all.count || !allowsAny {
            let kept = Set(own)
            level.nodes = level.nodes.filter { kept.contains($0.key) }
            level.hasAny = false
        }
        if wasAny {
            for policy in own where level.nodes[policy] == nil { level.nodes[policy] = Node() }
        }
    }

    /// Section 5.4, steps b: what is expected of the next certificate, by the mappings of this one.
    mutating func goOn(_ mappings: [PolicyMappings.Mapping], allowsMapping: Bool) {
        var next = Level(hasAny: level.hasAny)
        let mapped = Set(mappings.map(\.issuerDomainPolicy))
        if !allowsMapping {
            level.nodes = level.nodes.filter { !mapped.contains($0.key) }
        } else {
            if level.hasAny {
                for policy in mapped where level.nodes[policy] == nil { level.nodes[policy] = Node() }
            }
            var seen: Set<PolicyMappings.Mapping> = []
            for mapping in mappings
            where level.nodes[mapping.issuerDomainPolicy] != nil && seen.insert(mapping).inserted {
                next.nodes[mapping.subjectDomainPolicy, default: Node()].parents
                    .append(mapping.issuerDomainPolicy)
            }
        }
        for policy in level.nodes.keys where !allowsMapping || !mapped.contains(policy) {
            next.nodes[policy, default: Node()].parents.append(policy)
        }
        levels.append(level)
        level = next
    }

    /// Section 5.5, step g: the policies under which the path is valid, of those that are acceptable.
    func policies(of initial: Set<ObjectIdentifier>) -> Set<ObjectIdentifier> {
        // From the last level up, what leads to it.
        var valid: Set<ObjectIdentifier> = []
        var reached = Set(level.nodes.keys)
        for level in ([level] + levels.reversed()) {
            var above: Set<ObjectIdentifier> = []
            for policy in reached {
                guard let node = level.nodes[policy] else { continue }
                if node.parents.isEmpty { valid.insert(policy) } else { above.formUnion(node.parents) }
            }
            reached = above
        }
        guard !initial.contains(CertificatePolicies.anyPolicy) else {
            return level.hasAny ? valid.union([CertificatePolicies.anyPolicy]) : valid
        }
        return level.hasAny ? initial : valid.intersection(initial)
    }
}
