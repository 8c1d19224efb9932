package import PKIX

/// A name of a server, and where it comes from.
package struct ServerName: Hashable, Sendable {
    /// The name.
    package let name: GeneralName
    /// The input that gave it.
    package let origin: InputOrigin
}

/// The names of a server: its CN and its alternative names.
struct ServerHost {
    /// Where the CN comes from.
    let input: Input
    let commonName: String
    /// The alternative names that it should have.
    let names: [ServerName]
    /// Those that it should have no more.
    let dropped: [ServerName]

    init(_ inputs: NodeInputs) throws(NodeCertificatesError) {
        let given = try inputs.variable(named: "KEY_HOST")
        let host = given ?? Input(text: inputs.hostName, origin: .hostName)
        guard let hostName = Self.name(host.text) else { throw host.refused(by: .host) }

        var names = [ServerName(name: hostName, origin: host.origin)]
        // The host's own name may be one that no certificate can hold, as long as KEY_HOST gives another.
        if let own = Self.name(inputs.hostName) { names.append(ServerName(name: own, origin: .hostName)) }
        var others = Self.given(inputs.alternativeNames, .san)
        if let list = try inputs.variable(named: "KEY_SAN") {
            others += list.text.split { $0 == "," || $0.isWhitespace }
                .map { Input(text: String($0), origin: list.origin) }
        }
        for input in others {
            guard let name = Self.name(input.text) else { throw input.refused(by: .alternativeName) }
            names.append(ServerName(name: name, origin: input.origin))
        }
        input = host
        self.names = Self.distinct(names)
        var dropped: [ServerName] = []
        for input in Self.given(inputs.droppedNames, .option("--drop-san")) {
            guard let name = Self.name(input.text) else { throw input.refused(by: .alternativeName) }
            // Else the next renewal would bring it back.
            if let wanted = names.first(where: { $0.name.folded == name.folded }) {
                throw input.refused(by: .nameOfElsewhere(wanted.origin))
            }
            dropped.append(ServerName(name: name, origin: input.origin))
        }
        self.dropped = Self.distinct(dropped)
        commonName = Self.commonName(String(host.text[Self.prefix(of: host.text).endIndex...]))
    }

    /// What an option gave, as often as it was given; an empty text counts as absent.
    private static func given(_ texts: [String], _ origin: InputOrigin) -> [Input] {
        texts.filter { !$0.isEmpty }.map { Input(text: $0, origin: origin) }
    }

    /// An address if the text is one, else a DNS name; a prefix `IP:` or `DNS:`, as openssl writes them, decides.
    static func name(_ text: String) -> GeneralName? {
        let prefix = prefix(of: text)
        let name = String(text[prefix.endIndex...])
        return switch prefix {
        case "DNS:": try? .dns(name)
        case "IP:": try? .ip(name)
        default: GeneralName(ofHost: name)
        }
    }

    private static func prefix(of text: String) -> Substring {
        let prefix = ["DNS:", "IP:"].first { text.hasPrefix($0) }
        return text.prefix(prefix?.count ?? 0)
    }

    /// The names in their order, each once.
    private static func distinct(_ names: [ServerName]) -> [ServerName] {
        var seen: Set<GeneralName> = []
        return names.filter { seen.insert($0.name.folded).inserted }
    }

    /// The name if it fits into a CN, else as many of its first labels as do.
    private static func commonName(_ host: String) -> String {
        guard host.utf8.count > RootCommonName.limit else { return host }
        var fitting = ""
        for octets in host.utf8.split(separator: UInt8(ascii: ".")) {
            let label = String(Substring(octets))
            let longer = fitting.isEmpty ? label : fitting + "." + label
            if longer.utf8.count > RootCommonName.limit { break }
            fitting = longer
        }
        return fitting
    }
}
