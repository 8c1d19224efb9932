import Testing
import TextEncodings

@Suite("The ends of names")
struct EndingsTests {
    @Test(
        "An ending is told by its octets",
        arguments: [
            ("server.key", true), (".key", true), ("key", false), ("", false), ("server.key ", false),
            // One Character with what stands before or behind it, and another octet than a full stop.
            ("\u{600}.key", true), ("server.key\u{301}", false), ("server\u{FF0E}key", false),
        ]
    )
    func endings(name: String, isKey: Bool) {
        #expect(name.utf8.ends(with: ".key") == isKey)
    }
}
