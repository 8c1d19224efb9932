internal import MessageDigests
internal import SecretMemory
internal import VectorFiles

/// The digests of the vector files, and what is built on them.
enum VectorDigest: String {
    case md5, sha1, sha224, sha256, sha384, sha512

    /// The digest that a field of the case names.
    init(_ vector: VectorCase, _ name: String = "digest") throws {
        let word = try vector.word(name)
        guard let digest = VectorDigest(rawValue: word) else {
            throw VectorSuiteError.unknownWord(word, line: vector.line)
        }
        self = digest
    }

    /// The digest as one to sign with; `nil` for the insecure ones.
    var algorithm: DigestAlgorithm? {
        switch self {
        case .md5, .sha1: nil
        case .sha224: .sha224
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }

    /// The same as one that signatures are read with.
    var signatureDigest: SignatureDigest? {
        switch self {
        case .md5: .md5
        case .sha1: .sha1
        default: algorithm.map { .sha2($0) }
        }
    }

    func hash(_ message: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: Insecure.MD5.hash(message.span)
        case .sha1: Insecure.SHA1.hash(message.span)
        case .sha224: SHA224.hash(message.span)
        case .sha256: SHA256.hash(message.span)
        case .sha384: SHA384.hash(message.span)
        case .sha512: SHA512.hash(message.span)
        }
    }

    func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: HMAC<Insecure.MD5>.code(for: message.span, key: key.span).octets
        case .sha1: HMAC<Insecure.SHA1>.code(for: message.span, key: key.span).octets
        case .sha224: HMAC<SHA224>.code(for: message.span, key: key.span).octets
        case .sha256: HMAC<SHA256>.code(for: message.span, key: key.span).octets
        case .sha384: HMAC<SHA384>.code(for: message.span, key: key.span).octets
        case .sha512: HMAC<SHA512>.code(for: message.span, key: key.span).octets
        }
    }

    func deriveKey(password: [UInt8], salt: [UInt8], iterations: Int, byteCount: Int) throws -> [UInt8] {
        func derive<D: MessageDigest & ~Copyable>(_: D.Type) throws -> [UInt8] {
            try PBKDF2<D>.deriveKey(
                password: password.span,
                salt: salt.span,
                iterationCount: iterations,
                byteCount: byteCount
            ).octets
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

    /// HKDF-Extract.
    func extract(_ inputKey: [UInt8], salt: [UInt8]) -> [UInt8] {
        func extract<D: MessageDigest & ~Copyable>(_: D.Type) -> [UInt8] {
            HKDF<D>.extract(inputKey.span, salt: salt.span).octets
        }
        return switch self {
        case .md5: extract(Insecure.MD5.self)
        case .sha1: extract(Insecure.SHA1.self)
        case .sha224: extract(SHA224.self)
        case .sha256: extract(SHA256.self)
        case .sha384: extract(SHA384.self)
        case .sha512: extract(SHA512.self)
        }
    }

    /// HKDF.
    func deriveKey(_ inputKey: [UInt8], salt: [UInt8], information: [UInt8], byteCount: Int) throws -> [UInt8]
    {
        func derive<D: MessageDigest & ~Copyable>(_: D.Type) throws -> [UInt8] {
            try HKDF<D>.deriveKey(
                inputKey.span,
                salt: salt.span,
                information: information.span,
                byteCount: byteCount
            ).octets
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

extension SecretBytes {
    /// The octets, which are published and so no secret here.
    var octets: [UInt8] {
        let octets = span
        return octets.indices.map { octets[$0] }
    }
}
