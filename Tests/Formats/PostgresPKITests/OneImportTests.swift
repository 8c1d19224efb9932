import PostgresPKI
import Testing

/// Each test calls members of types of one module, which are seen where the module is imported: here by one import.
@Suite("One import brings in every module")
struct OneImportTests {
    @Test("SecretMemory")
    func secretMemory() {
        var random = OperatingSystemRandom()
        let secret = random.secretBytes(count: 16)
        let isEqual = constantTimeEquals(secret.span, secret.copy().span)
        #expect(isEqual)
    }

    @Test("DurableFiles")
    func durableFiles() throws {
        let status = try Folder("/").status()
        #expect(status.kind == .folder)
        #expect(FileError.locked(path: "/", seconds: 1).isMissing == false)
    }

    @Test("MessageDigests")
    func messageDigests() {
        // FIPS 180-2, appendix B.1.
        #expect(SHA256.hash(Array("abc".utf8).span).starts(with: [0xBA, 0x78, 0x16, 0xBF]))
        #expect(HMAC<SHA256>.byteCount == 32)
    }

    @Test("BlockCiphers")
    func blockCiphers() throws {
        // FIPS 197, appendix C.1.
        let key = try AES(key: Array(0...15).span)
        let block = (UInt8(0)...15).map { $0 * 0x11 }
        let encrypted = try key.encrypt(block: block.span)
        #expect(encrypted.starts(with: [0x69, 0xC4, 0xE0, 0xD8]))
    }

    @Test("RSACryptography")
    func rsaCryptography() {
        var random = OperatingSystemRandom()
        #expect(throws: RSAError.generatedModulusTooShort(bitCount: 1024)) {
            _ = try RSA.PrivateKey.generate(bitCount: 1024, using: &random).bitCount
        }
    }

    @Test("DERCoding")
    func derCoding() throws {
        #expect(DERTime(year: 2026, month: 11, day: 26)?.secondsSince1970 == 1_795_651_200)
        let text = PEM.encode([1, 2, 3].span, label: "DATA")
        var reader = try PEMReader(text.utf8Span.span)
        let label = try reader.next()?.label
        #expect(label == "DATA")
    }

    @Test("PKIX")
    func pkix() throws {
        let name = try DistinguishedName([(.countryName, "CH"), (.commonName, "db1")])
        #expect(name.commonName == "db1")
        #expect(try GeneralName.ip("192.0.2.7").description == "IP Address:192.0.2.7")
    }

    @Test("SCRAMAuthentication")
    func scramAuthentication() throws {
        #expect(SCRAMChannelBinding.choose(offered: [.sha256], serverEndPoint: nil)?.mechanism == .sha256)
        #expect(SCRAMSecret.defaultIterationCount == 4096)
    }

    @Test("PgpoolPasswords")
    func pgpoolPasswords() {
        #expect(EntryKind(of: Array("TEXTsecret".utf8).span) == .text)
        #expect(PgpoolLimits.aesPassword == 79)
    }

    @Test("PostgresConfiguration")
    func postgresConfiguration() throws {
        var file = ConfigurationFile(Array("ssl = off  # for now\n".utf8), dialect: .postgres)
        try file.set("ssl", to: "on")
        #expect(file.assignment(of: "ssl")?.text == "on")
    }
}
