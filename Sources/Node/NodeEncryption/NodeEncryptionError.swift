package import DurableFiles
package import NodeCertificates
package import NodePlatform
package import PostgresConfiguration
internal import TextEncodings

/// Why a node could not be changed or looked at.
package indirect enum NodeEncryptionError: OperatorError, Equatable, Sendable {
    /// A file could not be read or changed.
    case file(FileError)
    /// A configuration could not be read or changed.
    case configuration(PostgresConfigurationError)
    /// What the tool wrote down about the node cannot be read.
    case brokenState(path: String, reason: String)
    /// A file changed between the plan and its execution.
    case changedMeanwhile(path: String)
    /// What stands at a path is neither a file, a link nor a folder.
    case unexpectedKind(path: String)
    /// A setting is overruled by a file that this tool does not edit.
    case overruled(setting: String, path: String, line: Int)
    /// A configuration holds lines that the server refuses.
    case brokenConfiguration(path: String, line: Int)
    /// A command failed, or said what it must not.
    case commandFailed(purpose: String, status: Int32, said: String)
    /// A server could not be reached, or ended the connection.
    case notReached(place: String, reason: String)
    /// The server did not accept what was changed; everything was put back.
    case refusedByServer(reason: String)
    /// The server does not run, and something needs it.
    case notRunning(so: String)
    /// A change failed for a reason and was taken back, but for what others changed meanwhile; a line about each thing.
    case undoneButKept(because: NodeEncryptionError, notes: [String])
    /// A change was begun and could be neither finished nor taken back, since another program holds a lock.
    case unfinished(FileError)
    /// What an option says is not valid.
    case invalidOption(String)
    /// What this kind of node does not have or do.
    case notOnThisNode(String)
    /// Nothing of this tool is installed on the node.
    case notInstalled
    /// An encrypted export is not of the form, or not of this pass phrase.
    case invalidExport
    /// The certificates could be neither used nor repaired.
    case certificates(NodeCertificatesError)
    /// Something of the host or the platform could not be found or read.
    case platform(NodePlatformError)
    /// An import would take the place of another root.
    case otherRoot(path: String)
    /// A password or pass phrase is missing or unusable.
    case invalidSecret(String)

    /// One line for the operator.
    package var description: String {
        switch self {
        case .file(let error): error.description
        case .configuration(let error): error.description
        case .brokenState(let path, let reason):
            "\(path) was not written by this tool or is damaged: \(reason)"
        case .changedMeanwhile(let path): "\(path) was changed by somebody else meanwhile; run again"
        case .unexpectedKind(let path): "\(path) is not a regular file, a symbolic link or a folder"
        case .overruled(let setting, let path, let line):
            "\(setting) is set again in \(path), line \(line); take it out there first"
        case .brokenConfiguration(let path, let line): "\(path), line \(line): the server refuses this line"
        case .commandFailed(let purpose, let status, let said):
            "\(purpose) failed with status \(status)" + (said.isEmpty ? "" : ": \(printable(said))")
        case .notReached(let place, let reason): "\(place) cannot be reached: \(printable(reason))"
        case .refusedByServer(let reason):
            "the server does not accept the change, and everything is as it was: \(printable(reason))"
        case .notRunning(let consequence): "the server does not run, so that \(consequence)"
        case .undoneButKept(let error, let notes): ([error.description] + notes).joined(separator: "; ")
        case .unfinished(let error):
            "\(error.description); the change is neither finished nor undone: the next run brings the node to rest"
        case .invalidOption(let what): what
        case .notOnThisNode(let what): what
        case .notInstalled: "nothing was installed on this node by this tool"
        case .invalidExport: "the text is no export of a root, or the pass phrase is another one"
        case .certificates(let error): error.description
        case .platform(let error): error.description
        case .otherRoot(let path):
            "\(path) is another root's; --force replaces it and orphans what it signed"
        case .invalidSecret(let what): what
        }
    }
}

extension NodeEncryptionError {
    /// What it means to whoever started the tool.
    package var exitStatus: ExitStatus {
        switch self {
        case .file(let error): error.exitStatus
        case .certificates(let error): error.exitStatus
        case .platform(let error): error.exitStatus
        case .undoneButKept(let error, _): error.exitStatus
        case .invalidSecret, .notOnThisNode, .invalidOption: .usage
        case .configuration, .brokenState, .unexpectedKind, .overruled, .brokenConfiguration, .notInstalled,
            .invalidExport, .otherRoot:
            .data
        case .changedMeanwhile, .unfinished: .tryAgain
        case .commandFailed, .notReached, .refusedByServer, .notRunning: .failure
        }
    }
}

/// Does something with files; its error becomes one of this module.
func onFiles<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
) throws(NodeEncryptionError) -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw .file(error)
    }
}
