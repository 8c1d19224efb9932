extension ConfigurationFile {
    static func parse(_ octets: [UInt8], _ dialect: ConfigurationDialect) -> (
        [Statement], problemLines: [Int]
    ) {
        var lexer = ConfigurationLexer(octets, dialect: dialect)
        var statements: [Statement] = []
        var problems: [Int] = []
        while true {
            var token = lexer.next()
            if token == .endOfLine { continue }
            if token == .endOfFile { break }
            let line = lexer.line
            let nameRange = lexer.range
            guard token == .name || token == .qualifiedName else {
                problems.append(line)
                lexer.skipLine()
                continue
            }
            token = lexer.next()
            if token == .equals { token = lexer.next() }
            guard isValue(token, dialect) else {
                problems.append(line)
                if token != .endOfLine { lexer.skipLine() }
                continue
            }
            // A line that ends there gives its newline as the value, and nothing to replace.
            let isMissing = token == .endOfLine || token == .endOfFile
            let valueRange = isMissing ? lexer.range.lowerBound..<lexer.range.lowerBound : lexer.range
            if dialect == .postgres {
                let after = lexer.next()
                guard after == .endOfLine || after == .endOfFile else {
                    problems.append(line)
                    lexer.skipLine()
                    continue
                }
            }
            let written = octets[token == .endOfLine ? lexer.range : valueRange]
            let value = token == .string ? unquote(written, dialect) : Array(written)
            let range = nameRange.lowerBound..<valueRange.upperBound
            let name = String(decoding: octets[nameRange], as: UTF8.self)
            if let kind = includeKind(name, dialect) {
                let path = String(decoding: value, as: UTF8.self)
                statements.append(.include(Include(kind: kind, path: path, line: line, range: range)))
            } else {
                statements.append(
                    .assignment(
                        Assignment(
                            name: name,
                            value: value,
                            line: line,
                            range: range,
                            valueRange: valueRange
                        )
                    )
                )
            }
        }
        return (statements, problems)
    }

    private static func isValue(_ token: ConfigurationLexer.Token, _ dialect: ConfigurationDialect) -> Bool {
        switch token {
        case .name, .string, .word, .number: true
        // Pgpool-II takes whatever comes next, `listen_addresses = *` and the end of the line among it.
        case .qualifiedName, .equals, .other, .endOfLine, .endOfFile: dialect == .pgpool
        }
    }

    private static func includeKind(_ name: String, _ dialect: ConfigurationDialect) -> Include.Kind? {
        switch (dialect, dialect == .postgres ? name.lowercased() : name) {
        case (_, "include"): .file
        case (.postgres, "include_if_exists"): .fileIfPresent
        case (.postgres, "include_dir"): .folder
        default: nil
        }
    }

    /// The octets that a quoted value stands for.
    private static func unquote(_ written: ArraySlice<UInt8>, _ dialect: ConfigurationDialect) -> [UInt8] {
        let inner = written.dropFirst().dropLast()
        guard dialect == .postgres else { return Array(inner) }
        var value: [UInt8] = []
        var rest = inner[...]
        while let first = rest.popFirst() {
            if first == quote {
                _ = rest.popFirst()
                value.append(quote)
            } else if first == backslash, let second = rest.popFirst() {
                switch second {
                case UInt8(ascii: "b"): value.append(8)
                case UInt8(ascii: "f"): value.append(12)
                case UInt8(ascii: "n"): value.append(10)
                case UInt8(ascii: "r"): value.append(13)
                case UInt8(ascii: "t"): value.append(9)
                case 48...55:
                    var octal = Int(second - 48)
                    var count = 1
                    while count < 3, let digit = rest.first, digit >= 48, digit <= 55 {
                        octal = octal << 3 + Int(digit - 48)
                        rest.removeFirst()
                        count += 1
                    }
                    value.append(UInt8(truncatingIfNeeded: octal))
                default: value.append(second)
                }
            } else {
                value.append(first)
            }
        }
        // The server holds values as C strings, so that an escaped NUL ends one.
        return Array(value.prefix { $0 != 0 })
    }
}
