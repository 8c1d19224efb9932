extension HostBasedAuthenticationFile {
    private typealias Token = HostBasedAuthenticationTokenizer.Token
    private typealias Record = HostBasedAuthenticationRecord

    static func parse(_ octets: [UInt8], _ dialect: HostBasedAuthenticationDialect) -> Reading {
        var reading = Reading()
        for line in HostBasedAuthenticationTokenizer.lines(of: octets, dialect) {
            if line.holdsNUL || line.isTooLong {
                reading.problems.append(Problem(line: line.number, kind: line.holdsNUL ? .nul : .tooLong))
                continue
            }
            if line.fields.isEmpty { continue }
            do throws(Refusal) {
                if dialect.includesFiles, let include = include(line) {
                    reading.statements.append(.include(include))
                } else {
                    let (record, doubts) = try record(line, dialect)
                    reading.statements.append(.record(record))
                    reading.doubts += doubts.map { Doubt(line: line.number, kind: $0) }
                }
            } catch {
                reading.problems.append(Problem(line: line.number, kind: error.kind))
            }
        }
        return reading
    }

    /// The include that a line is: it has two fields, of each of which the server takes the first token. With more or
    /// fewer it is a record of a type that no server knows.
    private static func include(_ line: HostBasedAuthenticationTokenizer.LogicalLine) -> Include? {
        guard line.fields.count == 2, let kind = includeKind(line.fields[0].first?.token.text),
            let path = line.fields[1].first?.token.text
        else { return nil }
        return Include(kind: kind, path: path, line: line.number)
    }

    private static func record(
        _ line: HostBasedAuthenticationTokenizer.LogicalLine,
        _ dialect: HostBasedAuthenticationDialect
    ) throws(Refusal) -> (Record, Set<Doubt.Kind>) {
        var fields = line.fields[...]
        let type = try single(&fields, .type)
        guard let connectionType = Record.ConnectionType(rawValue: type.token.text),
            dialect != .pgpool || (connectionType != .hostgssenc && connectionType != .hostnogssenc)
        else { throw Refusal(kind: .connectionType) }
        let databases = try several(&fields, .databases)
        let users = try several(&fields, .users)
        var doubts: Set<Doubt.Kind> = []
        if try !areClear(databases + users) { doubts.insert(.expression) }
        let address = connectionType == .local ? nil : try address(&fields)
        let method = try single(&fields, .method)
        let isKnown = try HostBasedAuthenticationMethods.check(method.token.text, on: connectionType, dialect)
        if !isKnown { doubts.insert(.unknown) }
        let options = try fields.joined().map { token throws(Refusal) in try option(token.token.text) }
        doubts.formUnion(
            try HostBasedAuthenticationOptions(options, of: method.token.text, on: connectionType, dialect)
                .doubts
        )
        let record = Record(
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
        return (record, doubts)
    }

    /// Whether each of the tokens that is a regular expression surely is a valid one.
    private static func areClear(_ tokens: [HostBasedAuthenticationToken]) throws(Refusal) -> Bool {
        var areClear = true
        for token in tokens where token.isExpression {
            switch RegularExpressionForm(token.text.utf8.dropFirst()) {
            case .valid: break
            case .invalid: throw Refusal(kind: .expression)
            case .unclear: areClear = false
            }
        }
        return areClear
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
        let parts = token.text.utf8.split(
            separator: UInt8(ascii: "/"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let numeric = NetworkAddress.numeric(String(Substring(parts[0]))) else {
            guard parts.count == 1 else { throw Refusal(kind: .address) }
            return .name(token.text)
        }
        let mask: UInt128
        if parts.count == 2 {
            guard parts[1].allSatisfy(isDigit), let prefix = Int(Substring(parts[1])),
                let bits = NetworkAddress.mask(prefix: prefix, family: numeric.family)
            else { throw Refusal(kind: .address) }
            mask = bits
        } else {
            guard let given = NetworkAddress.numeric(try single(&fields, .mask).token.text),
                given.family == numeric.family
            else { throw Refusal(kind: .address) }
            mask = given.bits
        }
        return .network(NetworkAddress(family: numeric.family, bits: numeric.bits, maskBits: mask))
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
}
