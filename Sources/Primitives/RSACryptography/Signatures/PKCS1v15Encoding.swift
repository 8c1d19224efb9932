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

    /// All of DigestInfo before the digest itself (RFC 8017, section 9.2, note 1): a SEQUENCE of the algorithm,
    /// 2.16.840.1.101.3.4.2.x with NULL parameters, and an OCTET STRING.
    private static func prefix(of digest: DigestAlgorithm) -> [UInt8] {
        let lastArc: UInt8 =
            switch digest {
            case .sha256: 1
            case .sha384: 2
            case .sha512: 3
            case .sha224: 4
            }
        let count = UInt8(digest.byteCount)
        return [0x30, 17 + count, 0x30, 13, 0x06, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, lastArc]
            + [0x05, 0, 0x04, count]
    }
}
