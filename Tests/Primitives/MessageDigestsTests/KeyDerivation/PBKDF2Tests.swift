import MessageDigests
import TestSupport
import Testing

@Suite("PBKDF2 (RFC 8018)")
struct PBKDF2Tests {
    @Test(
        "the published keys",
        arguments: PBKDF2Figures.rfc6070 + PBKDF2Figures.rfc7914 + PBKDF2Figures.wycheproof
            + PBKDF2Figures.hashlib
    )
    func figures(figure: PBKDF2Figures.Figure) throws {
        let key = octets(figure.key)
        let derived = try figure.hash.pbkdf2(
            octets(figure.password),
            octets(figure.salt),
            figure.iterationCount,
            key.count
        )
        #expect(derived == key)
    }

    @Test(
        "the published key of 80,000 iterations",
        .enabled(if: isOptimized, "a debug build takes too long for 80,000 iterations"),
        arguments: PBKDF2Figures.rfc7914Long
    )
    func manyIterations(figure: PBKDF2Figures.Figure) throws {
        try figures(figure: figure)
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

    private static var isOptimized: Bool {
        var isDebug = false
        assert({ isDebug = true }() == ())
        return !isDebug
    }
}
