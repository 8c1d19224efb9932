/// A point of edwards25519 that is kept to be added: y + x, y − x and 2·d·x·y are what a sum needs of it (Bernstein,
/// Duif, Lange, Schwabe and Yang, "High-speed high-security signatures", 2011, section 4).
struct EdwardsAddend: BitwiseCopyable, Sendable {
    private(set) var sum: Residue25519
    private(set) var difference: Residue25519
    private(set) var product: Residue25519

    /// The neutral element, (0, 1).
    @inline(__always)
    static var neutral: EdwardsAddend { EdwardsAddend(sum: .one, difference: .one, product: .zero) }

    @inline(__always)
    init(sum: Residue25519, difference: Residue25519, product: Residue25519) {
        self.sum = sum
        self.difference = difference
        self.product = product
    }

    /// The multiple that a digit asks for, out of the multiples 1, 2, … of a point, with a pass over all of them.
    @inline(__always)
    init(_ digit: SignedWindow, of multiples: Span<EdwardsAddend>) {
        self = .neutral
        for index in multiples.indices {
            let mask = isZeroMask(digit.magnitude ^ UInt64(index + 1))
            sum.replace(with: multiples[index].sum, where: mask)
            difference.replace(with: multiples[index].difference, where: mask)
            product.replace(with: multiples[index].product, where: mask)
        }
        Residue25519.exchange(&sum, &difference, where: digit.isNegative)
        product.replace(with: .zero - product, where: digit.isNegative)
    }
}
