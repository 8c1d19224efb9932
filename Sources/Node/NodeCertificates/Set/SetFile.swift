package import DurableFiles
package import SecretMemory

/// A file of a set while it is in memory. It may be a key.
package struct SetFile: Equatable, Sendable {
    /// The name in the set's folder, such as `server.crt`.
    package let name: String
    /// The content; a secret if it is a key.
    package let content: SharedSecret
    /// Who it belongs to; `nil`: whoever the set does.
    package let owner: FileOwner?

    /// A file.
    package init(_ name: String, _ content: SharedSecret, owner: FileOwner? = nil) {
        self.name = name
        self.content = content
        self.owner = owner
    }

    init(_ name: String, text: String) {
        self.init(name, SharedSecret(copying: Array(text.utf8).span))
    }
}
