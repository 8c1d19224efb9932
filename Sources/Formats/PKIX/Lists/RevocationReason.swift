/// Why a certificate was revoked (RFC 5280, section 5.3.1).
///
///     CRLReason ::= ENUMERATED {
///         unspecified (0), keyCompromise (1), cACompromise (2), affiliationChanged (3), superseded (4),
///         cessationOfOperation (5), certificateHold (6), removeFromCRL (8), privilegeWithdrawn (9),
///         aACompromise (10) }
public enum RevocationReason: Int, Hashable, Sendable, CaseIterable {
    /// No reason is given; a list that is issued leaves the extension out instead.
    case unspecified = 0
    /// The subject's key is known to somebody else, or may be.
    case keyCompromise = 1
    /// The key of an authority is.
    case authorityCompromise = 2
    /// The subject's name, or whom he belongs to, is another now.
    case affiliationChanged = 3
    /// Another certificate took the place of this one.
    case superseded = 4
    /// The certificate is not needed any more.
    case cessationOfOperation = 5
    /// The certificate is on hold: it may come back.
    case certificateHold = 6
    /// A certificate that was on hold is back; in a delta list only.
    case removeFromList = 8
    /// A privilege that the certificate gave was taken back.
    case privilegeWithdrawn = 9
    /// The key of an attribute authority is known to somebody else, or may be.
    case attributeAuthorityCompromise = 10

    /// The bit of ReasonFlags that stands for the reason, by its number; `nil` for those that have none.
    var flag: UInt32? {
        switch self {
        case .keyCompromise, .authorityCompromise, .affiliationChanged, .superseded, .cessationOfOperation,
            .certificateHold:
            1 << UInt32(rawValue)
        case .privilegeWithdrawn: 1 << 7
        case .attributeAuthorityCompromise: 1 << 8
        case .unspecified, .removeFromList: nil
        }
    }
}

extension RevocationReason: CustomStringConvertible {
    /// The reason's name in the standard.
    public var description: String {
        switch self {
        case .unspecified: "unspecified"
        case .keyCompromise: "keyCompromise"
        case .authorityCompromise: "cACompromise"
        case .affiliationChanged: "affiliationChanged"
        case .superseded: "superseded"
        case .cessationOfOperation: "cessationOfOperation"
        case .certificateHold: "certificateHold"
        case .removeFromList: "removeFromCRL"
        case .privilegeWithdrawn: "privilegeWithdrawn"
        case .attributeAuthorityCompromise: "aACompromise"
        }
    }
}
