package import NodePlatform

/// All that was given for a node's certificates, as texts: nothing of it is checked yet.
///
/// An empty text counts as absent everywhere. Where an input was given in several ways, the first of these holds:
/// the argument or option, the platform's metadata, the environment, the default.
package struct NodeInputs: Sendable {
    /// The USER argument.
    package var user: String?
    /// The ENV argument.
    package var environment: String?
    /// The LAYER argument.
    package var layer: String?
    /// `--days`.
    package var days: String?
    /// `--key-size`.
    package var keySize: String?
    /// `--san`, as often as it was given.
    package var alternativeNames: [String] = []
    /// The platform's metadata; nil where there is none.
    package var metadata: NodeMetadata?
    /// The octets of the value of a variable of the process's environment.
    package var variable: @Sendable (String) -> [UInt8]?
    /// The host's own name.
    package var hostName: String
    /// Whether to make a client certificate where no COMPUTE_TYPE says what the node is; it is then taken for a
    /// `postgres` node.
    package var standsAlone: Bool

    /// Makes inputs of which nothing is given but the host's name.
    package init(
        hostName: String,
        metadata: NodeMetadata? = nil,
        standsAlone: Bool = false,
        variable: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
    ) {
        self.hostName = hostName
        self.metadata = metadata
        self.standsAlone = standsAlone
        self.variable = variable
    }

    func argument(_ text: String?, _ name: String) -> Input? {
        text.flatMap { $0.isEmpty ? nil : Input(text: $0, origin: .argument(name)) }
    }

    /// An option, or else the variable beside it.
    func option(_ text: String?, _ name: String, orVariable variable: String) throws(NodeCertificatesError)
        -> Input?
    {
        if let option = option(text, name) { return option }
        return try self.variable(named: variable)
    }

    private func option(_ text: String?, _ name: String) -> Input? {
        text.flatMap { $0.isEmpty ? nil : Input(text: $0, origin: .option(name)) }
    }

    /// The metadata's value of a variable, or the environment's.
    func variable(named name: String) throws(NodeCertificatesError) -> Input? {
        if let metadata {
            let value: String?
            do throws(NodePlatformError) {
                value = try metadata.value(name)
            } catch {
                throw .platform(error)
            }
            if let value { return Input(text: value, origin: .metadata(name, path: metadata.path)) }
        }
        guard let octets = variable(name), !octets.isEmpty else { return nil }
        return try Input(octets, .variable(name))
    }
}
