import MessageDigests
import TestSupport
import Testing
import VectorFiles

@Suite("Digests against published figures")
struct DigestFigureTests {
    @Test(
        "the examples of RFC 1321 and RFC 6234, and the short messages of SHAVS",
        arguments: [
            "rfc/1321-md5", "rfc/6234-digests", "nist-shavs/sha1-short", "nist-shavs/sha224-short",
            "nist-shavs/sha256-short", "nist-shavs/sha384-short", "nist-shavs/sha512-short",
        ]
    )
    func published(name: String) throws {
        for vector in try publishedCases(name) {
            let digest = try Hash(vector).hash(try vector.octets("message"))
            let value = try vector.octets("value")
            #expect(digest == value, "\(vector)")
        }
    }

    @Test("a million times \"a\" by MD5, which RFC 1321 does not print, is what Python's hashlib gives")
    func million() {
        let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(hexadecimal(Hash.md5.hash(message)) == "7707d6ae4e027c70eea2a935c2296f21")
    }

    /// The digest of the digests of 301 messages, the one of k octets having 7i + k modulo 256 at i; by Python's
    /// `hashlib`.
    static let digestsOfDigests: [(Hash, String)] = [
        (.sha224, "fd64e005f571477279664e8b0ee5e0a19de5edc4c37d71422f639ad8"),
        (.sha256, "60d63ff40b5558727a9b786ac0be9300f7ca58fd9ddd3b2f3681b369018a87dc"),
        (
            .sha384,
            "022ac2b92dcdb9358b044b9475cd22bacae49d2510f5493370847b4c61050cacc2325d1d80119adbc3ca9eaa7ecd3de7"
        ),
        (
            .sha512,
            "e1f2f7d5d8fc48db06ec2a0eed639593f549caffa40245747258761214a3ec07"
                + "134903fde52ace6cfae161a82097ba01f33a97d48dd6a80d4521d96d7401357e"
        ),
        (.sha1, "e570432b09ac39935ad256f819b381ba3900dbbd"),
        (.md5, "a9cf41e638496a4d8f14abe6ae258128"),
    ]

    @Test("every message length from 0 to 300", arguments: digestsOfDigests)
    func lengths(hash: Hash, expected: String) {
        var digests: [UInt8] = []
        for count in 0...300 {
            digests += hash.hash((0..<count).map { UInt8(truncatingIfNeeded: 7 * $0 + count) })
        }
        #expect(hexadecimal(hash.hash(digests)) == expected)
    }

    @Test("a digest chosen by value is the digest of that name")
    func algorithms() {
        let hashes: [DigestAlgorithm: Hash] = [
            .sha224: .sha224, .sha256: .sha256, .sha384: .sha384, .sha512: .sha512,
        ]
        #expect(Set(hashes.keys) == Set(DigestAlgorithm.allCases))
        let message = Array("abc".utf8)
        for (algorithm, hash) in hashes {
            let digest = algorithm.hash(message.span)
            #expect(digest == hash.hash(message))
            #expect(digest.count == algorithm.byteCount)
        }
    }
}
