import MessageDigests

/// The digests under test, by the names that the published figures have for them.
enum Hash: String, CaseIterable {
    case sha224, sha256, sha384, sha512, sha1, md5

    /// Calls `body` with the type of the digest.
    func visit<Visitor: DigestVisitor>(_ visitor: Visitor) -> Visitor.Result {
        switch self {
        case .sha224: visitor.visit(SHA224.self)
        case .sha256: visitor.visit(SHA256.self)
        case .sha384: visitor.visit(SHA384.self)
        case .sha512: visitor.visit(SHA512.self)
        case .sha1: visitor.visit(Insecure.SHA1.self)
        case .md5: visitor.visit(Insecure.MD5.self)
        }
    }

    func hash(_ message: [UInt8]) -> [UInt8] {
        visit(OneShot(message: message))
    }
}

/// Something to do with any type of digest.
protocol DigestVisitor {
    associatedtype Result
    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> Result
}

private struct OneShot: DigestVisitor {
    var message: [UInt8]

    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> [UInt8] {
        Digest.hash(message.span)
    }
}
