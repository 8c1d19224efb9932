internal import Glibc

/// The name of this host.
package enum HostName {
    /// The name that the kernel holds, at most 64 bytes; empty if none is set or it is not UTF-8.
    package static func current() -> String {
        var name = [CChar](repeating: 0, count: 256)
        // With room for 255 bytes it cannot fail: the kernel's name has at most 64.
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(validating: bytes, as: UTF8.self) ?? ""
    }

    /// Whether a name or address, such as one that a server listens on, is of the host that says it alone: `localhost`
    /// (RFC 6761, section 6.3), 127.0.0.0/8 or `::1` (RFC 6890).
    package static func isLoopback(_ host: String) -> Bool {
        let lower = host.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if lower.elementsEqual("localhost".utf8) || lower.elementsEqual("localhost.".utf8) { return true }
        var version4 = in_addr()
        if unsafe inet_pton(AF_INET, host, &version4) == 1 {
            return UInt32(bigEndian: version4.s_addr) >> 24 == 127
        }
        var version6 = in6_addr()
        guard unsafe inet_pton(AF_INET6, host, &version6) == 1 else { return false }
        return unsafe withUnsafeBytes(of: version6) { octets in
            unsafe octets.dropLast().allSatisfy { $0 == 0 } && octets.last == 1
        }
    }
}
