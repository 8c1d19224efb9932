internal import DurableFiles
internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// The records about the nodes of a host: one folder, and in it one for each node.
///
/// A node's folder is called after its role and its configuration, which identify it. Earlier versions had the records
/// of one node right in the outer folder; those stay there until that node is uninstalled.
struct NodeRecords: Sendable {
    /// The outer folder.
    let path: String
    /// What is recorded, by folders; of one that cannot be read, why.
    private let entries: [Entry]
    /// Why none of it can be read.
    private let fault: NodeEncryptionError?

    private struct Entry: Sendable {
        let path: String
        let content: Result<NodeState.Records, NodeEncryptionError>

        var remembered: RememberedChoices? { (try? content.get())?.choices }

        var fault: NodeEncryptionError? {
            if case .failure(let error) = content { error } else { nil }
        }
    }

    /// The most nodes of one host.
    private static let mostNodes = 256

    /// Reads what is recorded; nothing is locked or changed.
    init(at path: String) {
        self.path = path
        do throws(NodeEncryptionError) {
            entries = try Self.entries(in: path)
            fault = nil
        } catch {
            entries = []
            fault = error
        }
    }

    private static func entries(in path: String) throws(NodeEncryptionError) -> [Entry] {
        guard let folder = try OwnRecords.folder(path) else { return [] }
        let names = try onFiles { () throws(FileError) in try folder.names() }.filter(isName)
        guard names.count <= mostNodes else {
            throw .brokenState(path: path, reason: "it has records of more than \(mostNodes) nodes")
        }
        var entries: [Entry] = []
        for path in [path] + names.map({ PathText.joining(path, $0) }) {
            do throws(NodeEncryptionError) {
                let records = try NodeState.records(at: path)
                if !records.isEmpty { entries.append(Entry(path: path, content: .success(records))) }
            } catch {
                entries.append(Entry(path: path, content: .failure(error)))
            }
        }
        return entries
    }

    /// What was said of the node that is meant now; `nil` if none is recorded that could be.
    ///
    /// - Throws: ``NodeEncryptionError/invalidOption(_:)`` where several could be meant, with what tells them apart;
    ///   why the records cannot be read, where they could be of the one that is meant.
    func meant(by given: NodeChoices) throws(Unclear) -> RememberedChoices? {
        if let fault { throw .unreadable(path: path, fault) }
        let isSaid = given.configuration != nil || given.data != nil || given.cluster != nil
        let all = entries.compactMap(\.remembered).filter { $0.isMeant(by: given) }
        // One that is gone is meant where that is said, or there is no other.
        let present = all.filter { !$0.isSurelyGone }
        let known = isSaid || present.isEmpty ? all : present
        if known.count > 1 {
            throw .several(
                .invalidOption(
                    "several nodes of this host are installed; say which is meant, by "
                        + listed(known.map { Self.option(for: $0, among: known) }.sorted())
                )
            )
        }
        if !isSaid, let entry = entries.first(where: { $0.fault != nil }), let fault = entry.fault {
            throw .unreadable(path: entry.path, fault)
        }
        return known.first
    }

    /// What is recorded, by its folders; of one that cannot be read, why.
    var contents: [(path: String, content: Result<NodeState.Records, NodeEncryptionError>)] {
        let all = entries.map { (path: $0.path, content: $0.content) }
        return fault.map { all + [(path, .failure($0))] } ?? all
    }

    /// Why it is not clear which node is meant.
    enum Unclear: Error {
        /// Several are.
        case several(NodeEncryptionError)
        /// The records in this folder cannot be read.
        case unreadable(path: String, NodeEncryptionError)
    }

    /// The option by which an operator says that he means this one.
    private static func option(for node: RememberedChoices, among all: [RememberedChoices]) -> String {
        let name = FoundServer.name(of: node.configuration, in: "")
        if node.role == .postgres, !PathText.isAbsolute(name) { return "--cluster " + printable(name) }
        if all.filter({ $0.role == node.role }).count == 1 { return "--role " + node.role.rawValue }
        return "--configuration " + printable(node.configuration)
    }

    /// The folder of a node's records, which need not be there.
    ///
    /// - Returns: where they are, and why they cannot be read, if so.
    func place(for layout: NodeLayout) -> (path: String, fault: NodeEncryptionError?) {
        if let fault { return (path, fault) }
        let own = PathText.joining(path, Self.name(of: layout))
        if let entry = entries.first(where: { isSamePath($0.path, own) }) { return (own, entry.fault) }
        // The folder of its data may have moved since, with a link in its place.
        if let entry = entries.first(where: { $0.remembered?.isOf(layout) ?? false }) {
            return (entry.path, nil)
        }
        if let outer = entries.first(where: { isSamePath($0.path, path) }) {
            if let fault = outer.fault { return (path, fault) }
            if let records = try? outer.content.get(), records.choices == nil, records.areOf(layout) {
                return (path, nil)
            }
        }
        return (own, nil)
    }

    // MARK: Names

    private static let digitCount = 32
    private static let mostReadable = 64

    /// The name of a node's folder: its role, the end of its configuration's path as far as a name can hold it, and a
    /// digest that tells it from every other.
    static func name(of layout: NodeLayout) -> String {
        let identity = Array((layout.role.rawValue + "\0" + identity(of: layout.configuration)).utf8)
        var readable: [UInt8] = []
        for byte in PathText.folder(of: layout.configuration).utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
            if isPlain { readable.append(byte) } else if readable.last != 0x2D { readable.append(0x2D) }
        }
        let tail = readable.suffix(mostReadable).drop { $0 == 0x2D }
        let digest = Hexadecimal.encode(SHA256.hash(identity.span).span).utf8.prefix(digitCount)
        return [layout.role.rawValue, String(decoding: tail, as: UTF8.self), String(Substring(digest))]
            .joined(separator: "-")
    }

    /// Whether a name is one that ``name(of:)`` could have made.
    private static func isName(_ name: String) -> Bool {
        let name = Array(name.utf8)
        return NodeLayout.Role.allCases.contains { name.starts(with: ($0.rawValue + "-").utf8) }
            && name.suffix(digitCount).allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    /// The path of a configuration without symbolic links on the way. A link at its end is not followed: two servers
    /// may share a file.
    static func identity(of configuration: String) -> String {
        guard let (folder, name) = try? Folder.holding(configuration) else { return configuration }
        return folder.path(of: name)
    }
}
