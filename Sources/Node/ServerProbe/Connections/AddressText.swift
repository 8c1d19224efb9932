internal import Glibc

/// An address as text, by which it is asked again.
enum AddressText {
    /// Of 4 or 16 octets; `nil` of an address of one link, which needs the link's name beside it.
    static func text(_ octets: [UInt8]) -> String? {
        let family = octets.count == 4 ? AF_INET : AF_INET6
        guard octets.count == 4 || octets.count == 16 else { return nil }
        // fe80::/10 (RFC 4291, section 2.5.6)
        if octets.count == 16, octets[0] == 0xFE, octets[1] & 0xC0 == 0x80 { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let capacity = socklen_t(text.count)
        guard unsafe inet_ntop(family, octets, &text, capacity) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
