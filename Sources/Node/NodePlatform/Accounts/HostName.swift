internal import Glibc

/// The name of this host.
package enum HostName {
    /// The name that the kernel holds, at most 64 octets; empty where none is set, or one that is not UTF-8.
    package static func current() -> String {
        var name = [CChar](repeating: 0, count: 256)
        // With room for 255 octets it cannot fail: the kernel's name has 64 at most.
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
        let octets = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(validating: octets, as: UTF8.self) ?? ""
    }
}
