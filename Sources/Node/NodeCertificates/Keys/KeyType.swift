internal import EllipticCurves

/// A kind of key that an operator can ask for.
package enum KeyType: String, Hashable, Sendable, CaseIterable {
    /// RSA, of the size that is said.
    case rsa
    /// ECDSA on P-256.
    case ecdsaP256 = "ecdsa-p256"
    /// ECDSA on P-384.
    case ecdsaP384 = "ecdsa-p384"

    /// The option that says it.
    package static let option = "--key-type"

    /// All of them, as "rsa, ecdsa-p256 or ecdsa-p384".
    package static var names: String {
        let names = allCases.map(\.rawValue)
        return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
    }

    /// The curve; `nil` of RSA, whose keys have sizes.
    var curve: NamedCurve? {
        switch self {
        case .rsa: nil
        case .ecdsaP256: .p256
        case .ecdsaP384: .p384
        }
    }
}
