import MessageDigests
import TestSupport
import Testing
import VectorFiles

@Suite("PBKDF2 (RFC 8018)")
struct PBKDF2Tests {
    /// The first of each file, which are those of RFC 6070 and RFC 7914 and some of each length, but for those of more
    /// than 4096 iterations: a debug build takes too long for all. The program `vectors` derives every one.
    @Test("the published keys", arguments: ["pbkdf2_hmacsha1", "pbkdf2_hmacsha256"])
    func published(name: String) throws {
        for vector in try publishedCases("wycheproof/\(name)").prefix(8) {
            let iterationCount = try vector.number("iterations")
            guard iterationCount <= 4096 else { continue }
            let key = try vector.octets("derived-key")
            let derived = try Hash(vector).pbkdf2(
                try vector.octets("password"),
                try vector.octets("salt"),
                iterationCount,
                key.count
            )
            #expect(derived == key, "\(vector)")
        }
    }

    @Test(
        "keys by digests without published figures are what Python's hashlib gives",
        arguments: HashlibKey.all
    )
    func hashlib(figure: HashlibKey) throws {
        let key = octets(figure.key)
        let derived = try figure.hash.pbkdf2(
            Array(figure.password.utf8),
            Array(figure.salt.utf8),
            figure.iterationCount,
            key.count
        )
        #expect(derived == key)
    }

    @Test("a shorter key is the beginning of a longer one")
    func prefixes() throws {
        let whole = try Hash.sha256.pbkdf2([1, 2], [3], 2, 100)
        for count in [1, 31, 32, 33, 63, 64, 65, 96, 99] {
            #expect(try Hash.sha256.pbkdf2([1, 2], [3], 2, count) == Array(whole.prefix(count)))
        }
    }

    @Test("no iterations are refused", arguments: [0, -1, Int.min])
    func iterationCounts(count: Int) {
        #expect(throws: KeyDerivationError.invalidIterationCount(count)) {
            try Hash.sha256.pbkdf2([1], [2], count, 32)
        }
    }

    @Test(
        "no octets, and more than 2^32 - 1 digests, are refused",
        arguments: [0, -1, Int.min, Int.max, 32 << 32 - 31]
    )
    func byteCounts(count: Int) {
        #expect(throws: KeyDerivationError.invalidDerivedByteCount(count)) {
            try Hash.sha256.pbkdf2([1], [2], 1, count)
        }
    }
}

/// Keys by Python's `hashlib.pbkdf2_hmac`, also of one octet and of several digests.
struct HashlibKey: Sendable {
    var hash: Hash
    var password: String
    var salt: String
    var iterationCount: Int
    var key: String

    static let all: [HashlibKey] = [
        HashlibKey(
            hash: .sha512,
            password: "password",
            salt: "salt",
            iterationCount: 3,
            key: """
                b6b07cb2cebf4ad84468391a543824fccffe0e0769dbe6bddf10a65673c4b648e612d44918f9ce9a
                19a1294cf5140628084ba994c3b21a4ef4741220b811c633cfc0641fccbcc4164f1bbfcb1f33f595
                ae9aa4a33ddcce570157775980362c0ee28aa340c842a3ae84710167aea2f9ba34833cbf66a8922e
                5f165d886868fd3fd426f9ba2a82a5e97ef8eda7d02d982ff13f1a96f0ea
                """
        ),
        HashlibKey(
            hash: .sha384,
            password: String(repeating: "A", count: 200),
            salt: "",
            iterationCount: 2,
            key: """
                f3325086d33c7e668568df7ec7e473abe99e5e4f440064d6b169975c671c8f4f826d8a36d381ea2d
                ff992805ad0b91f0b8
                """
        ),
        HashlibKey(hash: .sha224, password: "", salt: "salt", iterationCount: 5, key: "75"),
        HashlibKey(
            hash: .md5,
            password: "secret",
            salt: "NaCl",
            iterationCount: 7,
            key: "666218b2a178f0aa5eb7f48036eb8e07ad120dd8956be57f849905356a67fb78c6"
        ),
    ]
}
