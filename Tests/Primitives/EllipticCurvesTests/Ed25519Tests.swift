import EllipticCurves
import TestSupport
import Testing

@Suite("Ed25519 signatures")
struct Ed25519Tests {
    /// RFC 8032, section 7.1, test 2.
    private let publicKey = octets("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    private let message = octets("72")
    private let signature = octets(
        """
        92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
        """
    )

    @Test("the published signature is valid, and not with one bit changed")
    func published() throws {
        let key = try Ed25519.PublicKey(publicKey.span)
        #expect(key.accepts(signature, for: message))
        #expect(!key.accepts(signature, for: []))
        #expect(!key.accepts(signature.dropLast(), for: message))
        #expect(!key.accepts(signature + [0], for: message))
        for bit in stride(from: 0, to: 8 * signature.count, by: 7) {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.accepts(changed, for: message))
        }
    }

    @Test("S is below the order: S + L is refused (section 5.1.7)")
    func malleable() throws {
        let key = try Ed25519.PublicKey(publicKey.span)
        let order = octets("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var changed = signature
        var carry = 0
        for index in 0..<32 {
            carry += Int(signature[32 + index]) + Int(order[index])
            changed[32 + index] = UInt8(carry & 0xFF)
            carry >>= 8
        }
        #expect(carry == 0)
        #expect(!key.accepts(changed, for: message))
    }

    @Test("keys that are not written as their points, are none, or are of small order are refused")
    func refused() {
        let zeros = [UInt8](repeating: 0, count: 31)
        let ones = [UInt8](repeating: 0xFF, count: 30)
        #expect(refusal([1] + zeros) == .smallOrder)
        #expect(refusal([0] + zeros) == .smallOrder)
        #expect(refusal([0xEC] + ones + [0x7F]) == .smallOrder)
        // y = p and y = p + 1, and x = 0 with a sign.
        #expect(refusal([0xED] + ones + [0x7F]) == .coordinateOutOfRange)
        #expect(refusal([0xEE] + ones + [0x7F]) == .coordinateOutOfRange)
        #expect(refusal([1] + zeros.dropLast() + [0x80]) == .coordinateOutOfRange)
        #expect(refusal([0xEC] + ones + [0xFF]) == .coordinateOutOfRange)
        // Those of order 4 and 8.
        #expect(refusal(zeros + [0x00]) == .smallOrder)
        #expect(refusal(zeros + [0x80]) == .smallOrder)
        for y in [
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        ] {
            let point = octets(y)
            #expect(refusal(point) == .smallOrder)
            #expect(refusal(point.dropLast() + [point[31] | 0x80]) == .smallOrder)
        }
        // No x goes with y = 2.
        #expect(refusal([2] + zeros) == .notOnCurve)
        #expect(refusal(publicKey.dropLast()) == .pointLength(byteCount: 31))
        #expect(refusal([]) == .pointLength(byteCount: 0))
    }

    private func refusal(_ octets: [UInt8]) -> EllipticCurveError? {
        do throws(EllipticCurveError) {
            _ = try Ed25519.PublicKey(octets.span)
            return nil
        } catch {
            return error
        }
    }
}
