import Bignum
import BlockCiphers
import MessageDigests
import PKIX
import RSACryptography
import SCRAMAuthentication
import SecretMemory
import TextEncodings

/// The computations of the known answers. Figures are hexadecimal; each function returns whether they match.
enum Checks {
    static func digest(_ algorithm: DigestAlgorithm, _ message: String, _ value: String) -> Bool {
        let message = octets(message)
        return algorithm.hash(message.span) == octets(value)
    }

    static func code(key: String, message: String, tag: String) -> Bool {
        let (key, message) = (octets(key), octets(message))
        let code = HMAC<SHA256>.code(for: message.span, key: key.span)
        return equal(code, octets(tag))
    }

    static func derivedKey(password: String, salt: String, key: String) throws -> Bool {
        let (password, salt, key) = (octets(password), octets(salt), octets(key))
        let derived = try PBKDF2<SHA256>.deriveKey(
            password: password.span,
            salt: salt.span,
            iterationCount: 1,
            byteCount: key.count
        )
        return equal(derived, key)
    }

    static func cbc(key: String, iv: String, plaintext: String, ciphertext: String) throws -> Bool {
        let (secret, iv) = (octets(key), octets(iv))
        let (plaintext, ciphertext) = (octets(plaintext), octets(ciphertext))
        let key = try AES(key: secret.span)
        let encrypted = try CBC.encrypt(plaintext.span, key: key, initializationVector: iv.span)
        let decrypted = try CBC.decrypt(ciphertext.span, key: key, initializationVector: iv.span)
        return encrypted == ciphertext && equal(decrypted, plaintext)
    }

    /// Both sides of an exchange produce the published messages.
    static func exchange(user: String, password: String, messages: [String]) throws -> Bool {
        let (user, password) = (octets(user), octets(password))
        let published = messages.map { octets($0) }
        let texts = published.map { String(decoding: $0, as: UTF8.self).split(separator: ",") }
        let clientNonce = Array(texts[0].last?.dropFirst(2).utf8 ?? "".utf8[...])
        let serverNonce = Array(texts[1][0].dropFirst(2).utf8.dropFirst(clientNonce.count))
        let saltText = Array(texts[1][1].dropFirst(2).utf8)
        let salt = try Base64.decode(saltText.span)

        let client = try SCRAMClient(
            userName: user.span,
            password: password.span,
            nonce: clientNonce,
            channelBinding: .notSupported
        )
        let clientFirst = client.firstMessage
        let server = try SCRAMServer(
            clientFirstMessage: clientFirst.span,
            mechanism: .sha256,
            serverEndPoint: nil
        )
        let secret = try SCRAMSecret(password: password.span, salt: salt.span)
        let challenge = try server.challenge(secret: secret, nonce: serverNonce)
        let serverFirst = challenge.message
        let proof = try client.answer(serverFirst.span)
        let clientFinal = proof.finalMessage
        let serverFinal = try challenge.finish(clientFinal.span)
        try proof.finish(serverFinal.span)
        return [clientFirst, serverFirst, clientFinal, serverFinal] == published
    }

    /// The key, which is checked in full, makes the published signature, and a changed signature is not valid.
    static func signature(key numbers: [String], message: String, signature: String) throws -> Bool {
        let key = try privateKey(numbers)
        let (message, published) = (octets(message), octets(signature))
        var random = OperatingSystemRandom()
        let made = try key.sign(message.span, scheme: .pkcs1v15(.sha256), using: &random)
        var changed = published
        changed[changed.count - 1] ^= 1
        let isValid = key.publicKey.isValidSignature(
            published.span,
            for: message.span,
            scheme: .pkcs1v15(.sha256)
        )
        let isChangedValid = key.publicKey.isValidSignature(
            changed.span,
            for: message.span,
            scheme: .pkcs1v15(.sha256)
        )
        return made == published && isValid && !isChangedValid
    }

    static func pssSignature(
        modulus: String,
        publicExponent: String,
        message: String,
        signature: String
    ) throws -> Bool {
        let (modulus, exponent) = (octets(modulus), octets(publicExponent))
        let (message, signature) = (octets(message), octets(signature))
        let key = try RSA.PublicKey(
            modulus: Natural(bigEndian: modulus.span),
            publicExponent: Natural(bigEndian: exponent.span)
        )
        return key.isValidSignature(
            signature.span,
            for: message.span,
            scheme: .pss(.sha256, saltByteCount: 32)
        )
    }

    /// The key is written as PKCS#8 and PKCS#1, and read back as the same key.
    static func keyDocuments(key numbers: [String]) throws -> Bool {
        let key = try privateKey(numbers)
        let text = key.pkcs8PEM
        let fromText = try RSA.PrivateKey(pem: text.span)
        let der = fromText.pkcs1Encoding
        let fromDER = try RSA.PrivateKey(pkcs1: der.span)
        let again = try RSA.PublicKey(fromDER.publicKey.subjectPublicKeyInfo)
        return again == key.publicKey && again.modulus.bigEndianBytes == octets(numbers[0])
    }

    /// The certificate is read, written back as the same bytes, and signed by `issuer`, which is signed by itself.
    static func certificate(_ der: String, issuer: String) throws -> Bool {
        let (der, issuerDER) = (octets(der), octets(issuer))
        let certificate = try Certificate(der: der.span)
        let issuer = try Certificate(der: issuerDER.span)
        let text = Array(certificate.pemText.utf8)
        let again = try Certificate(pem: text.span)
        let isSigned = try certificate.isSigned(by: issuer)
        let isRoot = try issuer.isSigned(by: issuer)
        return again.encoding == der && isSigned && isRoot
    }

    private static func privateKey(_ numbers: [String]) throws -> RSA.PrivateKey {
        let modulus = octets(numbers[0])
        let publicExponent = octets(numbers[1])
        let privateExponent = octets(numbers[2])
        let prime1 = octets(numbers[3])
        let prime2 = octets(numbers[4])
        let exponent1 = octets(numbers[5])
        let exponent2 = octets(numbers[6])
        let coefficient = octets(numbers[7])
        return try RSA.PrivateKey(
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

    private static func octets(_ text: String) -> [UInt8] {
        let text = Array(text.utf8)
        // The figures are hexadecimal; if one were not, its answer would be wrong.
        return (try? Hexadecimal.decode(text.span)) ?? []
    }

    private static func equal(_ secret: borrowing SecretBytes, _ octets: [UInt8]) -> Bool {
        constantTimeEquals(secret.span, octets.span)
    }
}
