internal import MessageDigests

/// EMSA-PKCS1-v1_5 (RFC 8017, section 9.2).
enum PKCS1v15Encoding {
    /// The encoded message of `byteCount` octets; `nil` where these are too few. Leaks the count of `message`.
    static func encode(_ message: Span<UInt8>, digest: DigestAlgorithm, byteCount: Int) -> [UInt8]? {
        // 1. H = Hash(M). 2. T is the DER encoding of DigestInfo.
        let digestInfo = prefix(of: digest) + digest.hash(message)
        // 3. If emLen < tLen + 11, output "intended encoded message length too short" and stop.
        guard byteCount >= digestInfo.count + 11 else { return nil }
        // 4. PS consists of emLen − tLen − 3 octets 0xff. 5. EM = 0x00 || 0x01 || PS || 0x00 || T.
        let padding = [UInt8](repeating: 0xFF, count: byteCount - digestInfo.count - 3)
        return [0x00, 0x01] + padding + [0x00] + digestInfo
    }

    /// All of DigestInfo before the digest itself (RFC 8017, section 9.2, note 1): a SEQUENCE of the algorithm, with
    /// NULL as its parameters, and an OCTET STRING.
    private static func prefix(of digest: DigestAlgorithm) -> [UInt8] {
        let identifier = digest.objectIdentifierContents
        let (count, digestCount) = (UInt8(identifier.count), UInt8(digest.byteCount))
        return [0x30, count + 8 + digestCount, 0x30, count + 4, 0x06, count] + identifier
            + [0x05, 0, 0x04, digestCount]
    }
}
