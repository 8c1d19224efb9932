internal import NodePlatform
package import PKIX

/// What a node's certificates should be: the inputs, checked.
package struct NodeSettings: Hashable, Sendable {
    /// The key sizes allowed, in bits.
    package static let keySizes = 2048...16384
    /// The key size if none is given, in bits.
    package static let standardKeySize = 2048
    /// The times of validity allowed, in days.
    package static let dayCounts = 1...36500
    /// The validity of root and server certificates if none is given, in days.
    package static let standardDays = 3650
    /// The validity of client certificates if none is given, in days.
    package static let standardClientDays = 365

    /// The subject of a new root.
    package let rootName: DistinguishedName
    /// The subject of the server.
    package let serverName: DistinguishedName
    /// The names by which clients reach the server; at least one.
    package let serverNames: [ServerName]
    /// Those that the server's certificate loses.
    package let droppedNames: [ServerName]
    /// The client; nil on a node without a client certificate.
    package private(set) var client: ClientSettings?
    /// Whether no more is made than the client's pair, by a root that stays as it is.
    package private(set) var isOfClientAlone = false
    /// The kind of each new key, where it was said.
    package let keyType: KeyType?
    /// The size of each new key of RSA, in bits.
    package let keySize: Int
    /// The option that gave it, where a new key has it whatever that of the key is whose place it takes.
    private let keySizeOption: Input?
    /// How long a server certificate is valid, in days.
    package let serverDays: Int
    /// How long a client certificate is valid, in days.
    package let clientDays: Int
    /// How long a root is valid, in days: at least as long as what it signs.
    package var rootDays: Int { max(Self.standardDays, serverDays, clientDays) }
    /// The names by which clients reach the server; at least one.
    package var serverAlternativeNames: [GeneralName] { serverNames.map(\.name) }
}

extension NodeSettings {
    /// The same for a set without a client's certificate.
    package var withoutClient: NodeSettings {
        var settings = self
        settings.client = nil
        return settings
    }

    /// The same for the client's pair alone: whatever the server's is, and whether the root ends soon.
    package var ofClientAlone: NodeSettings {
        var settings = self
        settings.isOfClientAlone = true
        return settings
    }
}

/// The client of a set.
package struct ClientSettings: Hashable, Sendable {
    /// The database user whom the certificate identifies, by its CN.
    package let user: String
    /// The name of its files before the dot.
    package let fileStem: String
    /// The subject.
    package let name: DistinguishedName

    /// The name of a user's files before the dot.
    package static func fileStem(of user: String) -> String {
        user == Platform.user ? "client" : user
    }
}

extension NodeSettings {
    /// Checks the inputs.
    ///
    /// - Throws: ``NodeCertificatesError/invalidInput(_:value:_:)`` for the first that breaks its rule.
    package init(_ inputs: NodeInputs) throws(NodeCertificatesError) {
        let computeType = try inputs.variable(named: "COMPUTE_TYPE")?.text
        let user = try UserName(inputs)
        let isDatabase = computeType.map { $0 == "postgres" } ?? inputs.standsAlone
        let base = try Self.baseName(inputs)
        let host = try ServerHost(inputs)

        rootName = try base.with(commonName: RootCommonName(inputs, computeType: computeType).text)
        serverName = try base.with(commonName: host.commonName)
        // A certificate of that name would seem to be its own issuer.
        guard serverName != rootName else { throw host.input.refused(by: .otherThanRoot) }
        serverNames = host.names
        droppedNames = host.dropped
        client =
            isDatabase
            ? ClientSettings(
                user: user.text,
                fileStem: user.fileStem,
                name: try base.with(commonName: user.text)
            ) : nil
        keyType = try Self.keyType(inputs)
        keySizeOption = inputs.option(inputs.keySize, "--key-size")
        if let keySizeOption, let keyType, keyType != .rsa {
            throw keySizeOption.refused(by: .noSize(keyType))
        }
        keySize = try Self.number(
            inputs.option(inputs.keySize, "--key-size", orVariable: "KEY_SIZE"),
            .keySize(Self.keySizes),
            standard: Self.standardKeySize
        ) { Self.keySizes.contains($0) && $0.isMultiple(of: 2) }
        serverDays = try Self.number(
            inputs.option(inputs.days, "--days", orVariable: "KEY_EXPIRE"),
            .days(Self.dayCounts),
            standard: Self.standardDays
        ) { Self.dayCounts.contains($0) }
        clientDays = try Self.number(
            inputs.option(inputs.clientDays, "--client-days"),
            .days(Self.dayCounts),
            standard: Self.standardClientDays
        ) { Self.dayCounts.contains($0) }
    }

    /// What was said of the keys that are made.
    var key: KeyChoice { KeyChoice(type: keyType, bitCount: keySize, sizeOption: keySizeOption) }

    private static func keyType(_ inputs: NodeInputs) throws(NodeCertificatesError) -> KeyType? {
        guard let input = inputs.option(inputs.keyType, KeyType.option) else { return nil }
        guard let type = KeyType(rawValue: input.text) else { throw input.refused(by: .keyType) }
        return type
    }

    private static func number(
        _ input: Input?,
        _ rule: InputRule,
        standard: Int,
        _ isAllowed: (Int) -> Bool
    ) throws(NodeCertificatesError) -> Int {
        guard let input else { return standard }
        let isDigits = input.text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        guard isDigits, let number = Int(input.text), isAllowed(number) else { throw input.refused(by: rule) }
        return number
    }

    /// What the three subjects have in common: country, province, city and organisation.
    private static func baseName(_ inputs: NodeInputs) throws(NodeCertificatesError) -> BaseName {
        var attributes: [NameAttribute] = []
        for (variable, type, standard) in subjectVariables {
            let given = try inputs.variable(named: variable)
            let input = given ?? Input(text: standard, origin: .standard(variable))
            do {
                attributes.append(try NameAttribute(type, input.text))
            } catch {
                let rule: InputRule =
                    type == .countryName ? .country : .namePart(limit: type.maximumCount ?? 64)
                throw input.refused(by: rule)
            }
        }
        return BaseName(attributes: attributes)
    }

    /// The variables of the subjects' common part, with their defaults.
    package static let subjectVariables: [(variable: String, type: NameAttributeType, standard: String)] = [
        ("KEY_COUNTRY", .countryName, "CH"),
        ("KEY_PROVINCE", .stateOrProvinceName, "8200"),
        ("KEY_CITY", .localityName, "Schaffhausen"),
        ("KEY_ORG", .organizationName, "Virtuozzo International GmbH"),
    ]
}

private struct BaseName {
    let attributes: [NameAttribute]

    func with(commonName: String) throws(NodeCertificatesError) -> DistinguishedName {
        do {
            return DistinguishedName(attributes + [try NameAttribute(.commonName, commonName)])
        } catch {
            throw .issuing(error)
        }
    }
}

extension Input {
    func refused(by rule: InputRule) -> NodeCertificatesError {
        .invalidInput(origin, value: SafeText(text), rule)
    }
}
