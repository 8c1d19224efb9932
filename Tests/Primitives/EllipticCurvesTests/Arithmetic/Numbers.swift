import Bignum
import SecretMemory

@testable import EllipticCurves

func array(_ octets: borrowing SecretBytes) -> [UInt8] {
    octets.span.indices.map { octets.span[$0] }
}

/// What the code under test calculates in limbs of its own, for GMP to calculate too.
func natural(_ limbs: some LimbVector) -> Natural {
    let octets = limbs.bigEndianOctets(count: 72)
    return Natural(bigEndian: octets.span)
}

func power(of two: Int) -> Natural {
    var octets = [UInt8](repeating: 0, count: two / 8 + 1)
    octets[0] = 1 << UInt8(two % 8)
    return Natural(bigEndian: octets.span)
}

extension Natural {
    func modulo(_ modulus: Natural) -> Natural {
        guard let remainder = quotientAndRemainderVarTime(dividingBy: modulus)?.remainder else {
            preconditionFailure("the modulus is 0")
        }
        return remainder
    }

    func limbs<Limbs: LimbVector>(_ type: Limbs.Type = Limbs.self) -> Limbs {
        let octets = bigEndianBytes
        return Limbs(bigEndian: octets.span)
    }
}

/// Numbers below a modulus at which a carry or a reduction may go wrong, and a few others.
func numbers(below modulus: Natural, bitCount: Int, using random: inout some RandomSource) -> [Natural] {
    let one = Natural(1)
    var numbers = [Natural(0), one, Natural(2), Natural(UInt.max), power(of: bitCount - 1)]
    for bits in stride(from: 64, to: bitCount, by: 64) {
        numbers.append(power(of: bits))
        if let below = power(of: bits) - one { numbers.append(below) }
    }
    for distance in [1, 2, 3] as [UInt] {
        if let near = modulus - Natural(distance) { numbers.append(near) }
    }
    for _ in 0..<6 {
        let octets = random.bytes(count: (bitCount + 7) / 8)
        numbers.append(Natural(bigEndian: octets.span).modulo(modulus))
    }
    return numbers.filter { $0 < modulus }
}
