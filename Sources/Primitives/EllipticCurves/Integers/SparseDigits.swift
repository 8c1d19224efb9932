/// A public scalar in width-w non-adjacent form: of any w digits in a row one at most is not 0, and each of those is
/// odd and between −2^(w−1) and 2^(w−1) (Hankerson, Menezes and Vanstone, "Guide to Elliptic Curve Cryptography", 2004,
/// algorithm 3.35).
struct SparseDigits {
    /// The digits by the powers of two, the least significant first; one more than the scalar may have bits.
    let digits: [Int8]

    /// Writes a scalar of at most `bitCount` bits so; `width` is 8 at most.
    init(_ scalar: some LimbVector, bitCount: Int, width: Int) {
        var digits = [Int8](repeating: 0, count: bitCount + 1)
        var carry = 0
        var index = 0
        while index <= bitCount {
            // What is left, with the carry of the digits below, is even where these are equal.
            if Int(scalar.bits(from: index, width: 1)) == carry {
                index += 1
                continue
            }
            let taken = min(width, bitCount + 1 - index)
            var digit = Int(scalar.bits(from: index, width: taken)) + carry
            carry = digit >> (width - 1)
            digit -= carry << width
            digits[index] = Int8(digit)
            index += taken
        }
        self.digits = digits
    }
}
