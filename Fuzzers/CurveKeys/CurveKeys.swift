import DERCoding
import EllipticCurves
import PKIX
import SecretMemory

/// The readers of keys on elliptic curves: a key that was read is written and read again, and a point is read in each
/// of its forms.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(KeyEncodingError) {
        let key = try ECDSA.PrivateKey(der: input.span)
        let sec1 = key.sec1Encoding
        let pkcs8 = key.pkcs8Encoding
        let first = try ECDSA.PrivateKey(sec1: sec1.span)
        let second = try ECDSA.PrivateKey(pkcs8: pkcs8.span)
        precondition(first.publicKey == key.publicKey && second.publicKey == key.publicKey)
    } catch {
        precondition(!error.description.isEmpty)
    }
    do throws(KeyEncodingError) {
        let key = try ECDSA.PublicKey(subjectPublicKeyInfo: input.span)
        let again = try ECDSA.PublicKey(key.subjectPublicKeyInfo)
        precondition(again == key)
    } catch {
        precondition(!error.description.isEmpty)
    }
    if let key = try? ECDSA.PrivateKey(pem: input.span) { precondition(key.curve.hasPrivateKeys) }
    if let key = try? ECDSA.PublicKey(pem: input.span) { readForms(of: key) }
    for curve in NamedCurve.allCases {
        do throws(EllipticCurveError) {
            readForms(of: try ECDSA.PublicKey(curve, x963: input.span))
        } catch {
            precondition(!error.description.isEmpty)
        }
    }
    if let key = try? Ed25519.PublicKey(input.span) { precondition(key.bytes == input) }
    agree(with: input)
    return 0
}

private func readForms(of key: ECDSA.PublicKey) {
    let (whole, compressed) = (key.x963, key.compressedX963)
    let first = try? ECDSA.PublicKey(key.curve, x963: whole.span)
    let second = try? ECDSA.PublicKey(key.curve, x963: compressed.span)
    precondition(first == key && second == key)
}

/// A secret is never that of a point of small order.
private func agree(with input: [UInt8]) {
    let scalar = [UInt8](repeating: 0x42, count: X25519.byteCount)
    guard let key = try? X25519.PrivateKey(scalar.span),
        let secret = try? key.sharedSecret(with: input.span)
    else { return }
    let isZero = secret.span.indices.allSatisfy { secret.span[$0] == 0 }
    precondition(!isZero)
}
