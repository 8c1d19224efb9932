package import NodePlatform

/// Everything that was given for a node's certificates, as text, before any of it is checked.
///
/// An empty text always counts as absent. If an input was given in several ways, the first of these is used: the
/// argument or option, the platform's metadata, the environment, the default.
package struct NodeInputs: Sendable {
    /// The USER argument.
    package var user: String?
    /// The ENV argument.
    package var environment: String?
    /// The LAYER argument.
    package var layer: String?
    /// Whether ENV and LAYER are the options `--env` and `--layer`, with the variables `ENV_DOMAIN` and `NODE_GROUP`
    /// beside them, in which the platform has what it gives the original as arguments.
    package var namesRootByOptions = false
    /// The layer where none is given; `nil`: `COMPUTE_TYPE`.
    package var standardLayer: String?
    /// `--days`.
    package var days: String?
    /// `--client-days`.
    package var clientDays: String?
    /// `--key-size`.
    package var keySize: String?
    /// `--key-type`.
    package var keyType: String?
    /// `--san`, as often as it was given.
    package var alternativeNames: [String] = []
    /// `--drop-san`, as often as it was given.
    package var droppedNames: [String] = []
    /// The platform's metadata; nil where there is none.
    package var metadata: NodeMetadata?
    /// Gives the bytes of an environment variable's value.
    package var variable: @Sendable (String) -> [UInt8]?
    /// The host's own name.
    package var hostName: String
    /// Whether a node with no COMPUTE_TYPE counts as a `postgres` node, and so gets a client certificate.
    package var standsAlone: Bool

    /// Makes inputs with nothing given but the host's name.
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

    /// The layer, if it was given.
    func givenLayer() throws(NodeCertificatesError) -> Input? {
        guard namesRootByOptions else { return argument(layer, "LAYER") }
        return try option(layer, "--layer", orVariable: "NODE_GROUP")
    }

    /// The environment, if it was given.
    func givenEnvironment() throws(NodeCertificatesError) -> Input? {
        guard namesRootByOptions else { return argument(environment, "ENV") }
        return try option(environment, "--env", orVariable: "ENV_DOMAIN")
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

    /// An option alone.
    func option(_ text: String?, _ name: String) -> Input? {
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
        guard let bytes = variable(name), !bytes.isEmpty else { return nil }
        return try Input(bytes, .variable(name))
    }
}
