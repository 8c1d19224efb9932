import DERCoding
import EllipticCurves
import PKIX
import SecretMemory

/// Keys that nobody uses, whose signatures the seeds are.
private let keys = [
    key(.p256, SignatureAlgorithm.ecdsa(.sha256)), key(.p384, SignatureAlgorithm.ecdsa(.sha384)),
]

private func key(
    _ curve: NamedCurve,
    _ algorithm: SignatureAlgorithm
) -> (key: ECDSA.PublicKey, algorithm: SignatureAlgorithm) {
    let scalar = [UInt8](repeating: 1, count: curve.byteCount)
    guard let key = try? ECDSA.PrivateKey(curve, scalar: scalar.span) else {
        preconditionFailure("the number is below the order")
    }
    return (key.publicKey, algorithm)
}

private let message = Array("message".utf8)

/// An ECDSA-Sig-Value: one that is valid is so for one message, and not with an octet more or less.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    for (key, algorithm) in keys {
        func accepts(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
            (try? key.isValidSignature(signature.span, for: message.span, algorithm: algorithm)) == true
        }
        guard accepts(input, message) else { continue }
        precondition(!accepts(input, []))
        precondition(!accepts(input + [0], message))
        precondition(!accepts(input.dropLast(), message))
    }
    return 0
}
