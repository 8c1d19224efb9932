import MessageDigests
import TestSupport
import Testing
import VectorFiles

@Suite("HKDF (RFC 5869)")
struct HKDFTests {
    @Test("the published keys, of the standard with its pseudorandom keys, and of Wycheproof")
    func published() throws {
        let names = [
            "rfc/5869-hkdf-sha1", "rfc/5869-hkdf-sha256", "wycheproof/hkdf_sha256", "wycheproof/hkdf_sha384",
        ]
        for name in names {
            for vector in try publishedCases(name) where vector.result == .valid {
                let key = try vector.octets("derived-key")
                let derived = try Hash(vector).hkdf(
                    try vector.octets("input-key"),
                    salt: try vector.octets("salt"),
                    information: try vector.octets("information"),
                    key.count
                )
                #expect(derived == key, "\(name) \(vector)")
            }
        }
        for vector in try publishedCases("rfc/5869-hkdf-sha256") {
            let (inputKey, salt) = (try vector.octets("input-key"), try vector.octets("salt"))
            let pseudorandomKey = HKDF<SHA256>.extract(inputKey.span, salt: salt.span)
            #expect(array(pseudorandomKey) == (try vector.octets("pseudorandom-key")))
        }
    }

    @Test("all 255 digests are given, and neither one octet more nor none")
    func byteCounts() throws {
        #expect(HKDF<SHA256>.maximumByteCount == 8160)
        #expect(HKDF<SHA384>.maximumByteCount == 12240)
        let most = try Hash.sha256.hkdf([1], salt: [2], information: [3], 8160)
        let beginning = try Hash.sha256.hkdf([1], salt: [2], information: [3], 100)
        #expect(Array(most.prefix(100)) == beginning)
        for count in [8161, 0, -1, Int.min, Int.max] {
            #expect(throws: KeyDerivationError.invalidDerivedByteCount(count)) {
                try Hash.sha256.hkdf([1], salt: [2], information: [3], count)
            }
        }
    }
}
