internal import MessageDigests

/// EMSA-PSS (RFC 8017, section 9.1).
enum PSSEncoding {
    /// The encoded message of `bitCount` bits; `nil` where these are too few.
    static func encode(
        _ message: Span<UInt8>,
        digest: DigestAlgorithm,
        salt: [UInt8],
        bitCount: Int
    ) -> [UInt8]? {
        let byteCount = (bitCount + 7) / 8
        // 2. mHash = Hash(M).
        let messageDigest = digest.hash(message)
        // 3. If emLen < hLen + sLen + 2, output "encoding error" and stop.
        guard byteCount >= digest.byteCount + salt.count + 2 else { return nil }
        // 4. The salt is the caller's. 5. M' = eight zeros || mHash || salt. 6. H = Hash(M').
        let seed = digest.hash(padded(messageDigest, salt: salt).span)
        // 7. PS consists of emLen − sLen − hLen − 2 zeros. 8. DB = PS || 0x01 || salt.
        let padding = [UInt8](repeating: 0, count: byteCount - salt.count - seed.count - 2)
        let block = padding + [0x01] + salt
        // 9. dbMask = MGF(H, emLen − hLen − 1). 10. maskedDB = DB ⊕ dbMask.
        var masked = exclusiveOr(block, MGF1.mask(seed: seed, digest: .sha2(digest), byteCount: block.count))
        // 11. Set the leftmost 8 emLen − emBits bits of the leftmost octet in maskedDB to zero.
        masked[0] &= topMask(bitCount: bitCount)
        // 12. EM = maskedDB || H || 0xbc.
        return masked + seed + [0xBC]
    }

    /// Whether `encoded`, of as many octets as `bitCount` bits need, is an encoding of `message`.
    static func isConsistent(
        _ encoded: [UInt8],
        with message: Span<UInt8>,
        digest: DigestAlgorithm,
        maskDigest: SignatureDigest,
        saltByteCount: Int,
        bitCount: Int
    ) -> Bool {
        let byteCount = (bitCount + 7) / 8
        // 2. mHash = Hash(M).
        let messageDigest = digest.hash(message)
        // 3. If emLen < hLen + sLen + 2, output "inconsistent" and stop.
        guard saltByteCount >= 0, encoded.count == byteCount, saltByteCount <= byteCount,
            byteCount >= digest.byteCount + saltByteCount + 2
        else { return false }
        // 4. If the rightmost octet of EM is not 0xbc, output "inconsistent" and stop.
        guard encoded.last == 0xBC else { return false }
        // 5. maskedDB and H.
        let blockCount = byteCount - digest.byteCount - 1
        let masked = Array(encoded[..<blockCount])
        let seed = Array(encoded[blockCount..<byteCount - 1])
        // 6. The leftmost 8 emLen − emBits bits of the leftmost octet in maskedDB are zero.
        guard masked[0] & ~topMask(bitCount: bitCount) == 0 else { return false }
        // 7. dbMask = MGF(H, emLen − hLen − 1). 8. DB = maskedDB ⊕ dbMask.
        var block = exclusiveOr(masked, MGF1.mask(seed: seed, digest: maskDigest, byteCount: blockCount))
        // 9. Set the leftmost 8 emLen − emBits bits of the leftmost octet in DB to zero.
        block[0] &= topMask(bitCount: bitCount)
        // 10. The emLen − hLen − sLen − 2 leftmost octets of DB are zero, and the next one is 0x01.
        let paddingCount = blockCount - saltByteCount - 1
        guard block[..<paddingCount].allSatisfy({ $0 == 0 }), block[paddingCount] == 0x01 else {
            return false
        }
        // 11. The last sLen octets of DB are the salt. 12. M'. 13. H' = Hash(M'). 14. H = H'.
        let salt = Array(block[(paddingCount + 1)...])
        return seed == digest.hash(padded(messageDigest, salt: salt).span)
    }

    private static func padded(_ messageDigest: [UInt8], salt: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0, count: 8) + messageDigest + salt
    }

    private static func exclusiveOr(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        zip(left, right).map { $0 ^ $1 }
    }

    /// The bits of the leftmost octet that an encoded message of `bitCount` bits may use.
    private static func topMask(bitCount: Int) -> UInt8 {
        0xFF >> UInt8((8 - bitCount % 8) % 8)
    }
}

/// MGF1 (RFC 8017, appendix B.2.1).
enum MGF1 {
    /// The first `byteCount` octets that the digest makes of `seed` and a counter.
    static func mask(seed: [UInt8], digest: SignatureDigest, byteCount: Int) -> [UInt8] {
        var mask: [UInt8] = []
        var counter: UInt32 = 0
        while mask.count < byteCount {
            let octets = (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
            mask += digest.hash((seed + octets).span)
            counter += 1
        }
        return Array(mask[..<byteCount])
    }
}

extension SignatureDigest {
    fileprivate func hash(_ octets: Span<UInt8>) -> [UInt8] {
        switch self {
        case .md5: Insecure.MD5.hash(octets)
        case .sha1: Insecure.SHA1.hash(octets)
        case .sha2(let digest): digest.hash(octets)
        }
    }
}
