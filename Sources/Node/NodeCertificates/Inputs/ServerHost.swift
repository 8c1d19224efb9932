internal import PKIX

/// The names of a server: its CN and its alternative names.
struct ServerHost {
    /// Where the CN comes from.
    let input: Input
    let commonName: String
    let alternativeNames: [GeneralName]

    init(_ inputs: NodeInputs) throws(NodeCertificatesError) {
        let given = try inputs.variable(named: "KEY_HOST")
        let host = given ?? Input(text: inputs.hostName, origin: .hostName)
        guard let hostName = Self.name(host.text) else { throw host.refused(by: .host) }

        var names = [hostName]
        // The host's own name may be one that no certificate can hold, as long as KEY_HOST gives another.
        if let own = Self.name(inputs.hostName) { names.append(own) }
        var others = inputs.alternativeNames.map { Input(text: $0, origin: .option("--san")) }
        if let list = try inputs.variable(named: "KEY_SAN") {
            others += list.text.split { $0 == "," || $0.isWhitespace }
                .map { Input(text: String($0), origin: list.origin) }
        }
        for input in others {
            guard let name = Self.name(input.text) else { throw input.refused(by: .alternativeName) }
            names.append(name)
        }
        input = host
        alternativeNames = Self.distinct(names)
        commonName = Self.commonName(String(host.text[Self.prefix(of: host.text).endIndex...]))
    }

    /// An address if the text is one, else a DNS name; a prefix `IP:` or `DNS:`, as openssl writes them, decides.
    private static func name(_ text: String) -> GeneralName? {
        let prefix = prefix(of: text)
        let name = String(text[prefix.endIndex...])
        return switch prefix {
        case "DNS:": try? .dns(name)
        case "IP:": try? .ip(name)
        default: (try? .ip(name)) ?? (try? .dns(name))
        }
    }

    private static func prefix(of text: String) -> Substring {
        let prefix = ["DNS:", "IP:"].first { text.hasPrefix($0) }
        return text.prefix(prefix?.count ?? 0)
    }

    /// The names in their order, each once, regardless of case.
    private static func distinct(_ names: [GeneralName]) -> [GeneralName] {
        var seen: Set<String> = []
        return names.filter { seen.insert("\($0)".lowercased()).inserted }
    }

    /// The name if it fits into a CN, else as many of its first labels as do.
    private static func commonName(_ host: String) -> String {
        guard host.utf8.count > RootCommonName.limit else { return host }
        var fitting = ""
        for label in host.split(separator: ".") {
            let longer = fitting.isEmpty ? String(label) : fitting + "." + label
            if longer.utf8.count > RootCommonName.limit { break }
            fitting = longer
        }
        return fitting
    }
}
