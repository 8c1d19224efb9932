internal import ProcessorFeatures

/// Whether this package was built for vector lanes, and this processor has them.
package enum VectorLanes {
    /// How many numbers are computed with at once.
    package static let count = 8

    /// Whether computing in lanes is possible. Where it is not, GMP does one number after another.
    package static var areAvailable: Bool {
        #if VectorLanes && arch(x86_64)
            return ProcessorFeature.hasWideMultiplication
        #else
            return false
        #endif
    }
}
