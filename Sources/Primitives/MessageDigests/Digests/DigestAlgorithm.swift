/// The digests that a signature may be made with (FIPS 180-4), as a value to choose by.
public enum DigestAlgorithm: Sendable, Hashable, CaseIterable {
    case sha224
    case sha256
    case sha384
    case sha512

    /// The octets of a digest.
    public var byteCount: Int {
        switch self {
        case .sha224: SHA224.byteCount
        case .sha256: SHA256.byteCount
        case .sha384: SHA384.byteCount
        case .sha512: SHA512.byteCount
        }
    }

    /// The contents octets of the DER of its object identifier, 2.16.840.1.101.3.4.2.x (RFC 8017, appendix B.1).
    package var objectIdentifierContents: [UInt8] {
        let lastArc: UInt8 =
            switch self {
            case .sha256: 1
            case .sha384: 2
            case .sha512: 3
            case .sha224: 4
            }
        return [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, lastArc]
    }

    /// The digest of `data`. Leaks: the count of `data`.
    public func hash(_ data: Span<UInt8>) -> [UInt8] {
        switch self {
        case .sha224: SHA224.hash(data)
        case .sha256: SHA256.hash(data)
        case .sha384: SHA384.hash(data)
        case .sha512: SHA512.hash(data)
        }
    }
}
