internal import Glibc

extension NetworkAddress {
    /// The address that a text is, as the system's `getaddrinfo(3)` reads it with `AI_NUMERICHOST`: the server asks
    /// that, so that `0` and `127.1` are addresses here too.
    ///
    /// It is read by the same steps and not by that function, with which a static program carries the whole of the C
    /// library's resolver. A test holds both together.
    static func numeric(_ text: String) -> (family: Family, bits: UInt128)? {
        // A zero ends the text for C.
        let text = String(decoding: text.utf8.prefix { $0 != 0 }, as: UTF8.self)
        // inet_aton(3) takes what follows a blank for a remark.
        if !text.utf8.contains(where: isSpace) {
            var address = in_addr()
            if unsafe inet_aton(text, &address) == 1 {
                return (.ipv4, UInt128(UInt32(bigEndian: address.s_addr)))
            }
        }
        let parts = text.utf8.split(
            separator: UInt8(ascii: "%"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        var address = in6_addr()
        guard let host = parts.first, unsafe inet_pton(AF_INET6, String(Substring(host)), &address) == 1
        else {
            return nil
        }
        let bits = unsafe withUnsafeBytes(of: address) { octets in
            unsafe octets.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        }
        if parts.count == 2, !isScope(String(Substring(parts[1])), of: bits) { return nil }
        return (.ipv6, bits)
    }

    /// Whether a text is one of IPv6's scopes (RFC 4007, section 11): its number or, of an address that is meant on one
    /// link, the name of the interface to it.
    private static func isScope(_ text: String, of bits: UInt128) -> Bool {
        // fe80::/10, and of multicast what stays on an interface or a link, such as ff02::/16.
        let isOfLink = bits >> 118 == 0xFE80 >> 6 || [0xFF01, 0xFF02].contains(bits >> 112 & 0xFF0F)
        if isOfLink, unsafe if_nametoindex(text) != 0 { return true }
        return text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) && UInt32(text) != nil
    }

    private static func isSpace(_ octet: UInt8) -> Bool {
        octet == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(octet)
    }
}
