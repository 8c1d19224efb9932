internal import ProcessorFeatures

/// The instructions that numbers of eight lanes are multiplied with. Which of them it is changes no result.
package enum LaneKernel: CaseIterable, Sendable {
    /// AVX-512 IFMA: products of integers in one vector of 512 bits.
    case integer
    /// AVX2 and FMA: products of doubles in two vectors of 256 bits.
    case floating

    /// Whether this package was built for them, and this processor has them.
    package var isAvailable: Bool {
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
    package static let quickest = allCases.first { $0.isAvailable }
}
