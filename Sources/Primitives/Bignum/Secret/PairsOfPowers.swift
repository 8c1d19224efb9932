internal import SecretMemory

/// What ``PairOfPowers`` is for one number, for up to ``capacity`` of them under the same moduli and exponents.
///
/// All powers are computed at once, one in each vector lane. Leaks what `OddModulus.power` leaks, and how many numbers
/// there are.
package struct PairsOfPowers: ~Copyable, Sendable {
    /// How many numbers there may be.
    package static let capacity = LaneKernel.laneCount / 2

    private let limbCount: Int
    private let bitCount: Int
    private let count: Int
    /// The powers modulo the first modulus, then those modulo the second.
    private var numbers: SecretBuffer<UInt>

    /// Whether this machine computes with these moduli in lanes, which have as many bits each.
    package static func supports(_ firstModulus: borrowing OddModulus, _ secondModulus: borrowing OddModulus)
        -> Bool
    {
        firstModulus.bitCount == secondModulus.bitCount
            && LaneModuli.supports(bitCount: firstModulus.bitCount)
    }

    /// Makes room for `count` numbers modulo moduli that ``supports(_:_:)`` is true of.
    package init(count: Int, modulo modulus: borrowing OddModulus) {
        precondition(
            (1...PairsOfPowers.capacity).contains(count),
            "there must be a pair of lanes for each number"
        )
        self.count = count
        bitCount = modulus.bitCount
        limbCount = modulus.limbCount
        numbers = SecretBuffer(repeating: 0, count: 2 * count * limbCount)
    }

    /// Sets the number of a place, reduced by each of the moduli.
    package mutating func set(
        _ index: Int,
        to number: borrowing SecretNatural,
        modulo firstModulus: borrowing OddModulus,
        _ secondModulus: borrowing OddModulus
    ) {
        firstModulus.reduced(number).copyLimbs(into: &numbers, at: index * limbCount)
        secondModulus.reduced(number).copyLimbs(into: &numbers, at: (count + index) * limbCount)
    }

    /// Raises all numbers to an exponent for each modulus, which has no more bits than the modulus.
    package mutating func raise(
        to firstExponent: borrowing SecretNatural,
        modulo firstModulus: borrowing OddModulus,
        _ secondExponent: borrowing SecretNatural,
        modulo secondModulus: borrowing OddModulus
    ) {
        let moduli = Limbs.join(firstModulus.value, secondModulus.value, limbCount, times: count)
        let exponents = Limbs.join(firstExponent, secondExponent, limbCount, times: count)
        guard var lanes = LaneModuli(moduli.span, bitCount: bitCount) else {
            preconditionFailure("the moduli must be of a supported size")
        }
        numbers = lanes.power(bases: numbers.span, exponents: exponents.span, exponentBitCount: bitCount)
    }

    /// The power of a place modulo the first modulus.
    package func first(_ index: Int) -> SecretNatural { number(index) }

    /// The power of a place modulo the second modulus.
    package func second(_ index: Int) -> SecretNatural { number(count + index) }

    private func number(_ place: Int) -> SecretNatural {
        SecretNatural(copyingLimbs: numbers.span.extracting(place * limbCount..<(place + 1) * limbCount))
    }
}
