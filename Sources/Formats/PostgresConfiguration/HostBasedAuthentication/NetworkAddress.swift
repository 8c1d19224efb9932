internal import Glibc

/// An IP network, as an HBA record names one: an address and a mask of 4 or 16 octets.
public struct NetworkAddress: Sendable, Hashable {
    /// The two kinds of addresses.
    public enum Family: Sendable, Hashable, CaseIterable {
        /// 4 octets.
        case ipv4
        /// 16 octets.
        case ipv6

        fileprivate var octetCount: Int { self == .ipv4 ? 4 : 16 }

        fileprivate var everyBit: UInt128 { self == .ipv4 ? 0xFFFF_FFFF : .max }
    }

    /// The kind of the address.
    public let family: Family
    /// The address as a number, of which IPv4 takes the lower 32 bits: a server may have a network in each of 100,000
    /// rules, which are compared with each other.
    let bits: UInt128
    /// The mask, likewise.
    let maskBits: UInt128

    /// The address, 4 or 16 octets.
    public var octets: [UInt8] { Self.octets(of: bits, family) }
    /// The mask, as many; its set bits are those that count.
    public var mask: [UInt8] { Self.octets(of: maskBits, family) }

    init(family: Family, bits: UInt128, maskBits: UInt128) {
        self.family = family
        self.bits = bits
        self.maskBits = maskBits
    }

    /// The last address of a family, which rules seldom name, but for everybody.
    public static func last(of family: Family) -> NetworkAddress {
        NetworkAddress(family: family, bits: family.everyBit, maskBits: family.everyBit)
    }

    /// Its first and its last address, each a network of one; one where they are the same.
    public var ends: [NetworkAddress] {
        let ends = [bits & maskBits, bits & maskBits | ~maskBits & family.everyBit]
        return (ends[0] == ends[1] ? [ends[0]] : ends).map {
            NetworkAddress(family: family, bits: $0, maskBits: family.everyBit)
        }
    }

    /// Whether every address of the family belongs to it.
    public var isEverything: Bool { maskBits == 0 }

    /// Whether it holds only addresses of this machine: 127.0.0.0/8, ::1, or a part of them.
    public var isLoopback: Bool {
        switch family {
        case .ipv4: NetworkAddress(family: .ipv4, bits: 127 << 24, maskBits: 255 << 24).contains(self)
        case .ipv6: NetworkAddress(family: .ipv6, bits: 1, maskBits: .max).contains(self)
        }
    }

    /// Whether every address of `other` belongs to this network.
    public func contains(_ other: NetworkAddress) -> Bool {
        family == other.family && maskBits & other.maskBits == maskBits
            && (bits ^ other.bits) & maskBits == 0
    }

    private static func octets(of bits: UInt128, _ family: Family) -> [UInt8] {
        (0..<family.octetCount).reversed().map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
    }

    /// The mask with that many leading bits, or `nil` where the family has not as many.
    static func mask(prefix: Int, family: Family) -> UInt128? {
        let width = 8 * family.octetCount
        guard (0...width).contains(prefix) else { return nil }
        return prefix == 0 ? 0 : family.everyBit << (width - prefix) & family.everyBit
    }
}
