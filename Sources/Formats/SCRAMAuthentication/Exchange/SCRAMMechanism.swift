/// A mechanism of SASL, by its registered name (RFC 7677).
public enum SCRAMMechanism: String, Sendable, Hashable, CaseIterable {
    /// Without channel binding.
    case sha256 = "SCRAM-SHA-256"
    /// With channel binding.
    case sha256Plus = "SCRAM-SHA-256-PLUS"
}
