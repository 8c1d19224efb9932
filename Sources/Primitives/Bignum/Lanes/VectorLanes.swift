/// Numbers side by side in vectors.
package enum VectorLanes {
    /// How many numbers are computed with at once.
    package static let count = 8

    /// Whether computing in lanes of AVX-512 IFMA is possible, which is what a number that is spread over lanes needs.
    package static var areAvailable: Bool { LaneKernel.integer.isAvailable }
}
