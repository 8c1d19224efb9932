import SecretMemory
import Testing

@Suite("A secret's text, shown on purpose")
struct ShownTextTests {
    @Test("the text is that of the bytes", arguments: ["", "secret", "Zürich, 中文 and 🔑\u{0}\n"])
    func text(_ text: String) {
        let secret = SecretBytes(copying: Array(text.utf8).span)
        let shown = secret.withString { Array($0.utf8) }
        #expect(shown == Array(text.utf8))
        let shared = SharedSecret(copying: Array(text.utf8).span)
        #expect(shared.withString { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(
        "bytes that are not UTF-8 are not shown, and not repaired",
        arguments: [[0x80], [0x61, 0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
    )
    func malformed(_ bytes: [UInt8]) {
        let secret = SecretBytes(copying: bytes.span)
        var isCalled = false
        let shown: Void? = secret.withString { _ in isCalled = true }
        let shared: Void? = SharedSecret(copying: bytes.span).withString { _ in isCalled = true }
        #expect(shown == nil && shared == nil && !isCalled)
    }

    @Test("an error of the closure comes through")
    func failure() {
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            let secret = SecretBytes(copying: [0x61].span)
            let count = try secret.withString { text throws(Refusal) -> Int in
                if text == "a" { throw Refusal() }
                return 1
            }
            #expect(count == nil)
        }
    }
}
