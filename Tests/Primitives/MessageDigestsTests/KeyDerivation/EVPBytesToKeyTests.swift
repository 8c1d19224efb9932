import MessageDigests
import TestSupport
import Testing

@Suite("EVP_BytesToKey (OpenSSL)")
struct EVPBytesToKeyTests {
    @Test("figures made with OpenSSL's function", arguments: EVPBytesToKeyFigures.openssl)
    func figures(figure: EVPBytesToKeyFigures.Figure) throws {
        let key = octets(figure.key)
        let vector = octets(figure.initializationVector)
        let derived = try figure.hash.evpBytesToKey(
            octets(figure.password),
            salt: octets(figure.salt),
            roundCount: figure.roundCount,
            keyByteCount: key.count,
            initializationVectorByteCount: vector.count
        )
        #expect(derived.key == key)
        #expect(derived.initializationVector == vector)
    }

    @Test(
        "openssl enc derives the same key and vector",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: Hash.allCases
    )
    func openssl(hash: Hash) throws {
        let openssl = try #require(Programs.openssl)
        var random = SeededRandom(seed: 8)
        for keyByteCount in [16, 24, 32] {
            for saltByteCount in [0, 8] {
                let salt = random.bytes(count: saltByteCount)
                let password = hexadecimal(random.bytes(count: keyByteCount + saltByteCount))
                let outcome = try openssl.run(
                    [
                        "enc", "-aes-\(8 * keyByteCount)-cbc", "-P", "-md", hash.rawValue, "-pass",
                        "pass:" + password,
                    ]
                        + (salt.isEmpty ? ["-nosalt"] : ["-S", hexadecimal(salt)])
                )
                let derived = try hash.evpBytesToKey(
                    Array(password.utf8),
                    salt: salt,
                    roundCount: 1,
                    keyByteCount: keyByteCount,
                    initializationVectorByteCount: 16
                )
                let lines = outcome.text.lowercased().split(separator: "\n").filter { !$0.hasPrefix("salt") }
                let key = hexadecimal(derived.key)
                let vector = hexadecimal(derived.initializationVector)
                #expect(lines == ["key=\(key)", "iv =\(vector)"])
            }
        }
    }

    @Test("salts of another size than 8 or 0 are refused", arguments: [1, 7, 9, 16])
    func salts(count: Int) {
        #expect(throws: KeyDerivationError.invalidSaltByteCount(count)) {
            try derive(salt: [UInt8](repeating: 0, count: count))
        }
    }

    @Test("no rounds, and no octets of a key, are refused", arguments: [0, -1])
    func counts(count: Int) {
        #expect(throws: KeyDerivationError.invalidIterationCount(count)) { try derive(roundCount: count) }
        #expect(throws: KeyDerivationError.invalidDerivedByteCount(count)) { try derive(keyByteCount: count) }
        #expect(throws: KeyDerivationError.invalidDerivedByteCount(count - 1)) {
            try derive(initializationVectorByteCount: count - 1)
        }
    }

    private func derive(
        salt: [UInt8] = [],
        roundCount: Int = 1,
        keyByteCount: Int = 16,
        initializationVectorByteCount: Int = 16
    ) throws -> [UInt8] {
        try Hash.md5.evpBytesToKey(
            [1],
            salt: salt,
            roundCount: roundCount,
            keyByteCount: keyByteCount,
            initializationVectorByteCount: initializationVectorByteCount
        ).key
    }
}
