import BlockCiphers
import EllipticCurves
import Glibc
import MessageDigests
@_spi(ConstantTime) import RSACryptography
import SecretMemory

// One operation on a secret that nobody has written: memcheck follows what is computed of such memory, and reports
// every branch and every address that depends on it. It must fill what is allocated with octets that make a key.

/// Octets that are the same in each run with the same seed.
struct SeededOctets: RandomSource {
    var state: UInt64

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        for index in destination.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            destination[index] = UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    mutating func split() -> SeededOctets { self }
}

/// What the secrets are made of where the program is run step by step, twice with another seed.
nonisolated(unsafe) var secrets = getenv("SECRET_SEED")
    .flatMap { UInt64(String(cString: $0)) }
    .map(SeededOctets.init)

/// As many octets as nobody has written, or of the seed.
func unwritten(_ count: Int) -> SecretBytes {
    if var seeded = secrets {
        defer { secrets = seeded }
        return seeded.secretBytes(count: count)
    }
    guard let octets = malloc(count) else { exit(1) }
    let buffer = UnsafeRawBufferPointer(start: octets, count: count).bindMemory(to: UInt8.self)
    return SecretBytes(copying: Span(_unsafeElements: buffer))
}

func sign(_ curve: NamedCurve) throws {
    let scalar = unwritten(curve.byteCount)
    let key = try ECDSA.PrivateKey(curve, scalar: scalar.span)
    let signature = key.signDeterministically([1, 2, 3].span, digest: curve == .p256 ? .sha256 : .sha384)
    precondition(signature.count == 2 * curve.byteCount)
}

func agree(_ curve: NamedCurve) throws {
    var random = OperatingSystemRandom()
    let other = try ECDH.PrivateKey(curve, using: &random).publicKey
    let scalar = unwritten(curve.byteCount)
    let key = try ECDH.PrivateKey(curve, scalar: scalar.span)
    let secret = try key.sharedSecret(with: other.span)
    precondition(secret.count == curve.byteCount)
}

func agreeX25519() throws {
    var random = OperatingSystemRandom()
    let other = X25519.PrivateKey(using: &random).publicKey
    let scalar = unwritten(X25519.byteCount)
    let key = try X25519.PrivateKey(scalar.span)
    let secret = try key.sharedSecret(with: other.span)
    precondition(secret.count == X25519.byteCount)
}

func derive() throws {
    let secret = unwritten(32)
    let key = try HKDF<SHA256>.deriveKey(secret.span, salt: [1].span, information: [2].span, byteCount: 80)
    precondition(key.count == 80)
}

/// Seals a secret under a secret key, and opens it where `opens`.
func seal(opens: Bool) throws {
    let key = unwritten(32)
    let content = unwritten(200)
    let gcm = GCM(key: try BlockCiphers.AES(key: key.span))
    let nonce = [UInt8](repeating: 1, count: 12)
    let sealed = try gcm.seal(content.span, nonce: nonce.span, authenticating: [1].span)
    precondition(sealed.count == 216)
    guard opens else { return }
    let opened = try gcm.open(sealed.span, nonce: nonce.span, authenticating: [1].span)
    precondition(opened.count == 200)
}

/// Numbers of the size of a prime of an RSA key, secret but for the lowest bit, modulo a public one of as many bits.
func computeAsRSA(_ operation: String) {
    let modulus = [0xFF] + [UInt8](repeating: 0xB5, count: 127)
    let number = unwritten(128)
    let other = unwritten(128)
    let result =
        switch operation {
        case "rsa-draw": RSA.candidates(seed: unwritten(48).span, byteCount: 128)
        case "rsa-inverse": RSA.inverse(of: number.span, modulo: modulus.span)
        case "rsa-gcd": RSA.greatestCommonDivisor(number.span, other.span)
        default: RSA.power(of: number.span, other.span, modulo: modulus.span)
        }
    precondition(result.count == 128)
}

/// Enciphers a secret under a secret key in a chain, and deciphers it where `deciphers`.
func chain(deciphers: Bool) throws {
    let key = unwritten(32)
    let content = unwritten(200)
    let aes = try BlockCiphers.AES(key: key.span)
    let vector = [UInt8](repeating: 1, count: 16)
    let ciphertext = try CBC.encrypt(content.span, key: aes, initializationVector: vector.span)
    precondition(ciphertext.count == 208)
    guard deciphers else { return }
    _ = try CBC.decrypt(ciphertext.span, key: aes, initializationVector: vector.span)
}

/// Hashes a secret as a whole and makes its code under a secret key, with SHA-512.
func hash() {
    let key = unwritten(32)
    let content = unwritten(300)
    precondition(SHA512.hash(content.span).count == SHA512.byteCount)
    precondition(HMAC<SHA512>.code(for: content.span, key: key.span).count == SHA512.byteCount)
}

let table = (0..<256).map { UInt16(truncatingIfNeeded: $0) }

/// Sixteen keys of secret passwords, as many as are derived side by side.
func deriveFromPasswords() throws {
    var batch = try PBKDF2<SHA256>.Batch(capacity: 16, iterationCount: 3)
    for _ in 0..<16 { batch.append(password: unwritten(20).span, salt: [1, 2].span) }
    let keys = batch.deriveKeys()
    precondition(keys.count == 16 * 32)
}

/// The two powers of a signature modulo secret primes of known sizes, which memcheck cannot follow: it takes the sizes
/// for secret, too.
func raiseAsRSA() {
    guard secrets != nil else { exit(64) }
    var moduli = unwritten(256)
    var octets = moduli.mutableSpan
    for start in [0, 128] {
        octets[start] |= 0x80
        octets[start + 127] |= 1
    }
    let number = unwritten(256)
    let exponents = unwritten(256)
    precondition(RSA.powers(of: number.span, exponents.span, modulo: moduli.span).count == 128)
}

/// What the one who steps through the program begins and ends at.
func mark() {
    if secrets != nil { kill(getpid(), SIGUSR1) }
}

mark()
switch CommandLine.arguments.last {
case "address":
    let secret = unwritten(32)
    if table[Int(secret.span[3])] == 7 { print("7") }
case "branch":
    // What has to be found, so that finding nothing proves something.
    let secret = unwritten(32)
    if secret.span[3] & 1 == 1 { print("7") }
case "ecdsa-p256": try sign(.p256)
case "ecdsa-p384": try sign(.p384)
case "ecdh-p256": try agree(.p256)
case "ecdh-p384": try agree(.p384)
case "x25519": try agreeX25519()
case "hkdf": try derive()
case "gcm-seal": try seal(opens: false)
case "gcm-open": try seal(opens: true)
case "rsa-draw", "rsa-inverse", "rsa-gcd", "rsa-power": computeAsRSA(CommandLine.arguments.last ?? "")
case "cbc-encrypt": try chain(deciphers: false)
case "cbc-decrypt": try chain(deciphers: true)
case "sha512": hash()
case "pbkdf2": try deriveFromPasswords()
case "rsa-powers": raiseAsRSA()
default: exit(64)
}
mark()
