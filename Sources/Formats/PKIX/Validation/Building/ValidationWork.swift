internal import DERCoding

/// What a validation has done so far, held against its limits.
final class ValidationWork {
    let limits: ValidationLimits
    /// The first limit that was reached.
    private(set) var exhaustion: ValidationFault?
    private var pathCount = 0
    private var stepCount = 0
    private let known: KnownSignatures
    /// Those that were asked for, each of which counts once, whoever looked at it.
    private var counted: Set<SignaturePair> = []
    private let countedBefore: Int

    init(_ limits: ValidationLimits, knowing known: KnownSignatures = KnownSignatures()) {
        self.limits = limits
        self.known = known
        countedBefore = 0
    }

    /// Begins again, knowing the signatures that were looked at.
    init(_ limits: ValidationLimits, signatures other: ValidationWork) {
        self.limits = limits
        known = other.known
        counted = other.counted
        countedBefore = counted.count
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
        if !counted.contains(pair) {
            guard counted.count - countedBefore < limits.signatureCount else {
                if exhaustion == nil { exhaustion = .tooManySignatures(limit: limits.signatureCount) }
                return .notVerified(.tooManySignatures(limit: limits.signatureCount))
            }
            counted.insert(pair)
        }
        if let answer = known.answers[pair] { return answer }
        if known.isSpent { return .notVerified(.tooManySignatures(limit: known.limit)) }
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
        known.answers[pair] = answer
        return answer
    }
}

/// Signatures that were looked at, each once: several searches may know the same ones, and make no more in all than
/// their limit.
package final class KnownSignatures {
    fileprivate var answers: [SignaturePair: SignatureAnswer] = [:]
    fileprivate let limit: Int

    /// Knows none yet; beyond `limit`, signatures are not verified.
    package init(limit: Int = .max) { self.limit = limit }

    /// How many were looked at.
    package var count: Int { answers.count }
    /// Whether no more are.
    package var isSpent: Bool { count >= limit }
}

/// Something signed and a key.
struct SignaturePair: Hashable {
    /// The digest of what is signed would do; its octets are at hand.
    let signed: [UInt8]
    let key: SubjectPublicKeyInfo

    func hash(into hasher: inout Hasher) {
        hasher.combine(octets: signed)
        hasher.combine(key)
    }
}

/// What is known of a signature.
enum SignatureAnswer {
    case valid
    case invalid
    case notVerified(ValidationFault)
}
