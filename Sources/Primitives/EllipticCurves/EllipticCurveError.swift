/// What is wrong with a key on an elliptic curve.
public enum EllipticCurveError: Error, Equatable, Sendable {
    /// A public key does not begin with 04, or 02 or 03 for a compressed one.
    case pointForm(UInt8)
    /// A public key has this many octets, which is not what its form has on the curve.
    case pointLength(byteCount: Int)
    /// A coordinate of a public key is not below the field's prime.
    case coordinateOutOfRange
    /// The coordinates of a public key are not those of a point on the curve.
    case notOnCurve
    /// A private key has this many octets, which is not what a scalar has on the curve.
    case scalarLength(byteCount: Int)
    /// A private key is 0, or not below the order of the group.
    case scalarOutOfRange
    /// Private keys are not used on this curve.
    case verifiedOnly(NamedCurve)
    /// The other party's public key is a point of small order, which makes every shared secret the same.
    case smallOrder
    /// A public key is on another curve than the private one.
    case otherCurve(NamedCurve)
}

extension EllipticCurveError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        switch self {
        case .pointForm(let first):
            "the elliptic-curve point begins with the byte \(first): it must be 4, or 2 or 3 for a compressed point"
        case .pointLength(let byteCount):
            "the elliptic-curve point has \(byteCount) bytes, which does not match its curve"
        case .coordinateOutOfRange:
            "a coordinate of the elliptic-curve point is too large: it must be below the prime of the field"
        case .notOnCurve: "the elliptic-curve point is not on its curve"
        case .scalarLength(let byteCount):
            "the elliptic-curve private key has \(byteCount) bytes, which does not match its curve"
        case .scalarOutOfRange:
            "the elliptic-curve private key must be at least 1 and below the order of the curve"
        case .verifiedOnly(let curve): "private keys on \(curve) are not supported: use P-256 or P-384"
        case .smallOrder: "the elliptic-curve point has a small order and gives no secret"
        case .otherCurve(let curve):
            "the public key is on \(curve), which is not the curve of the private key"
        }
    }
}
