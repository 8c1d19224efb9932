internal import DurableFiles
internal import NodeEncryption
internal import ToolSupport

extension ToolFailure {
    /// The failure that an error with a node is.
    init(_ error: NodeEncryptionError) {
        switch error {
        case .file(let error): self.init(error)
        case .invalidSecret, .notOnThisNode:
            self.init(error.description, status: .usage)
        case .configuration, .brokenState, .unexpectedKind, .overruled, .brokenConfiguration, .notInstalled,
            .invalidExport, .certificates:
            self.init(error.description, status: .data)
        case .changedMeanwhile: self.init(error.description, status: .tryAgain)
        case .commandFailed, .notReached, .refusedByServer: self.init(error.description, status: .failure)
        }
    }
}

/// Does something; what it throws becomes a line and an exit status.
func failing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as NodeEncryptionError {
        throw ToolFailure(error)
    } catch let error as FileError {
        throw ToolFailure(error)
    } catch let error as ToolError {
        throw ToolFailure(error)
    }
}

/// Writes a line to standard output.
func show(_ line: String) throws {
    try StandardStream.output.write(line + "\n")
}
