/// The groups in which keys are agreed on, the first one best (RFC 8446, section 4.2.7).
package enum NamedGroup: UInt16, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case x25519 = 0x001D
    case p256 = 0x0017
    case p384 = 0x0018

    /// The name by which operators know it.
    package var description: String {
        switch self {
        case .x25519: "X25519"
        case .p256: "P-256"
        case .p384: "P-384"
        }
    }
}
