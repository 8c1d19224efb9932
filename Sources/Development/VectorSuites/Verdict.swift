internal import VectorFiles

/// Whether an answer is the right one.
enum Verdict: Equatable {
    case passed
    /// It is what the policy of that name says.
    case policy(String)
    case failed(String)

    /// Judges `answer` by the policy that holds for the case, or else by what its publisher says.
    init(on answer: Answer, to vector: VectorCase, suite: String) {
        if case .wrong(let detail) = answer {
            self = .failed(detail)
            return
        }
        if let policy = Policy.all.first(where: { $0.holds(for: vector, suite: suite) }) {
            switch (policy.stance, answer) {
            case (.accepts, .accepted), (.refuses, .refused): self = .policy(policy.name)
            case (.accepts, .refused(let reason)):
                self = .failed("should be accepted by the policy \(policy.name), but refused: \(reason)")
            default: self = .failed("should be refused by the policy \(policy.name), but accepted")
            }
            return
        }
        switch (vector.result, answer) {
        case (.valid, .accepted), (.invalid, .refused): self = .passed
        case (.valid, .refused(let reason)): self = .failed("valid, but refused: \(reason)")
        case (.invalid, _): self = .failed("invalid, but accepted")
        case (.acceptable, .refused(let reason)):
            self = .failed("no policy says whether to accept it; refused: \(reason)")
        default: self = .failed("no policy says whether to accept it; accepted")
        }
    }
}
