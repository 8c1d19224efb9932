import Testing

@testable import BlockCiphers

@Suite("The steps of AES on planes")
struct BitslicedAESTests {
    @Test("SubBytes is inversion in GF(2^8) and the affine map, InvSubBytes takes it back")
    func substitution() {
        let box = (UInt8.min...UInt8.max).map(substitute)
        for first in stride(from: 0, to: 256, by: 64) {
            let octets = (first..<first + 64).map { UInt8($0) }
            let substituted = transform(octets) { BitslicedAES.substitute(&$0) }
            #expect(substituted == Array(box[first..<first + 64]))
            #expect(transform(substituted) { BitslicedAES.substituteInversely(&$0) } == octets)
        }
    }

    @Test("what is loaded is stored again, however many blocks")
    func loading() {
        for blocks in 1...4 {
            let octets = (0..<16 * blocks).map { UInt8(200 - $0) }
            #expect(transform(octets) { _ in } == octets)
        }
    }

    @Test("ShiftRows turns row r by r columns, InvShiftRows turns it back")
    func rows() {
        let octets = (0..<64).map { UInt8($0) }
        let shifted = transform(octets) { BitslicedAES.shiftRows(&$0) }
        for block in 0..<4 {
            for column in 0..<4 {
                for row in 0..<4 {
                    let expected = octets[16 * block + 4 * ((column + row) % 4) + row]
                    #expect(shifted[16 * block + 4 * column + row] == expected)
                }
            }
        }
        #expect(transform(shifted) { BitslicedAES.shiftRowsInversely(&$0) } == octets)
    }

    @Test("MixColumns multiplies each column by the polynomial, InvMixColumns takes it back")
    func columns() {
        let octets = (0..<64).map { UInt8(truncatingIfNeeded: 37 * $0 + 11) }
        let mixed = transform(octets) { BitslicedAES.mixColumns(&$0) }
        for first in stride(from: 0, to: 64, by: 4) {
            for row in 0..<4 {
                let a = (0..<4).map { octets[first + (row + $0) % 4] }
                let expected = multiply(2, a[0]) ^ multiply(3, a[1]) ^ a[2] ^ a[3]
                #expect(mixed[first + row] == expected)
            }
        }
        #expect(transform(mixed) { BitslicedAES.mixColumnsInversely(&$0) } == octets)
    }

    private func transform(_ octets: [UInt8], _ step: (inout MutableSpan<UInt64>) -> Void) -> [UInt8] {
        var planes = [UInt64](repeating: 0, count: 8)
        var state = planes.mutableSpan
        BitslicedAES.load(octets.span, into: &state)
        step(&state)
        var output = [UInt8](repeating: 0, count: octets.count)
        var span = output.mutableSpan
        BitslicedAES.store(&state, blocks: octets.count / 16, into: &span, at: 0)
        return output
    }
}

/// SubBytes of one octet from its definition (FIPS 197, section 5.1.1).
private func substitute(_ value: UInt8) -> UInt8 {
    // The inverse of x is its 254th power.
    let inverse = (0..<254).reduce(UInt8(1)) { power, _ in multiply(power, value) }
    var result: UInt8 = 0
    for bit in 0..<8 {
        var sum = UInt8(0x63) >> UInt8(bit)
        for step in [0, 4, 5, 6, 7] {
            sum ^= inverse >> UInt8((bit + step) % 8)
        }
        result |= (sum & 1) << UInt8(bit)
    }
    return result
}

/// The product in GF(2^8) (section 4.2).
private func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
    var product: UInt8 = 0
    var power = left
    for bit in 0..<8 {
        if right >> UInt8(bit) & 1 == 1 { product ^= power }
        power = power << 1 ^ (power >> 7 == 1 ? 0x1B : 0)
    }
    return product
}
