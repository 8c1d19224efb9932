/// How much a validation takes on, whatever certificates it is given. Each limit has a fault of its own in
/// ``ValidationFault``, so that a hostile set of certificates is told from a broken one.
public struct ValidationLimits: Hashable, Sendable {
    /// The most certificates of a path, the last one included and the anchor not.
    public var pathLength: Int
    /// The most signatures that are verified, those of lists included. Go takes a hundred, too (`verify.go`,
    /// `maxChainSignatureChecks`), as does rustls (`verify_cert.rs`, `Budget`).
    public var signatureCount: Int
    /// The most paths to an anchor that are looked at.
    public var pathCount: Int
    /// The most steps of any other kind: a certificate tried as an issuer, a name held against a constraint, a policy
    /// in its graph, 64 octets of names that are compared, 32 entries of a list that are looked at.
    public var stepCount: Int
    /// The most paths that are told of where none is valid.
    public var failureCount: Int

    /// Makes limits, by default those that no path of an honest operator reaches.
    public init(
        pathLength: Int = 16,
        signatureCount: Int = 200,
        pathCount: Int = 100,
        stepCount: Int = 1_000_000,
        failureCount: Int = 10
    ) {
        self.pathLength = pathLength
        self.signatureCount = signatureCount
        self.pathCount = pathCount
        self.stepCount = stepCount
        self.failureCount = failureCount
    }
}
