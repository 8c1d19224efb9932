import MessageDigests
import SecretMemory
import TestSupport
import Testing
import VectorFiles

@Suite("PBKDF2 of many passwords")
struct PBKDF2BatchTests {
    @Test(
        "the keys of a batch are those that each password has alone",
        arguments: [0, 1, 2, 8, 9, 16, 17, 40],
        [1, 2, 5]
    )
    func keys(count: Int, iterationCount: Int) throws {
        var random = SeededRandom(seed: 40)
        var batch = try PBKDF2<SHA256>.Batch(capacity: 40, iterationCount: iterationCount)
        var expected: [UInt8] = []
        for index in 0..<count {
            // Also passwords and salts of no octets, and such as are longer than a block.
            let password = random.bytes(count: index * 4)
            let salt = random.bytes(count: index * 3 % 70)
            batch.append(password: password.span, salt: salt.span)
            expected += try Hash.sha256.pbkdf2(password, salt, iterationCount, 32)
        }
        #expect(batch.count == count)
        let keys = batch.deriveKeys()
        #expect(array(keys) == expected)
    }

    @Test("the published key of 4096 iterations, sixteen times beside other keys")
    func published() throws {
        let vector = try #require(
            try publishedCases("wycheproof/pbkdf2_hmacsha256").first {
                try $0.octets("derived-key").count == 42
            }
        )
        let (password, salt) = try (vector.octets("password"), vector.octets("salt"))
        let published = try vector.octets("derived-key").prefix(32)
        let iterationCount = try vector.number("iterations")
        #expect(iterationCount == 4096)
        var batch = try PBKDF2<SHA256>.Batch(capacity: 17, iterationCount: iterationCount)
        for index in 0..<17 {
            let password = index == 3 ? [1, 2, 3] : password
            batch.append(password: password.span, salt: salt.span)
        }
        let keys = array(batch.deriveKeys())
        for index in 0..<17 {
            #expect((keys[32 * index..<32 * index + 32] == published) == (index != 3), "key \(index)")
        }
    }

    @Test("no iterations are refused", arguments: [0, -1, Int.min])
    func iterationCounts(count: Int) {
        #expect(throws: KeyDerivationError.invalidIterationCount(count)) {
            let batch = try PBKDF2<SHA256>.Batch(capacity: 1, iterationCount: count)
            return batch.count
        }
    }
}
