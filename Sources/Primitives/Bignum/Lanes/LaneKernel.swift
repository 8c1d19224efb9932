internal import ProcessorFeatures

/// The instructions that numbers are multiplied with in vectors of eight lanes. Which of them it is changes no result.
///
/// What a kernel computes with is called the same in all modules: ``LaneNumbers`` are digits in lanes, and
/// ``LaneModuli`` are odd numbers made ready to multiply modulo them. A number has a lane of its own; only where a name
/// begins with `Spread` are its digits spread over four lanes or all eight, which the kernel ``integer`` alone can do.
package enum LaneKernel: CaseIterable, Sendable {
    /// How many lanes a vector has, and so how many numbers are computed with at once.
    static let laneCount = 8

    /// AVX-512 IFMA: products of integers in one vector of 512 bits.
    case integer
    /// AVX2 and FMA: products of doubles in two vectors of 256 bits.
    case floating

    /// Whether this package was built for them, and this processor has them.
    var isAvailable: Bool {
        #if VectorLanes && arch(x86_64)
            switch self {
            case .integer: return ProcessorFeature.hasWideMultiplication
            case .floating: return ProcessorFeature.hasFusedMultiplication
            }
        #else
            return false
        #endif
    }

    /// The quickest that is available: they stand in that order.
    static let quickest = allCases.first { $0.isAvailable }
}
