import EllipticCurves
import SecretMemory
import TestSupport
import Testing

@Suite("Keys that are refused")
struct RefusalTests {
    /// The public key of RFC 6979, appendix A.2.5.
    private let point = octets(
        """
        04 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
        7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299
        """
    )
    private let prime = octets("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff")
    private let order = octets("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")

    private func refusal(of octets: [UInt8], _ curve: NamedCurve = .p256) -> EllipticCurveError? {
        do throws(EllipticCurveError) {
            _ = try ECDSA.PublicKey(curve, x963: octets.span)
            return nil
        } catch {
            return error
        }
    }

    private func refusal(ofScalar octets: [UInt8], _ curve: NamedCurve = .p256) -> EllipticCurveError? {
        do throws(EllipticCurveError) {
            _ = try ECDSA.PrivateKey(curve, scalar: octets.span)
            return nil
        } catch {
            return error
        }
    }

    @Test("a point is read from both of its forms")
    func forms() throws {
        let key = try ECDSA.PublicKey(.p256, x963: point.span)
        #expect(key.x963 == point)
        let compressed = key.compressedX963
        #expect(compressed == [3] + point[1...32])
        let read = try ECDSA.PublicKey(.p256, x963: compressed.span)
        #expect(read == key)
        let other: [UInt8] = [2] + point[1...32]
        let negative = try ECDSA.PublicKey(.p256, x963: other.span)
        #expect(negative.x963[..<33] == point[..<33] && negative != key)
    }

    @Test("what is no point is refused by what is wrong with it")
    func points() {
        #expect(refusal(of: []) == .pointLength(byteCount: 0))
        #expect(refusal(of: [0]) == .pointForm(0))
        #expect(refusal(of: [6] + point.dropFirst()) == .pointForm(6))
        #expect(refusal(of: point.dropLast()) == .pointLength(byteCount: 64))
        #expect(refusal(of: point + [0]) == .pointLength(byteCount: 66))
        #expect(refusal(of: [2] + point.dropFirst()) == .pointLength(byteCount: 65))
        #expect(refusal(of: point, .p384) == .pointLength(byteCount: 65))
        #expect(refusal(of: point.dropLast() + [point[64] ^ 1]) == .notOnCurve)
        #expect(refusal(of: [4] + prime + point[33...]) == .coordinateOutOfRange)
        #expect(refusal(of: point[..<33] + prime) == .coordinateOutOfRange)
        #expect(refusal(of: [2] + prime) == .coordinateOutOfRange)
        #expect(refusal(of: [4] + [UInt8](repeating: 0, count: 64)) == .notOnCurve)
    }

    @Test("an x that no point has is refused in the compressed form")
    func noRoot() {
        // Half of all x have one: what is read is on the curve, and some are not read.
        let refusals = (0..<32 as Range<UInt8>).map { x in
            refusal(of: [2] + [UInt8](repeating: 0, count: 31) + [x])
        }
        #expect(refusals.contains(.notOnCurve) && refusals.contains(nil))
        #expect(refusals.allSatisfy { $0 == nil || $0 == .notOnCurve })
    }

    @Test("a private key is between 1 and n − 1, in all of its octets")
    func scalars() {
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(refusal(ofScalar: zero) == .scalarOutOfRange)
        #expect(refusal(ofScalar: order) == .scalarOutOfRange)
        #expect(refusal(ofScalar: [UInt8](repeating: 0xFF, count: 32)) == .scalarOutOfRange)
        #expect(refusal(ofScalar: zero.dropLast() + [1]) == nil)
        #expect(refusal(ofScalar: order.dropLast() + [order[31] - 1]) == nil)
        #expect(refusal(ofScalar: [1]) == .scalarLength(byteCount: 1))
        #expect(refusal(ofScalar: zero + [1]) == .scalarLength(byteCount: 33))
        #expect(refusal(ofScalar: [UInt8](repeating: 1, count: 66), .p521) == .verifiedOnly(.p521))
    }

    @Test("no key is made on a curve that is verified with only")
    func verifiedOnly() {
        var random = OperatingSystemRandom()
        #expect(throws: EllipticCurveError.verifiedOnly(.p521)) {
            _ = try ECDSA.PrivateKey(.p521, using: &random)
        }
    }

    @Test("the draws of a new key that are no scalar are dropped, and n − 1 is the largest key")
    func draws() throws {
        // A draw c becomes the key c + 1: all bits set and n − 1 are too large, n − 2 is the largest that is not.
        let most = order.dropLast() + [order[31] - 1]
        var random = ScriptedRandom(
            [UInt8](repeating: 0xFF, count: 32) + most + order.dropLast() + [order[31] - 2]
        )
        let key = try ECDSA.PrivateKey(.p256, using: &random)
        let bytes = key.scalarBytes
        #expect(array(bytes) == Array(most))
        #expect(random.isUsedUp)
    }

    @Test("no error says a key, and each says what would be right", arguments: NamedCurve.allCases)
    func descriptions(curve: NamedCurve) {
        let errors: [EllipticCurveError] = [
            .pointForm(6), .pointLength(byteCount: 3), .coordinateOutOfRange, .notOnCurve,
            .scalarLength(byteCount: 1), .scalarOutOfRange, .verifiedOnly(curve), .smallOrder,
            .otherCurve(curve),
        ]
        for error in errors {
            #expect(!"\(error)".isEmpty && !"\(error)".contains("\n"))
        }
    }
}
