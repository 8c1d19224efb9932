internal import SecretMemory

extension Limbs {
    /// The limbs of two numbers for vector lanes: those of the first one as many times as `count` says, `limbCount`
    /// each time, then those of the second one.
    static func join(
        _ first: borrowing SecretNatural,
        _ second: borrowing SecretNatural,
        _ limbCount: Int,
        times count: Int = 1
    ) -> SecretBuffer<UInt> {
        var limbs = SecretBuffer<UInt>(repeating: 0, count: 2 * count * limbCount)
        for index in 0..<count {
            first.resized(to: limbCount).copyLimbs(into: &limbs, at: index * limbCount)
            second.resized(to: limbCount).copyLimbs(into: &limbs, at: (count + index) * limbCount)
        }
        return limbs
    }
}
