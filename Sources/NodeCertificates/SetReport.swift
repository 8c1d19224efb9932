public import PKIX

/// What was done to a set.
public struct SetReport: Equatable, Sendable {
    /// What was done to a key and its certificate.
    public enum Action: Equatable, Sendable {
        /// They stayed as they were.
        case kept
        /// The key stayed and got a new certificate.
        case certified(because: PairFault)
        /// Both are new.
        case made(because: PairFault)
    }

    /// A key and its certificate.
    public struct Member: Equatable, Sendable {
        /// `root`, `server` or `client`.
        public let role: String
        /// The names of the files that were written.
        public let written: [String]
        /// What was done.
        public let action: Action
        /// The certificate as it is now.
        public let certificate: Certificate
    }

    /// The folder, without symbolic links.
    public let path: String
    /// Root, server, and the client where there is one.
    public let members: [Member]
    /// The names of the certificates of other users that stayed and that a root signed which is no more.
    public let orphans: [String]
}
