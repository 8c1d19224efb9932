package import SecretMemory

/// A file of a set while it is in memory. It may be a key.
package struct SetFile: Equatable, Sendable {
    /// The name in the set's folder, such as `server.crt`.
    package let name: String
    /// The content; a secret if it is a key.
    package let content: SharedSecret

    /// A file.
    package init(_ name: String, _ content: SharedSecret) {
        self.name = name
        self.content = content
    }

    init(_ name: String, text: String) {
        self.init(name, SharedSecret(copying: Array(text.utf8).span))
    }
}
