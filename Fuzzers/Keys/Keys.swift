import DERCoding
import PKIX
import RSACryptography
import SecretMemory

/// The readers of keys: a private key that was read is written and read again, and so is a public one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(KeyEncodingError) {
        let key = try RSA.PrivateKey(der: input.span)
        let encoding = key.pkcs8Encoding
        let again = try RSA.PrivateKey(pkcs8: encoding.span)
        precondition(again.publicKey == key.publicKey)
    } catch {
        precondition(!error.description.isEmpty)
    }
    do throws(KeyEncodingError) {
        let key = try RSA.PublicKey(subjectPublicKeyInfo: input.span)
        precondition(key.subjectPublicKeyInfo.encoding == input)
    } catch {
        precondition(!error.description.isEmpty)
    }
    _ = try? RSA.PublicKey(pkcs1: input.span)
    _ = try? RSA.PublicKey(pem: input.span)
    if let key = try? RSA.PrivateKey(pem: input.span) { precondition(key.bitCount >= 512) }
    return 0
}
