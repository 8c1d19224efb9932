import MessageDigests
import SecretMemory

/// The functions that are made over a digest, on arrays.
extension Hash {
    func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: array(HMAC<Insecure.MD5>.code(for: message.span, key: key.span))
        case .sha1: array(HMAC<Insecure.SHA1>.code(for: message.span, key: key.span))
        case .sha224: array(HMAC<SHA224>.code(for: message.span, key: key.span))
        case .sha256: array(HMAC<SHA256>.code(for: message.span, key: key.span))
        case .sha384: array(HMAC<SHA384>.code(for: message.span, key: key.span))
        case .sha512: array(HMAC<SHA512>.code(for: message.span, key: key.span))
        }
    }

    func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        func check<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> Bool {
            var hmac = HMAC<Digest>(key: key.span)
            hmac.update(message.span)
            return hmac.isValid(code.span)
        }
        return switch self {
        case .md5: check(Insecure.MD5.self)
        case .sha1: check(Insecure.SHA1.self)
        case .sha224: check(SHA224.self)
        case .sha256: check(SHA256.self)
        case .sha384: check(SHA384.self)
        case .sha512: check(SHA512.self)
        }
    }

    func pbkdf2(_ password: [UInt8], _ salt: [UInt8], _ iterationCount: Int, _ byteCount: Int) throws
        -> [UInt8]
    {
        func derive<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) throws -> [UInt8] {
            let key = try PBKDF2<Digest>.deriveKey(
                password: password.span,
                salt: salt.span,
                iterationCount: iterationCount,
                byteCount: byteCount
            )
            return array(key)
        }
        return switch self {
        case .md5: try derive(Insecure.MD5.self)
        case .sha1: try derive(Insecure.SHA1.self)
        case .sha224: try derive(SHA224.self)
        case .sha256: try derive(SHA256.self)
        case .sha384: try derive(SHA384.self)
        case .sha512: try derive(SHA512.self)
        }
    }

    func hkdf(_ inputKey: [UInt8], salt: [UInt8], information: [UInt8], _ byteCount: Int) throws -> [UInt8] {
        func derive<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) throws -> [UInt8] {
            let key = try HKDF<Digest>.deriveKey(
                inputKey.span,
                salt: salt.span,
                information: information.span,
                byteCount: byteCount
            )
            return array(key)
        }
        return switch self {
        case .md5: try derive(Insecure.MD5.self)
        case .sha1: try derive(Insecure.SHA1.self)
        case .sha224: try derive(SHA224.self)
        case .sha256: try derive(SHA256.self)
        case .sha384: try derive(SHA384.self)
        case .sha512: try derive(SHA512.self)
        }
    }

    func evpBytesToKey(
        _ password: [UInt8],
        salt: [UInt8],
        roundCount: Int,
        keyByteCount: Int,
        initializationVectorByteCount: Int
    ) throws -> (key: [UInt8], initializationVector: [UInt8]) {
        func derive<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) throws -> ([UInt8], [UInt8]) {
            let derived = try EVPBytesToKey<Digest>.derive(
                password: password.span,
                salt: salt.span,
                roundCount: roundCount,
                keyByteCount: keyByteCount,
                initializationVectorByteCount: initializationVectorByteCount
            )
            return (array(derived.key), array(derived.initializationVector))
        }
        return switch self {
        case .md5: try derive(Insecure.MD5.self)
        case .sha1: try derive(Insecure.SHA1.self)
        case .sha224: try derive(SHA224.self)
        case .sha256: try derive(SHA256.self)
        case .sha384: try derive(SHA384.self)
        case .sha512: try derive(SHA512.self)
        }
    }
}

/// The octets of a secret that a test made itself.
func array(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.span.indices.map { secret.span[$0] }
}
