package import PKIX

/// What was done to a set.
package struct SetReport: Equatable, Sendable {
    /// What was done to a key and its certificate.
    package enum Action: Equatable, Sendable {
        /// Both were kept as they were.
        case kept
        /// The key was kept and got a new certificate.
        case certified(because: PairFault)
        /// Both are new.
        case made(because: PairFault)
    }

    /// A key and its certificate.
    package struct Member: Equatable, Sendable {
        /// `root`, `server` or `client`.
        package let role: String
        /// The names of the files that were written.
        package let written: [String]
        /// What was done.
        package let action: Action
        /// The certificate as it is now.
        package let certificate: Certificate
        /// What is other in its names than in those of the certificate before.
        package internal(set) var nameChange: NameChange?
        /// What the operator should know of a pair that was kept.
        package internal(set) var doubts: [PairDoubt] = []

        init(role: String, written: [String] = [], action: Action, certificate: Certificate) {
            self.role = role
            self.written = written
            self.action = action
            self.certificate = certificate
        }
    }

    /// The folder, without symbolic links.
    package let path: String
    /// Root, server, and the client where there is one.
    package let members: [Member]
    /// The names of other users' certificates that were kept although the root that signed them was replaced, or
    /// certified again under another key identifier than they name.
    package let orphans: [String]
    /// Where the keys and certificates that were replaced are kept, by the folder.
    package let replaced: [String]
    /// What ends within the time of a renewal, and was left to its authority.
    package let left: [LeftCertificate]
}
