internal import DurableFiles

/// What the platform says about a node: the assignments in its `metainf.conf`.
package struct NodeMetadata: Sendable {
    /// The most bytes that the file may have.
    package static let byteLimit = 1 << 20

    /// Where it was read.
    package let path: String
    private let assignments: ShellAssignments

    /// Reads the content of a file; nothing in it is run.
    package init(path: String, content: [UInt8]) throws(NodePlatformError) {
        self.path = path
        do {
            assignments = try ShellAssignments(content)
        } catch {
            throw .unclosedQuote(path: path, line: error.line)
        }
    }

    /// Reads the file at `path`; nil where there is none. A symbolic link is followed where no other user could have
    /// made it.
    package init?(readingFrom path: String) throws(NodePlatformError) {
        let content: [UInt8]
        do throws(FileError) {
            let (folder, name) = try Folder.holding(path, followingLink: true)
            content = try folder.read(name, limit: Self.byteLimit)
        } catch {
            if error.isMissing { return nil }
            throw .file(error)
        }
        try self.init(path: path, content: content)
    }

    /// The value that the file gives a variable; nil if it gives none or an empty one.
    ///
    /// - Throws: an error where the shell would have to compute the value, or where it is not UTF-8.
    package func value(_ name: String) throws(NodePlatformError) -> String? {
        if assignments.computed.contains(name) { throw .computedValue(path: path, name: name) }
        guard let value = assignments.values[name], !value.isEmpty else { return nil }
        guard let text = String(validating: value, as: UTF8.self) else {
            throw .valueNotUTF8(path: path, name: name, value: String(decoding: value, as: UTF8.self))
        }
        return text
    }
}
