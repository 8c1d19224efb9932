internal import DERCoding
internal import SecretMemory

extension Node {
    /// The plan of an operation, and what keeps it from being carried out whole: what is wrong with the server's pair,
    /// or waits for a server that is not to load it. Then it is that part which no server loads.
    func plan(
        _ operation: some NodeOperation,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> (plan: NodePlan, waiting: NodeEncryptionError?) {
        do throws(NodeEncryptionError) {
            let plan = try operation.plan(on: self, baseline, answers, at: now, using: &random)
            try requireKeysOfOthers(after: plan)
            try requireWholePairs(after: plan)
            return (plan, plan.isEmpty ? nil : try lossLeft(by: plan))
        } catch {
            guard error.isOfServersPair,
                let part = (try? operation.part(on: self, at: now, using: &random)) ?? nil, !part.isEmpty,
                (try? requireKeysOfOthers(after: part)) != nil, (try? requireWholePairs(after: part)) != nil
            else { throw error }
            return (part, error)
        }
    }
}

extension NodeEncryptionError {
    /// Whether it may be about no more than the server's pair, or what a server would load.
    fileprivate var isOfServersPair: Bool {
        switch self {
        case .certificates, .certificatesOfOther, .notInstalled, .notServed: true
        default: false
        }
    }
}
