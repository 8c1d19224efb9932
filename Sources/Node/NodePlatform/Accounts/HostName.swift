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
}
