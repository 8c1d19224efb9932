internal import Glibc

/// An IP network, as an HBA record names one: an address and a mask of 4 or 16 octets.
public struct NetworkAddress: Sendable, Hashable {
    /// The two kinds of addresses.
    public enum Family: Sendable, Hashable, CaseIterable {
        /// 4 octets.
        case ipv4
        /// 16 octets.
        case ipv6
    }

    /// The kind of the address.
    public let family: Family
    /// The address, 4 or 16 octets.
    public let octets: [UInt8]
    /// The mask, as many; its set bits are those that count.
    public let mask: [UInt8]

    /// Whether every address of the family belongs to it.
    public var isEverything: Bool { mask.allSatisfy { $0 == 0 } }

    /// Whether it holds only addresses of this machine: 127.0.0.0/8, ::1, or a part of them.
    public var isLoopback: Bool {
        let loopback =
            switch family {
            case .ipv4: NetworkAddress(family: .ipv4, octets: [127, 0, 0, 0], mask: [255, 0, 0, 0])
            case .ipv6:
                NetworkAddress(
                    family: .ipv6,
                    octets: [UInt8](repeating: 0, count: 15) + [1],
                    mask: [UInt8](repeating: 255, count: 16)
                )
            }
        return loopback.contains(self)
    }

    /// Whether every address of `other` belongs to this network.
    public func contains(_ other: NetworkAddress) -> Bool {
        family == other.family
            && mask.indices.allSatisfy { index in
                mask[index] & other.mask[index] == mask[index]
                    && (octets[index] ^ other.octets[index]) & mask[index] == 0
            }
    }

    /// The mask with that many leading bits, or `nil` where the family has not as many.
    static func mask(prefix: Int, family: Family) -> [UInt8]? {
        let count = family == .ipv4 ? 4 : 16
        guard (0...count * 8).contains(prefix) else { return nil }
        return (0..<count).map { index in
            let bits = min(max(prefix - 8 * index, 0), 8)
            return UInt8(truncatingIfNeeded: 0xFF00 >> bits)
        }
    }

    /// What the system's resolver makes of a numeric address; the server asks the same one, so that `0` and
    /// `127.1` are addresses here too.
    static func numeric(_ text: String) -> (family: Family, octets: [UInt8])? {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_NUMERICHOST
        unsafe hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        guard !text.isEmpty, unsafe getaddrinfo(text, nil, &hints, &list) == 0, let list = unsafe list else {
            return nil
        }
        defer { unsafe freeaddrinfo(list) }
        guard let address = unsafe list.pointee.ai_addr else { return nil }
        let raw = UnsafeRawPointer(address)
        switch unsafe list.pointee.ai_family {
        case AF_INET:
            let value = unsafe raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return (.ipv4, unsafe withUnsafeBytes(of: value) { unsafe Array($0) })
        case AF_INET6:
            let value = unsafe raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return (.ipv6, unsafe withUnsafeBytes(of: value) { unsafe Array($0) })
        default: return nil
        }
    }
}
