import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("The root on its way to another node")
struct ClusterExportTests {
    private let content = Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
    private let phrase = Array("pass phrase ü".utf8)

    private func decrypt(_ text: String, _ phrase: [UInt8], least: Int = 10) throws -> [UInt8] {
        let text = Array(text.utf8)
        let octets = try ClusterExport.decrypt(text.span, passPhrase: phrase.span, leastIterations: least)
        return (0..<octets.count).map { octets.span[$0] }
    }

    @Test("the authenticated form comes back, and nothing that was changed does")
    func authenticated() throws {
        var random = SeededRandom(seed: 4)
        let text = try ClusterExport.authenticated(
            content.span,
            passPhrase: phrase.span,
            iterations: 10,
            using: &random
        )
        #expect(try decrypt(text, phrase) == content)
        #expect(try decrypt(text.replacing("\n", with: "\r\n"), phrase) == content)
        #expect(throws: NodeEncryptionError.invalidExport) { try decrypt(text, Array("other".utf8)) }
        // Fewer iterations than an export has are refused: somebody else chose them.
        #expect(throws: NodeEncryptionError.invalidExport) { try decrypt(text, phrase, least: 11) }
        let body = Array(text.utf8)
        for index in stride(from: 44, to: body.count - 44, by: 3) where body[index] != 10 {
            var changed = body
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            if changed == body { continue }
            let text = String(decoding: changed, as: UTF8.self)
            #expect(throws: NodeEncryptionError.invalidExport) { try decrypt(text, phrase) }
        }
    }

    private static let hasCryptography: Bool = {
        let script = "from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand"
        return (try? Programs.python?.run(["-c", script]))?.status == 0
    }()

    @Test(
        "Python's cryptography opens the authenticated form: one block of PBKDF2, expanded by HKDF",
        .enabled(if: hasCryptography, "Python's cryptography is not installed")
    )
    func python() throws {
        let python = try #require(Programs.python)
        let openssl = try #require(Programs.openssl)
        var random = SeededRandom(seed: 5)
        let text = try ClusterExport.authenticated(
            content.span,
            passPhrase: phrase.span,
            iterations: 1000,
            using: &random
        )
        let script = """
            import base64, hmac, sys
            from cryptography.hazmat.primitives.hashes import SHA256
            from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
            from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
            body = ''.join(l for l in sys.stdin.read().split('\\n') if not l.startswith('-----'))
            m = base64.b64decode(body)
            assert m[0] == 2
            rounds = int.from_bytes(m[1:5], 'big')
            key = PBKDF2HMAC(SHA256(), 32, m[5:21], rounds).derive(sys.argv[1].encode())
            def expand(name):
                info = b'postgres-ssl cluster root 2 ' + name
                return HKDFExpand(SHA256(), 32, info).derive(key)
            code = hmac.new(expand(b'authentication'), m[:-32], 'sha256').digest()
            assert hmac.compare_digest(code, m[-32:])
            print(expand(b'encryption').hex(), m[21:37].hex(), m[37:-32].hex())
            """
        let opened = try python.run(
            ["-c", script, String(decoding: phrase, as: UTF8.self)],
            input: Array(text.utf8),
            environment: ["PYTHONUTF8": "1"]
        )
        #expect(opened.status == 0, "\(opened.errorText)")
        let parts = opened.text.split(whereSeparator: \.isWhitespace).map(String.init)
        try #require(parts.count == 3)
        let cipher = stride(from: 0, to: parts[2].utf8.count, by: 2).compactMap { index in
            UInt8(String(Array(parts[2])[index..<index + 2]), radix: 16)
        }
        let plain = try openssl.run(
            ["enc", "-d", "-aes-256-cbc", "-K", parts[0], "-iv", parts[1]],
            input: cipher
        )
        #expect(plain.output == content)
    }

    @Test(
        "openssl enc opens ours, and we open openssl's",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        let openssl = try #require(Programs.openssl)
        let options = ["-base64", "-aes-256-cbc", "-pass", "env:KEY_PASS"]
        let environment = ["KEY_PASS": "pass phrase"]
        let phrase = Array("pass phrase".utf8)
        var random = SeededRandom(seed: 6)
        for count in [0, 4, 5, 6, 100, 4_000] {
            let content = Array("-----BEGIN ".utf8) + random.bytes(count: count)
            let ours = try ClusterExport.encrypt(
                content.span,
                passPhrase: phrase.span,
                form: .openssl,
                using: &random
            )
            let opened = try openssl.run(
                ["enc", "-d"] + options,
                input: Array(ours.utf8),
                environment: environment
            )
            #expect(opened.output == content, "\(opened.errorText)")
            let theirs = try openssl.run(
                ["enc", "-e", "-salt"] + options,
                input: content,
                environment: environment
            )
            #expect(try decrypt(theirs.text, phrase) == content)
        }
    }

    @Test("no other pass phrase is taken for the right one, though one in 256 leaves a valid padding")
    func otherPhrase() throws {
        var random = SeededRandom(seed: 8)
        let text = try ClusterExport.encrypt(
            content.span,
            passPhrase: phrase.span,
            form: .openssl,
            using: &random
        )
        for number in 0..<2_000 {
            let other = Array("other \(number)".utf8)
            #expect(throws: NodeEncryptionError.invalidExport) { try decrypt(text, other) }
        }
    }

    @Test("the form of earlier versions is named, and of no other first byte is anything said")
    func versions() throws {
        var random = SeededRandom(seed: 7)
        let text = try ClusterExport.authenticated(
            content.span,
            passPhrase: phrase.span,
            iterations: 10,
            using: &random
        )
        // The first four characters of the body hold the version and two zeros of the count: AgAA is 2, 0, 0.
        for (version, error) in [
            ("AQAA", NodeEncryptionError.importedRoot(.earlierForm)), ("AAAA", .invalidExport),
            ("AwAA", .invalidExport),
        ] {
            let other = text.replacing("\nAgAA", with: "\n" + version)
            #expect(other != text)
            #expect(throws: error) { try decrypt(other, phrase) }
        }
    }

    @Test("blanks and line ends of any kind come along, other characters that look like them do not")
    func blanks() throws {
        var random = SeededRandom(seed: 8)
        let text = try ClusterExport.authenticated(
            content.span,
            passPhrase: phrase.span,
            iterations: 10,
            using: &random
        )
        #expect(try decrypt(text.replacing("\n", with: "\r"), phrase) == content)
        #expect(try decrypt(text.replacing("\nAg", with: "\n \tA g"), phrase) == content)
        // U+2028 and U+0085 end lines of characters; behind a boundary they would take the body along.
        for mark in ["\u{2028}", "\u{85}", "\u{301}", "\u{D4E}"] {
            #expect(throws: NodeEncryptionError.invalidExport) {
                try decrypt(text.replacing("\nAg", with: "\nA" + mark + "g"), phrase)
            }
        }
    }

    @Test(
        "what is no export is refused",
        arguments: ["", "hello", "U2FsdGVkX18=", "AQ==", "-----BEGIN X-----\n-----END X-----"]
    )
    func refused(text: String) {
        #expect(throws: NodeEncryptionError.invalidExport) { try decrypt(text, phrase) }
    }
}
