extension HostBasedAuthenticationFile {
    /// Changes of a file that are made together, each of a record by its place among ``records`` as they are.
    public struct Changes {
        /// The types that records get; nothing else of their lines changes.
        public var types: [Int: HostBasedAuthenticationRecord.ConnectionType]
        /// The methods that records get, likewise.
        public var methods: [Int: String]
        /// A line that is put before a record, or at the end where its place is the count of records.
        ///
        /// The line is given without its ending, and ends as those of the file do.
        public var insertion: (line: String, index: Int)?

        /// No change but these.
        public init(
            types: [Int: HostBasedAuthenticationRecord.ConnectionType] = [:],
            methods: [Int: String] = [:],
            insertion: (line: String, index: Int)? = nil
        ) {
            self.types = types
            self.methods = methods
            self.insertion = insertion
        }
    }

    typealias Replacement = (range: Range<Int>, new: [UInt8])

    /// The whole file with the changes made.
    public func octets(with changes: Changes) throws(PostgresConfigurationError) -> [UInt8] {
        let records = records
        let places = Array(changes.types.keys) + changes.methods.keys
        if let stray = places.filter({ !records.indices.contains($0) }).min() {
            throw .noRecord(index: stray)
        }
        let insertion = try changes.insertion.map { line, index throws(PostgresConfigurationError) in
            (try replacement(inserting: line, before: index, of: records), index)
        }
        var replacements: [Replacement] = []
        for (index, record) in records.enumerated() {
            if let insertion, insertion.1 == index { replacements.append(insertion.0) }
            if let type = changes.types[index], type != record.type {
                replacements.append((record.typeRange, Array(type.rawValue.utf8)))
            }
            if let method = changes.methods[index], !method.utf8.elementsEqual(record.method.utf8) {
                let isWord = method.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
                guard isWord, !method.isEmpty else { throw .invalidToken(method) }
                replacements.append((record.methodRange, Array(method.utf8)))
            }
        }
        if let insertion, insertion.1 == records.count { replacements.append(insertion.0) }
        return replacing(replacements)
    }

    private func replacement(
        inserting line: String,
        before index: Int,
        of records: [HostBasedAuthenticationRecord]
    ) throws(PostgresConfigurationError) -> Replacement {
        if line.utf8.contains(newline) || line.utf8.contains(0) || line.utf8.last == backslash {
            throw .invalidToken(line)
        }
        let text = Array(line.utf8) + lineEnding(of: octets)
        if index == records.count {
            return (octets.count..<octets.count, endOfLastLine + text)
        }
        guard records.indices.contains(index) else { throw .noRecord(index: index) }
        let start = records[index].range.lowerBound
        return (start..<start, text)
    }

    /// What the last line still needs, so that one behind it is a line by itself: nothing, an ending, or one more where
    /// a backslash goes on with the last line, be it a comment.
    private var endOfLastLine: [UInt8] {
        guard let last = HostBasedAuthenticationTokenizer.lines(of: octets, dialect).last else { return [] }
        let ending = lineEnding(of: octets)
        let ended = octets.last == newline ? [] : ending
        let next = [UInt8(ascii: "x")]
        let lines = HostBasedAuthenticationTokenizer.lines(of: octets[last.range] + ended + next, dialect)
        return lines.count == 1 ? ended + ending : ended
    }

    /// The octets with other ones in the place of each range, which are in the order of the file.
    func replacing(_ replacements: [Replacement]) -> [UInt8] {
        if replacements.isEmpty { return octets }
        var result: [UInt8] = []
        result.reserveCapacity(octets.count + replacements.reduce(0) { $0 + $1.new.count })
        var position = 0
        for (range, new) in replacements {
            result += octets[position..<range.lowerBound]
            result += new
            position = range.upperBound
        }
        return result + octets[position...]
    }
}
