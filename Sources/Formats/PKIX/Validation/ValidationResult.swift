public import DERCoding

/// What became of a certificate: a path to an anchor, or why there is none.
public enum ValidationResult: Equatable, Sendable {
    /// There is a valid path.
    case valid(ValidatedPath)
    /// There is none: each path that was tried, the most promising first, and why it is not valid. Never empty.
    case invalid([FailedPath])

    /// The path; `nil` where there is none.
    public var path: ValidatedPath? { if case .valid(let path) = self { path } else { nil } }
    /// Whether there is a valid path.
    public var isValid: Bool { path != nil }
}

/// A path that is valid (RFC 5280, section 6.1.6).
public struct ValidatedPath: Equatable, Sendable {
    /// The certificate that was asked about, and the authorities above it; the anchor is not among them unless it is
    /// the certificate itself.
    public let certificates: [Certificate]
    /// Whom the path leads to.
    public let anchor: TrustAnchor
    /// The policies under which the certificate was issued, of those that are acceptable
    /// (`user-constrained-policy-set`); `anyPolicy` stands for all.
    public let policies: Set<ObjectIdentifier>
}

/// A path that is not valid, or does not lead to an anchor.
public struct FailedPath: Equatable, Sendable {
    /// A fault, and whose it is.
    public struct LocatedFault: Equatable, Sendable {
        /// The place of the certificate in ``FailedPath/certificates``; their count for the anchor.
        public let position: Int
        /// What is wrong.
        public let fault: ValidationFault
    }

    /// The certificate that was asked about, and the authorities above it, as far as there are any.
    public let certificates: [Certificate]
    /// Whom the path leads to; `nil` where it leads to nobody.
    public let anchor: TrustAnchor?
    /// What is wrong, from the anchor down; at least one fact.
    public let faults: [LocatedFault]
}

extension FailedPath: CustomStringConvertible {
    /// A line for each fact: whose certificate, and what is wrong with it. Fit for a terminal.
    public var description: String {
        faults.map { located in
            let name =
                located.position < certificates.count ? certificates[located.position].subject : anchor?.name
            return "\(name.map { $0.isEmpty ? "the certificate" : "\($0)" } ?? "the root") \(located.fault)"
        }
        .joined(separator: "\n")
    }
}
