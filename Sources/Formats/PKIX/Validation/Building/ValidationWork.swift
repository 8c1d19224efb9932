/// What a validation has done so far, held against its limits.
final class ValidationWork {
    let limits: ValidationLimits
    /// The first limit that was reached.
    private(set) var exhaustion: ValidationFault?
    private var signatureCount = 0
    private var pathCount = 0
    private var stepCount = 0
    /// Which signatures were looked at, by the numbers of what is signed and of the key.
    private var known: [SignaturePair: SignatureAnswer] = [:]

    init(_ limits: ValidationLimits) { self.limits = limits }

    /// Begins again, knowing the signatures that were looked at.
    init(_ limits: ValidationLimits, signatures other: ValidationWork) {
        self.limits = limits
        known = other.known
    }

    var isExhausted: Bool { exhaustion != nil }

    /// Does so many steps; gives whether they may be done.
    func step(_ count: Int = 1) -> Bool {
        // No count comes near to what overflows: each is one of elements in memory.
        stepCount += count
        if stepCount > limits.stepCount, exhaustion == nil {
            exhaustion = .tooManySteps(limit: limits.stepCount)
        }
        return !isExhausted
    }

    /// Looks at a path; gives whether it may be.
    func path() -> Bool {
        pathCount += 1
        if pathCount > limits.pathCount, exhaustion == nil {
            exhaustion = .tooManyPaths(limit: limits.pathCount)
        }
        return !isExhausted
    }

    /// Looks at a signature, once.
    func signature(_ pair: SignaturePair, _ verify: () throws(PKIXError) -> Bool) -> SignatureAnswer {
        if let answer = known[pair] { return answer }
        signatureCount += 1
        if signatureCount > limits.signatureCount {
            if exhaustion == nil { exhaustion = .tooManySignatures(limit: limits.signatureCount) }
            return .notVerified(.tooManySignatures(limit: limits.signatureCount))
        }
        let answer: SignatureAnswer
        do throws(PKIXError) {
            answer = try verify() ? .valid : .invalid
        } catch {
            switch error {
            case .unsupportedSignatureAlgorithm(let identifier):
                answer = .notVerified(.signatureNotVerified(identifier))
            case .unusableKey(let error): answer = .notVerified(.issuerKeyUnusable(error))
            default: answer = .invalid
            }
        }
        known[pair] = answer
        return answer
    }
}

/// Something signed and a key.
struct SignaturePair: Hashable {
    /// The digest of what is signed would do; its octets are at hand.
    let signed: [UInt8]
    let key: SubjectPublicKeyInfo
}

/// What is known of a signature.
enum SignatureAnswer {
    case valid
    case invalid
    case notVerified(ValidationFault)
}
