extension Natural {
    /// This number to the power of `exponent`, modulo the odd number `modulus`; `nil` where `modulus` is even.
    ///
    /// For public operations, such as to verify a signature. The time depends on the sizes of all three.
    public func powerVarTime(_ exponent: Natural, modulo modulus: Natural) -> Natural? {
        guard let odd = OddModulus(modulus) else { return nil }
        guard modulus > Natural(1) else { return Natural(0) }
        guard !exponent.isZero else { return Natural(1) }
        guard let base = quotientAndRemainderVarTime(dividingBy: modulus)?.remainder, !base.isZero else {
            return Natural(0)
        }
        return odd.power(of: SecretNatural(base, limbCount: odd.limbCount), publicExponent: exponent)
            .revealed()
    }
}
