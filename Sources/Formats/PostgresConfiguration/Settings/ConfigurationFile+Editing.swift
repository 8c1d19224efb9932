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
        if includes.contains(where: { $0.kind == kind && $0.names(path) }) { return }
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
        // All in one pass; again where what is left reads otherwise, such as a line that lost its line feed.
        while case let ranges = ranges(of: name), !ranges.isEmpty { remove(ranges) }
    }

    /// Takes out every line that reads in `path`.
    public mutating func removeInclude(_ path: String) {
        while case let ranges = includes.filter({ $0.names(path) }).map(\.range), !ranges.isEmpty {
            remove(ranges)
        }
    }

    /// Turns every line with a setting of that name into a comment, by a `#` before its name.
    ///
    /// For Pgpool-II the rest of the line falls silent with it.
    public mutating func comment(_ name: String) {
        while case let ranges = ranges(of: name), let last = ranges.last {
            var result: [UInt8] = []
            var position = 0
            for range in ranges {
                result += octets[position..<range.lowerBound]
                result.append(UInt8(ascii: "#"))
                position = range.lowerBound
            }
            result += octets[position...]
            if dialect == .pgpool, octets[last.lowerBound...].firstIndex(of: newline) == nil {
                result += lineEnding(of: octets)
            }
            replaceAll(with: result)
        }
    }

    private func ranges(of name: String) -> [Range<Int>] {
        assignments.filter { isSame($0.name, name) }.map(\.range)
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

    /// Takes out these ranges, each within one line, in their order.
    private mutating func remove(_ ranges: [Range<Int>]) {
        var result: [UInt8] = []
        var position = 0
        var rest = ranges[...]
        while let first = rest.first {
            let start = octets[position..<first.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? position
            let end = octets[first.upperBound...].firstIndex(of: newline).map { $0 + 1 } ?? octets.count
            let onLine = rest.prefix { $0.lowerBound < end }
            rest = rest.dropFirst(onLine.count)
            result += octets[position..<start]
            result += line(start..<end, without: onLine)
            position = end
        }
        replaceAll(with: result + octets[position...])
    }

    /// What is left of a line without some parts of it: nothing where that is blank.
    private func line(_ line: Range<Int>, without parts: ArraySlice<Range<Int>>) -> [UInt8] {
        var result: [UInt8] = []
        var isBlank = true
        var position = line.lowerBound
        for part in parts {
            let between = octets[position..<part.lowerBound]
            isBlank = isBlank && between.allSatisfy(isBlankOctet)
            result += between
            let isTouched = part.lowerBound > line.lowerBound && !isBlankOctet(octets[part.lowerBound - 1])
            if isTouched { result.append(32) }
            position = part.upperBound
        }
        let tail = octets[position..<line.upperBound]
        isBlank = isBlank && tail.allSatisfy(isBlankOctet)
        return isBlank ? [] : result + tail
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

extension ConfigurationFile.Include {
    /// Whether it names that path, octet for octet.
    fileprivate func names(_ path: String) -> Bool { self.path.utf8.elementsEqual(path.utf8) }
}
