public import DERCoding

/// How a node stands: what was looked at, and what is wrong with it.
public struct NodeStatus: Sendable, Equatable {
    /// How bad a finding is.
    public enum Level: Int, Sendable, Comparable {
        /// As it should be.
        case good = 0
        /// Works, and should not stay so.
        case warning = 1
        /// Does not work, or protects nobody.
        case broken = 2

        /// By how bad.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// One thing that was looked at.
    public struct Finding: Sendable, Equatable {
        /// How bad it is.
        public let level: Level
        /// What was looked at: `state`, `settings`, `rules`, `files`, `certificates`, `users`, `passwords`, `server`.
        public let subject: String
        /// What was found, in one line.
        public let text: String
        /// The file that it is about.
        public let path: String?
        /// The line in it, from 1.
        public let line: Int?

        init(_ level: Level, _ subject: String, _ text: String, path: String? = nil, line: Int? = nil) {
            self.level = level
            self.subject = subject
            self.text = text
            self.path = path
            self.line = line
        }
    }

    /// A certificate of the node.
    public struct CertificateFacts: Sendable, Equatable {
        /// The file.
        public let path: String
        /// The subject.
        public let subject: String
        /// Its last instant.
        public let notAfter: DERTime
        /// The whole days to it; negative where it is over.
        public let daysLeft: Int
    }

    /// All findings.
    public internal(set) var findings: [Finding] = []
    /// The certificates that could be read.
    public internal(set) var certificates: [CertificateFacts] = []

    /// The worst level: the exit status of the tool.
    public var level: Level { findings.map(\.level).max() ?? .good }
}
