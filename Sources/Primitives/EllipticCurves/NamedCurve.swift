/// The curves over prime fields that are used here (SP 800-186, section 3.2.1; RFC 5480, section 2.1.1.1).
public enum NamedCurve: Sendable, Hashable, CaseIterable {
    /// P-256, secp256r1.
    case p256
    /// P-384, secp384r1.
    case p384
    /// P-521, secp521r1: signatures are verified, and no keys are made.
    case p521

    /// The number of bits of the order of the group.
    public var bitCount: Int {
        switch self {
        case .p256: P256Order.bitCount
        case .p384: P384Order.bitCount
        case .p521: P521Order.bitCount
        }
    }

    /// The octets of a coordinate, of a scalar, and of each half of a signature.
    public var byteCount: Int { (bitCount + 7) / 8 }

    /// Whether private keys are made and used on the curve.
    public var hasPrivateKeys: Bool { self != .p521 }
}

extension NamedCurve: CustomStringConvertible {
    /// The curve's name in the standards of NIST.
    public var description: String { "P-\(bitCount)" }
}
