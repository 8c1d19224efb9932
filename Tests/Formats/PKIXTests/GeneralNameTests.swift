import PKIX
import Testing

@Suite("General names (RFC 5280, section 4.2.1.6)")
struct GeneralNameTests {
    @Test(
        "hosts' names are taken",
        arguments: [
            "db1", "db1.example.com", "*.example.com", "a_b.c", "xn--bcher-kva.example", "1.2.3.x", "A-b",
            "123456789012",
        ]
    )
    func hosts(text: String) throws {
        #expect(try GeneralName.dns(text) == .dnsName(text))
    }

    @Test(
        "what is no host's name is refused",
        arguments: [
            "", ".", "a..b", "a.", ".a", "-a", "a-", "a b", "a/b", "ü.example", "*", "a.*.b", "*a.b",
            "1.2.3.4", "::1", "4294967296", "a.123456789012",
            "a\n", String(repeating: "a", count: 64), String(repeating: "a.", count: 126) + "aa",
        ]
    )
    func noHosts(text: String) {
        #expect(throws: PKIXError.invalidDNSName(SafeText(text))) { try GeneralName.dns(text) }
    }

    // The pairs are those that Python's `ipaddress` gives: `ip_address(text).packed.hex()` and `str()`.
    @Test(
        "addresses are read and written in the one form of RFC 5952",
        arguments: [
            ("192.0.2.1", "192.0.2.1", 4), ("0.0.0.0", "0.0.0.0", 4), ("::", "::", 16), ("::1", "::1", 16),
            ("1::", "1::", 16), ("2001:DB8::1", "2001:db8::1", 16),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1", 16),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", 16), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8", 16),
            ("2001:0db8::0001:0000", "2001:db8::1:0", 16), ("::ffff:192.0.2.1", "::ffff:c000:201", 16),
            ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201", 16), ("fe80:0:0:1::", "fe80:0:0:1::", 16),
        ]
    )
    func addresses(text: String, description: String, count: Int) throws {
        let address = try IPAddress(text)
        #expect(address.octets.count == count)
        #expect(address.description == description)
        #expect(try IPAddress(description) == address)
    }

    @Test("an address's octets are in the order of the network")
    func octets() throws {
        #expect(try IPAddress("192.0.2.1").octets == [192, 0, 2, 1])
        #expect(try IPAddress("1:203::").octets == [0, 1, 2, 3] + [UInt8](repeating: 0, count: 12))
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.1.1.1", "1.2.3.4/8", "1.2.3.x", " 1.2.3.4", "+1.2.3.4",
            ":", ":::",
            "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::",
            "::1%eth0", "[::1]",
            "1.2.3.4::", "::1.2.3.4:1", "1:", ":1", "1:2:3:4:5:6:7:1.2.3.4", "+1::", "-1::",
        ]
    )
    func noAddresses(text: String) {
        #expect(throws: PKIXError.invalidIPAddress(SafeText(text))) { try IPAddress(text) }
    }

    @Test("e-mail addresses and URIs are taken or refused")
    func others() throws {
        #expect(try GeneralName.email("dba@example.com") == .rfc822Name("dba@example.com"))
        for text in ["dba", "@x", "a@", "a@b@c", "a b@c", "ü@c", "a@*.c", "a@b\n"] {
            #expect(throws: PKIXError.invalidEmailAddress(SafeText(text))) { try GeneralName.email(text) }
        }
        #expect(try GeneralName.uri("http://x/") == .uniformResourceIdentifier("http://x/"))
        for text in ["", "x", ":x", "http:", "1a:x", "http://x y", "hü:x"] {
            #expect(throws: PKIXError.invalidURI(SafeText(text))) { try GeneralName.uri(text) }
        }
    }

    @Test("a text from outside does nothing to a terminal")
    func safeTexts() {
        #expect(SafeText("a\u{1B}[2Jb\\c\n\u{202E}").description == "a\\u{1b}[2Jb\\\\c\\u{a}\\u{202e}")
        #expect(SafeText("Zürich 名").description == "Zürich 名")
        #expect(SafeText(String(repeating: "a", count: 500)).description.count == 201)
        #expect(GeneralName.dnsName("a\u{7}").description == "DNS:a\\u{7}")
    }
}
