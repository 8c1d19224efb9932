extension HostBasedAuthenticationFile {
    private typealias Token = HostBasedAuthenticationTokenizer.Token
    private typealias Record = HostBasedAuthenticationRecord

    /// What ends the reading of one line.
    private struct Refusal: Error {
        let kind: Problem.Kind
    }

    static func parse(
        _ octets: [UInt8],
        _ dialect: HostBasedAuthenticationDialect
    ) -> ([Statement], [Problem]) {
        var statements: [Statement] = []
        var problems: [Problem] = []
        for line in HostBasedAuthenticationTokenizer.lines(of: octets, continuing: dialect.continuesLines) {
            if line.holdsNUL {
                problems.append(Problem(line: line.number, kind: .nul))
                continue
            }
            if line.fields.isEmpty { continue }
            do throws(Refusal) {
                statements.append(try statement(line, dialect))
            } catch {
                problems.append(Problem(line: line.number, kind: error.kind))
            }
        }
        return (statements, problems)
    }

    private static func statement(
        _ line: HostBasedAuthenticationTokenizer.LogicalLine,
        _ dialect: HostBasedAuthenticationDialect
    ) throws(Refusal) -> Statement {
        var fields = line.fields[...]
        if dialect.includesFiles, let kind = includeKind(fields.first?.first?.token.text) {
            fields.removeFirst()
            let path = try single(&fields, .path)
            return .include(Include(kind: kind, path: path.token.text, line: line.number))
        }

        let type = try single(&fields, .type)
        guard let connectionType = Record.ConnectionType(rawValue: type.token.text),
            dialect != .pgpool || (connectionType != .hostgssenc && connectionType != .hostnogssenc)
        else { throw Refusal(kind: .connectionType) }
        let databases = try several(&fields, .databases)
        let users = try several(&fields, .users)
        let address = connectionType == .local ? nil : try address(&fields)
        let method = try single(&fields, .method)
        guard Self.methods(dialect).contains(method.token.text) else { throw Refusal(kind: .method) }
        let options = try fields.joined().map { token throws(Refusal) in try option(token.token.text) }
        return .record(
            Record(
                line: line.number,
                type: connectionType,
                databases: databases,
                users: users,
                address: address,
                method: method.token.text,
                options: options,
                typeRange: type.range,
                methodRange: method.range,
                range: line.range
            )
        )
    }

    private static func single(_ fields: inout ArraySlice<[Token]>, _ field: Problem.Field) throws(Refusal)
        -> Token
    {
        guard let tokens = fields.popFirst() else { throw Refusal(kind: .missing(field)) }
        guard tokens.count == 1 else { throw Refusal(kind: .severalValues(field)) }
        return tokens[0]
    }

    private static func several(
        _ fields: inout ArraySlice<[Token]>,
        _ field: Problem.Field
    ) throws(Refusal) -> [HostBasedAuthenticationToken] {
        guard let tokens = fields.popFirst() else { throw Refusal(kind: .missing(field)) }
        return tokens.map(\.token)
    }

    private static func address(_ fields: inout ArraySlice<[Token]>) throws(Refusal) -> Record.Address {
        let token = try single(&fields, .address).token
        if token.isKeyword("all") { return .all }
        if token.isKeyword("samehost") { return .sameHost }
        if token.isKeyword("samenet") { return .sameNet }
        let parts = token.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let numeric = NetworkAddress.numeric(String(parts[0])) else {
            guard parts.count == 1 else { throw Refusal(kind: .address) }
            return .name(token.text)
        }
        let mask: [UInt8]
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy(isDigit), let prefix = Int(parts[1]),
                let bits = NetworkAddress.mask(prefix: prefix, family: numeric.family)
            else { throw Refusal(kind: .address) }
            mask = bits
        } else {
            guard let given = NetworkAddress.numeric(try single(&fields, .mask).token.text),
                given.family == numeric.family
            else { throw Refusal(kind: .address) }
            mask = given.octets
        }
        return .network(NetworkAddress(family: numeric.family, octets: numeric.octets, mask: mask))
    }

    private static func option(_ text: String) throws(Refusal) -> Record.Option {
        guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { throw Refusal(kind: .option) }
        return Record.Option(
            name: String(text[..<equals]),
            value: String(text[text.utf8.index(after: equals)...])
        )
    }

    private static func includeKind(_ text: String?) -> ConfigurationFile.Include.Kind? {
        switch text {
        case "include": .file
        case "include_if_exists": .fileIfPresent
        case "include_dir": .folder
        default: nil
        }
    }

    private static func methods(_ dialect: HostBasedAuthenticationDialect) -> Set<String> {
        switch dialect {
        case .pgpool: ["trust", "reject", "md5", "scram-sha-256", "password", "cert", "pam", "ldap"]
        case .postgres:
            [
                "trust", "reject", "scram-sha-256", "md5", "password", "gss", "sspi", "ident", "peer", "ldap",
                "radius", "cert", "pam", "bsd", "oauth",
            ]
        }
    }
}
