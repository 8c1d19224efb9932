internal import Bignum
internal import MessageDigests
internal import RSACryptography
internal import SecretMemory
internal import VectorFiles

/// A private key that several cases share.
private final class KeyBox {
    let key: RSA.PrivateKey

    init(_ vector: VectorCase) throws {
        let modulus = try vector.octets("modulus")
        let publicExponent = try vector.octets("public-exponent")
        let privateExponent = try vector.octets("private-exponent")
        let prime1 = try vector.octets("prime1")
        let prime2 = try vector.octets("prime2")
        let exponent1 = try vector.octets("exponent1")
        let exponent2 = try vector.octets("exponent2")
        let coefficient = try vector.octets("coefficient")
        key = try RSA.PrivateKey(
            modulus: modulus.span,
            publicExponent: publicExponent.span,
            privateExponent: privateExponent.span,
            prime1: prime1.span,
            prime2: prime2.span,
            exponent1: exponent1.span,
            exponent2: exponent2.span,
            coefficient: coefficient.span
        )
    }
}

/// Private keys made elsewhere: read, checked whole, and used once.
struct RSAKeySuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let box: KeyBox
        do {
            box = try KeyBox(vector)
        } catch let error as RSAError {
            return .refused("\(error)")
        }
        guard box.key.publicKey.modulus.bigEndianBytes == (try vector.octets("modulus")) else {
            return .wrong("the key that was read has a different modulus")
        }
        let message = Array("a message".utf8)
        var random = OperatingSystemRandom()
        let signature = try box.key.sign(message.span, scheme: .pkcs1v15(.sha256), using: &random)
        let isValid = box.key.publicKey.isValidSignature(
            signature.span,
            for: message.span,
            scheme: .pkcs1v15(.sha256)
        )
        return isValid ? .accepted : .wrong("the key's own signature is invalid")
    }

    func isLong(_ vector: VectorCase) -> Bool { true }
}

/// Signatures to make again, and to verify.
struct RSASigningSuite: Suite {
    private var keys: [[UInt8]: KeyBox] = [:]

    mutating func answer(_ vector: VectorCase) throws -> Answer {
        let modulus = try vector.octets("modulus")
        let box: KeyBox
        do {
            box = try keys[modulus] ?? KeyBox(vector)
        } catch let error as RSAError {
            return .refused("\(error)")
        }
        keys[modulus] = box
        let verified = try verify(vector, key: box.key.publicKey)
        guard verified == .accepted, let scheme = try scheme(of: vector) else { return verified }
        let salt = vector.has("salt") ? try vector.octets("salt") : []
        var random = SaltThenRandom(salt: salt)
        let message = try vector.octets("message")
        let signature = try box.key.sign(message.span, scheme: scheme, using: &random)
        return signature == (try vector.octets("signature"))
            ? .accepted : .refused("the signature is different")
    }

    func isLong(_ vector: VectorCase) -> Bool { true }
}

/// Signatures to verify.
struct RSAVerifyingSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        do {
            let modulus = try vector.octets("modulus")
            let exponent = try vector.octets("public-exponent")
            let key = try RSA.PublicKey(
                modulus: Natural(bigEndian: modulus.span),
                publicExponent: Natural(bigEndian: exponent.span)
            )
            return try verify(vector, key: key)
        } catch let error as RSAError {
            return .refused("\(error)")
        }
    }

    func isLong(_ vector: VectorCase) throws -> Bool { try vector.octets("modulus").count > 128 }
}

/// The scheme of a case; `nil` where none of the kind is offered.
private func scheme(of vector: VectorCase) throws -> RSA.SignatureScheme? {
    let digest = try VectorDigest(vector)
    guard vector.has("mask-digest") else { return digest.algorithm.map { .pkcs1v15($0) } }
    guard try VectorDigest(vector, "mask-digest") == digest else { return nil }
    let saltByteCount = try vector.number("salt-count")
    return digest.algorithm.map { .pss($0, saltByteCount: saltByteCount) }
}

/// Verifies the signature of a case. Where its scheme is not offered, no scheme that is may take it.
private func verify(_ vector: VectorCase, key: RSA.PublicKey) throws -> Answer {
    let message = try vector.octets("message")
    let signature = try vector.octets("signature")
    if vector.has("mask-digest"), let digest = try VectorDigest(vector).algorithm,
        let mask = try VectorDigest(vector, "mask-digest").signatureDigest
    {
        let isValid = key.isValidPSSSignature(
            signature.span,
            for: message.span,
            digest: digest,
            maskDigest: mask,
            saltByteCount: try vector.number("salt-count")
        )
        return isValid ? .accepted : .refused("the signature is invalid")
    }
    if let scheme = try scheme(of: vector) {
        return key.isValidSignature(signature.span, for: message.span, scheme: scheme)
            ? .accepted : .refused("the signature is invalid")
    }
    for digest in DigestAlgorithm.allCases {
        let saltByteCount = vector.has("salt-count") ? try vector.number("salt-count") : nil
        let scheme =
            saltByteCount.map { RSA.SignatureScheme.pss(digest, saltByteCount: $0) } ?? .pkcs1v15(digest)
        if key.isValidSignature(signature.span, for: message.span, scheme: scheme) {
            return .wrong("a signature over a different digest is accepted")
        }
    }
    return .refused("the scheme is not offered")
}

/// A source that gives the published salt first, and then what the system gives, for the blinding.
private struct SaltThenRandom: RandomSource {
    var salt: [UInt8]
    private var random = OperatingSystemRandom()

    init(salt: [UInt8]) {
        self.salt = salt
    }

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        guard destination.count > 0, destination.count == salt.count else {
            random.fill(&destination)
            return
        }
        for index in salt.indices { destination[index] = salt[index] }
        salt = []
    }

    mutating func split() -> SaltThenRandom { SaltThenRandom(salt: []) }
}
