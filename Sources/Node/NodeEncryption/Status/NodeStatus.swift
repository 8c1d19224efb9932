package import DERCoding

/// The state of a node: what was checked, and what is wrong.
package struct NodeStatus: Sendable, Equatable {
    /// How bad a finding is.
    package enum Level: Int, Sendable, Comparable {
        /// As it should be.
        case good = 0
        /// Works, but should be changed.
        case warning = 1
        /// Does not work, or does not protect anybody.
        case broken = 2

        /// The worse one is greater.
        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// One thing that was checked.
    package struct Finding: Sendable, Equatable {
        /// How bad it is.
        package let level: Level
        /// What was checked: `state`, `settings`, `rules`, `files`, `certificates`, `users`, `passwords`, `server`.
        package let subject: String
        /// What was found, in one line; what comes from outside in it is ``printable(_:)`` already.
        package let text: String
        /// The file that it is about, as it is.
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
        /// The end of its validity.
        package let notAfter: DERTime
        /// The whole days until then; negative after it.
        package let daysLeft: Int
    }

    /// All findings.
    package internal(set) var findings: [Finding] = []
    /// The certificates that could be read.
    package internal(set) var certificates: [CertificateFacts] = []

    /// The worst level: the exit status of the tool.
    package var level: Level { findings.map(\.level).max() ?? .good }
}
