extension ConfigurationFile {
    /// Makes `value` the last value of `name` in this file.
    ///
    /// Where the last setting of that name has the value already, nothing changes; where it has another, that value
    /// alone is replaced, and stays bare where it was bare and may be; where there is none, a line is added at the
    /// end. Includes are not followed: whether the value is in force is ``EffectiveConfiguration``'s to say.
    public mutating func set(_ name: String, to value: String) throws(PostgresConfigurationError) {
        try checkName(name)
        if let assignment = assignment(of: name) {
            if assignment.value == Array(value.utf8) { return }
            try replaceValue(of: assignment, with: value)
        } else {
            append(line: Array("\(name) = ".utf8) + (try token(value, for: name, bare: isPlainWord(value))))
        }
    }

    /// Adds a line at the end that reads in `path`; where a line of that kind and path is there, nothing changes.
    public mutating func include(
        _ path: String,
        kind: Include.Kind = .file
    ) throws(PostgresConfigurationError) {
        if includes.contains(where: { $0.kind == kind && $0.path == path }) { return }
        let name =
            switch kind {
            case .file: "include"
            case .fileIfPresent: "include_if_exists"
            case .folder: "include_dir"
            }
        if dialect == .pgpool, kind != .file { throw .invalidName(name) }
        append(line: Array("\(name) ".utf8) + (try token(path, for: name, bare: false)))
    }

    /// Takes out every setting of that name, with its line where nothing but blanks would stay on it.
    public mutating func remove(_ name: String) {
        while let assignment = assignment(of: name) { remove(assignment.range) }
    }

    /// Takes out every line that reads in `path`.
    public mutating func removeInclude(_ path: String) {
        while let include = includes.last(where: { $0.path == path }) { remove(include.range) }
    }

    /// Turns every line with a setting of that name into a comment, by a `#` before its name.
    ///
    /// For Pgpool-II the rest of the line falls silent with it.
    public mutating func comment(_ name: String) {
        while let assignment = assignment(of: name) {
            let start = assignment.range.lowerBound
            if dialect == .pgpool, octets[start...].firstIndex(of: newline) == nil {
                replace(octets.count..<octets.count, with: lineEnding(of: octets))
            }
            replace(start..<start, with: [UInt8(ascii: "#")])
        }
    }

    /// Puts `value` in place of an assignment's: as it was written if it then reads as itself, else in quotes, else
    /// with blanks around, since a token may touch its neighbours.
    private mutating func replaceValue(
        of assignment: Assignment,
        with value: String
    ) throws(PostgresConfigurationError) {
        let range = assignment.valueRange
        let isBare = range.isEmpty || octets[range.lowerBound] != quote
        let quoted = try token(value, for: assignment.name, bare: false)
        let others = assignments.filter { $0 != assignment }.map { [Array($0.name.utf8), $0.value] }
        for new in [try token(value, for: assignment.name, bare: isBare), quoted, [32] + quoted + [32]] {
            var changed = self
            changed.replace(range, with: new)
            guard let own = changed.assignment(of: assignment.name), own.value == Array(value.utf8) else {
                continue
            }
            if changed.assignments.filter({ $0 != own }).map({ [Array($0.name.utf8), $0.value] }) == others {
                self = changed
                return
            }
        }
        throw .openQuote(line: assignment.line)
    }

    private mutating func append(line: [UInt8]) {
        let ending = lineEnding(of: octets)
        var text = line + ending
        if let last = octets.last, last != newline { text = ending + text }
        replace(octets.count..<octets.count, with: text)
    }

    private mutating func remove(_ range: Range<Int>) {
        let lineStart = octets[..<range.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let lineEnd = octets[range.upperBound...].firstIndex(of: newline).map { $0 + 1 } ?? octets.count
        let rest = octets[lineStart..<range.lowerBound] + octets[range.upperBound..<lineEnd]
        let isBlank = rest.allSatisfy(isBlankOctet)
        if isBlank {
            replace(lineStart..<lineEnd, with: [])
        } else {
            let isTouched = range.lowerBound > lineStart && !isBlankOctet(octets[range.lowerBound - 1])
            replace(range, with: isTouched ? [32] : [])
        }
    }

    private func isBlankOctet(_ octet: UInt8) -> Bool {
        octet == 32 || octet == 9 || octet == carriageReturn || octet == newline
    }

    private func checkName(_ name: String) throws(PostgresConfigurationError) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isValid = parts.allSatisfy { part in
            part.utf8.first.map(isLetter) == true && part.utf8.allSatisfy(isLetterOrDigit)
        }
        guard isValid, parts.count <= (dialect == .postgres ? 2 : 1) else { throw .invalidName(name) }
        if Self.parse(Array("\(name) = 1".utf8), dialect).0.contains(where: {
            if case .include = $0 { true } else { false }
        }) {
            throw .invalidName(name)
        }
    }

    /// The value as it is written: bare where asked for and possible, else in quotes.
    private func token(
        _ value: String,
        for name: String,
        bare: Bool
    ) throws(PostgresConfigurationError) -> [UInt8] {
        let octets = Array(value.utf8)
        if octets.contains(0) || octets.contains(newline) { throw .invalidValue(name: name) }
        if bare, isPlainWord(value) { return octets }
        switch dialect {
        case .postgres:
            return [quote] + octets.flatMap { $0 == quote || $0 == backslash ? [$0, $0] : [$0] } + [quote]
        case .pgpool:
            // Nothing is unescaped there, and a last backslash would take the closing quote along.
            if octets.contains(quote) || octets.last == backslash { throw .invalidValue(name: name) }
            return [quote] + octets + [quote]
        }
    }

    /// Whether a value is one bare token that reads as itself.
    private func isPlainWord(_ value: String) -> Bool {
        var lexer = ConfigurationLexer(Array(value.utf8), dialect: dialect)
        let token = lexer.next()
        return (token == .name || token == .number) && lexer.range == 0..<value.utf8.count
    }
}
