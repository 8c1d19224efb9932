internal import DERCoding

/// A kind of key that is signed and verified with here, by what differs between them. Each says in a file of its own
/// what it is, and stands in ``all``.
struct KeyAlgorithm: Sendable {
    /// How a SubjectPublicKeyInfo names it.
    let identifier: ObjectIdentifier
    /// How an operator calls it.
    let name: String
    /// What a server of TLS does with such a key besides signing.
    let furtherServerUsage: KeyUsage
    /// Reads a key of this kind.
    let verifyingKey: @Sendable (SubjectPublicKeyInfo) throws(KeyEncodingError) -> any VerifyingKey

    /// All kinds.
    static let all: [KeyAlgorithm] = [.rsa, .rsaPSS, .ellipticCurve, .ed25519]

    /// Such as "RSA or Ed25519", to follow "a key of".
    static var names: String {
        let names = all.map(\.name)
        return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
    }
}

extension KeyAlgorithm {
    /// The kind of a key; `nil` where it is none of these.
    init?(of key: SubjectPublicKeyInfo) {
        guard let kind = KeyAlgorithm.all.first(where: { $0.identifier == key.algorithm.algorithm }) else {
            return nil
        }
        self = kind
    }
}
