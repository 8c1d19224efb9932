import Glibc
import Testing

@testable import PostgresConfiguration

@Suite("A numeric address")
struct NumericAddressTests {
    /// What `getaddrinfo(3)` reads, which the server asks.
    private func systems(_ text: String) -> (family: NetworkAddress.Family, bits: UInt128)? {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        guard !text.isEmpty, getaddrinfo(text, nil, &hints, &list) == 0, let list else { return nil }
        defer { freeaddrinfo(list) }
        guard let address = list.pointee.ai_addr else { return nil }
        let raw = UnsafeRawPointer(address)
        if list.pointee.ai_family == AF_INET {
            let value = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return (.ipv4, UInt128(UInt32(bigEndian: value.s_addr)))
        }
        let value = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
        return (.ipv6, withUnsafeBytes(of: value) { $0.reduce(0) { $0 << 8 | UInt128($1) } })
    }

    private func expectSame(_ text: String) {
        let own = NetworkAddress.numeric(text)
        let systems = systems(text)
        #expect(own?.family == systems?.family && own?.bits == systems?.bits, "\(text.debugDescription)")
    }

    private static let texts = [
        "", "0", "127.1", "1.2.3", "10.0.0.1", "0x7f.1", "0177.0.0.1", "256.1.1.1", "1.2.3.4.5", "4294967295",
        "4294967296", "10.0.0.1 ", " 10.0.0.1", "10.0.0.1 x", "10.0.0.1\t", "10.0.0.1\n", "1.2.3.4\u{B}",
        "1.2.3.4%1",
        "::", "::1", "::1 ", "2001:db8::1", "::ffff:1.2.3.4", "::1.2.3", "1::2::3", "12345::", "FE80::A",
        "fe80::1%1", "fe80::1%lo", "fe80::1%none", "fe80::1%", "fe80::1%%1", "fe80::1%+1",
        "fe80::1%4294967295",
        "fe80::1%4294967296", "fe80::1%00000000001", "febf::1%lo", "fec0::1%lo", "fec0::1%7", "::1%lo",
        "::1%1",
        "ff02::1%lo", "ff12::1%lo", "ff01::1%lo", "ff05::1%lo", "ff02::1%1x", "%lo", "%", "localhost",
        "a.example",
        "\u{E9}", "1.2.3.4\u{0}5", "::1\u{0}x", "fe80::1%lo\u{0}x", "fe80::1%1\u{0}x", "fe80::1\u{0}%none",
    ]

    @Test("is read as the system reads it", arguments: texts)
    func asTheSystem(text: String) { expectSame(text) }

    @Test("is read as the system reads it after any change of an octet")
    func changed() {
        let octets = Array("019afgx.:%/ \t-+".utf8)
        for text in Self.texts {
            for position in text.utf8.indices {
                for octet in octets {
                    var changed = Array(text.utf8)
                    changed[text.utf8.distance(from: text.utf8.startIndex, to: position)] = octet
                    if let text = String(validating: changed, as: UTF8.self) { expectSame(text) }
                }
            }
        }
    }
}
