package import DERCoding

/// How a node stands: what was looked at, and what is wrong with it.
package struct NodeStatus: Sendable, Equatable {
    /// How bad a finding is.
    package enum Level: Int, Sendable, Comparable {
        /// As it should be.
        case good = 0
        /// Works, and should not stay so.
        case warning = 1
        /// Does not work, or protects nobody.
        case broken = 2

        /// By how bad.
        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// One thing that was looked at.
    package struct Finding: Sendable, Equatable {
        /// How bad it is.
        package let level: Level
        /// What was looked at: `state`, `settings`, `rules`, `files`, `certificates`, `users`, `passwords`, `server`.
        package let subject: String
        /// What was found, in one line.
        package let text: String
        /// The file that it is about.
        package let path: String?
        /// The line in it, from 1.
        package let line: Int?

        init(_ level: Level, _ subject: String, _ text: String, path: String? = nil, line: Int? = nil) {
            self.level = level
            self.subject = subject
            self.text = text
            self.path = path
            self.line = line
        }
    }

    /// A certificate of the node.
    package struct CertificateFacts: Sendable, Equatable {
        /// The file.
        package let path: String
        /// The subject.
        package let subject: String
        /// Its last instant.
        package let notAfter: DERTime
        /// The whole days to it; negative where it is over.
        package let daysLeft: Int
    }

    /// All findings.
    package internal(set) var findings: [Finding] = []
    /// The certificates that could be read.
    package internal(set) var certificates: [CertificateFacts] = []

    /// The worst level: the exit status of the tool.
    package var level: Level { findings.map(\.level).max() ?? .good }
}
