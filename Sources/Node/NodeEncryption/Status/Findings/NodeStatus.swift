package import DERCoding
internal import NodePlatform

/// The state of a node: what was checked, and what is wrong.
package struct NodeStatus: Sendable, Equatable {
    /// How bad a finding is.
    package enum Level: Int, Sendable, Comparable, CaseIterable {
        /// As it should be.
        case good
        /// Neither good nor bad: what it is about could not be seen from here.
        case note
        /// Works, but should be changed.
        case warning
        /// Does not work, or does not protect anybody.
        case broken

        /// The worse one is greater.
        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// One thing that was checked.
    package struct Finding: Sendable, Equatable {
        /// Which thing it is.
        package let code: Code
        /// What was found, in one line; what comes from outside in it is ``printable(_:)`` already.
        package internal(set) var text: String
        /// The file that it is about, as it is.
        package let path: String?
        /// The line in it, from 1.
        package let line: Int?
        /// The command, or the line of a file, that mends it; `printable(_:)` already.
        package internal(set) var cure: String?
        /// The kinds of client that fail for it.
        package let clients: [String]
        /// Whether the cure has a running server load its files.
        var cureLoads = false

        /// Whether those are all.
        package var failsAll: Bool { clients.count == VerifyingClient.allCases.count }

        /// What part of the node it is about.
        package var topic: Topic { code.kind.topic }
        /// How bad it is.
        package var level: Level { code.level(failing: clients) }
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
        /// The kind and strength of its key, such as "ECDSA on P-256".
        package let key: String
    }

    /// All findings.
    package internal(set) var findings: [Finding] = []
    /// How many findings of each code there were, also of those that are left out.
    var counts: [Code: Int] = [:]
    /// What the running user may not look at, as a finding shows it.
    var unseen: [String] = []
    /// The options by which the node was found, which its commands need again, each behind a blank; `printable(_:)`
    /// already.
    var options = ""
    /// psql as the server's superuser, as an operator would type it.
    var client = "psql"
    /// The user of the last install, whom commands are for where none is named.
    var user = Platform.user
    /// The certificate in force where the node has nothing of this tool's; `nil` where it has.
    var operators: OperatorsCertificate?
    /// Whether the root that stands there is one that this tool put there with its key.
    var madeRoot = false
    /// Whether an uninstall is half done, so that nothing is missing of what install makes.
    var isUninstalling = false
    /// The settings that were not looked at, since it could not be seen which certificates are the node's.
    var namesUnseen: [String] = []
    /// Whether the settings could be looked at, which name what else there is.
    var seesSettings = true
    /// Whether it is known which certificates are the node's, which its records and its settings say.
    var knowsCertificates = true
    /// The certificates that could be read.
    package internal(set) var certificates: [CertificateFacts] = []

    /// Whether a reload, or a restart, has the server load its files of TLS, as far as was seen.
    var loadsFiles = true

    /// A cure that ends with a command of the tool's, with the options that it needs: one that is a command alone, or
    /// has it behind a colon, as "once that is done: postgres-ssl renew".
    func completed(_ cure: String?) -> String? {
        var cure = cure
        if let text = cure, text.utf8.elementsEqual(Self.reissuingPlatformsClient.utf8),
            !user.utf8.elementsEqual(Platform.user.utf8)
        {
            cure = text + " --user " + Platform.user
        }
        let starts = ["postgres-ssl ", "sudo postgres-ssl "].map { Array($0.utf8) }
        guard let cure, !options.isEmpty, !cure.utf8.contains("postgres-ssl scram ".utf8),
            starts.contains(where: cure.utf8.starts) || cure.utf8.contains(": postgres-ssl ".utf8)
        else { return cure }
        return cure + options
    }

    /// What makes the pair of the platform's user again.
    static let reissuingPlatformsClient = "postgres-ssl reissue client"

    /// The worst level.
    package var level: Level { findings.map(\.level).max() ?? .good }
}
