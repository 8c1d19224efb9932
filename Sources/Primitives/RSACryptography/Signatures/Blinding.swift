internal import Bignum
internal import Glibc
internal import SecretMemory

/// What a number is blinded with before secret exponents are applied to it, modulo n: a power r^e of a secret factor
/// r, and the inverse of r, which takes the factor off again.
struct Blinding: ~Copyable {
    private(set) var mask: SecretNatural
    private(set) var inverse: SecretNatural

    /// Draws r evenly between 1 and n − 1.
    ///
    /// To invert r in constant time is slow. A product r · u with a second draw u is as random as u and says
    /// nothing of r, so that it may be inverted in the open; multiplied by u, its inverse is that of r.
    init(modulus: borrowing OddModulus, publicExponent: Natural, using random: inout some RandomSource) {
        let n = modulus.value.revealed()
        while true {
            let factor = Blinding.draw(below: modulus, using: &random)
            let other = Blinding.draw(below: modulus, using: &random)
            let product = modulus.product(factor, other).revealed()
            // There is no inverse where a draw hits a multiple of p or q, which in practice never happens.
            if let inverse = product.inverseVarTime(modulo: n) {
                self.inverse = modulus.product(SecretNatural(inverse, limbCount: modulus.limbCount), other)
                mask = modulus.power(of: factor, publicExponent: publicExponent)
                return
            }
        }
    }

    private init(mask: consuming SecretNatural, inverse: consuming SecretNatural) {
        self.mask = mask
        self.inverse = inverse
    }

    /// A second blinding by the same factor.
    func copy() -> Blinding {
        Blinding(mask: mask.copy(), inverse: inverse.copy())
    }

    /// Goes on to the square of the factor.
    mutating func advance(modulus: borrowing OddModulus) {
        mask = modulus.square(mask)
        inverse = modulus.square(inverse)
    }

    /// Draws a number between 1 and n − 1. Leaks how many draws were refused, which says nothing of the last.
    private static func draw(
        below modulus: borrowing OddModulus,
        using random: inout some RandomSource
    ) -> SecretNatural {
        var number = SecretNatural(bitCount: modulus.bitCount, using: &random)
        while !(number.isLess(than: modulus.value) & !number.isZero()).revealed {
            number = SecretNatural(bitCount: modulus.bitCount, using: &random)
        }
        return number
    }
}

/// The blindings of one key's signatures, one after another: a factor that is drawn, and the squares of it, as OpenSSL
/// has it. A process that was forked off draws its own.
///
/// All but the first are squares, so that whether a blinded number is a square modulo p is whether the number itself is
/// one; and whoever learned one factor would know those that come after it until the next draw.
struct Blindings: ~Copyable {
    /// How many signatures a factor that was drawn serves: what a draw takes is little then, and whoever learned one of
    /// its squares would learn nothing of those of another.
    private static var mostCount: Int { 32 }

    private var last: Blinding?
    private var count = 0
    private var process: pid_t = 0

    /// The next blinding.
    ///
    /// - Parameter process: the one that asks, which may be a copy of the one that drew the last factor.
    mutating func next(
        modulus: borrowing OddModulus,
        publicExponent: Natural,
        using random: inout some RandomSource,
        process: pid_t = getpid()
    ) -> Blinding {
        let isOwn = process == self.process && count < Blindings.mostCount
        self.process = process
        guard var blinding = last.take(), isOwn else {
            let first = Blinding(modulus: modulus, publicExponent: publicExponent, using: &random)
            last = first.copy()
            count = 1
            return first
        }
        blinding.advance(modulus: modulus)
        count += 1
        last = blinding.copy()
        return blinding
    }
}
