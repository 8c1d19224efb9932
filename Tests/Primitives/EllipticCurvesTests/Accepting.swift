import EllipticCurves
import MessageDigests

// For a macro, which takes no span.

extension ECDSA.PublicKey {
    func accepts(_ signature: [UInt8], for message: [UInt8], _ digest: DigestAlgorithm) -> Bool {
        isValidSignature(signature.span, for: message.span, digest: digest)
    }
}

extension Ed25519.PublicKey {
    func accepts(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        isValidSignature(signature.span, for: message.span)
    }
}
