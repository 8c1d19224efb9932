import Testing
import TextEncodings

@Suite("Text from outside that is shown")
struct VisibleTextTests {
    @Test(
        "What a reader does not see as it is, where it is, becomes an escape, and nothing looks like one",
        arguments: [
            ("plain text, \u{E9}\u{4E2D}\u{1F600}", "plain text, \u{E9}\u{4E2D}\u{1F600}"),
            ("a\n\u{1B}[31m\r\u{7F}", "a\\u{a}\\u{1b}[31m\\u{d}\\u{7f}"),
            ("\u{202E}b\u{2066}\u{200B}", "\\u{202e}b\\u{2066}\\u{200b}"),
            ("e\u{301}\u{2028}\u{A0}\u{E000}", "e\\u{301}\\u{2028}\\u{a0}\\u{e000}"),
            ("\\u{a}", "\\\\u{a}"),
        ]
    )
    func escapes(text: String, expected: String) {
        #expect(VisibleText.escaped(text) == expected)
    }

    @Test("A character of ASCII is shown the same way in a text of ASCII alone and in any other")
    func ascii() {
        for value in UInt8.min..<0x80 {
            let text = String(Unicode.Scalar(value))
            #expect(VisibleText.escaped(text) + "\u{E9}" == VisibleText.escaped(text + "\u{E9}"))
        }
    }

    @Test("Of a longer text than may be shown the first characters are, and an ellipsis")
    func limit() {
        #expect(VisibleText.escaped("abc", limit: 3) == "abc")
        #expect(VisibleText.escaped("abcd", limit: 3) == "abc…")
        #expect(VisibleText.escaped("\u{E9}bc", limit: 3) == "\u{E9}bc")
    }
}
