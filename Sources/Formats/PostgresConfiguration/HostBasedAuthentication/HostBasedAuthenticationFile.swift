/// An HBA file, `pg_hba.conf` or `pool_hba.conf`, that gives back every octet it was made from.
///
/// Reading never fails: what the server would refuse is in ``problems``. What is changed is the type or the method
/// of a record, in place, or whole lines that are put in or taken out.
public struct HostBasedAuthenticationFile: Sendable, Equatable {
    /// A line that reads in other records (PostgreSQL 16).
    public struct Include: Sendable, Equatable {
        /// What the line names, and what happens where it is not there.
        public let kind: ConfigurationFile.Include.Kind
        /// The path as written, without quotes.
        public let path: String
        /// The line it stands on, from 1.
        public let line: Int
    }

    enum Statement: Equatable {
        case record(HostBasedAuthenticationRecord)
        case include(Include)
    }

    /// What a file was read as.
    struct Reading {
        var statements: [Statement] = []
        var problems: [Problem] = []
        var doubts: [Doubt] = []
    }

    /// The whole file.
    public private(set) var octets: [UInt8]
    /// Whose grammar it has.
    public let dialect: HostBasedAuthenticationDialect
    private var reading: Reading
    /// How often the file was read again for a change: what a change costs is this times its size.
    private(set) var readingCount = 0
    var statements: [Statement] { reading.statements }
    /// The lines that the server would refuse; with one of them it takes nothing from the file.
    public var problems: [Problem] { reading.problems }
    /// The lines that it takes or refuses by what is not known here.
    public var doubts: [Doubt] { reading.doubts }

    /// Reads a file; every input is accepted and kept.
    public init(_ octets: [UInt8], dialect: HostBasedAuthenticationDialect) {
        self.octets = octets
        self.dialect = dialect
        reading = Self.parse(octets, dialect)
    }

    /// Whether both are the same text of the same grammar.
    public static func == (left: Self, right: Self) -> Bool {
        left.octets == right.octets && left.dialect == right.dialect
    }

    /// The records in the order of the file, which is the order in which the server tries them.
    public var records: [HostBasedAuthenticationRecord] {
        statements.compactMap { if case .record(let record) = $0 { record } else { nil } }
    }

    /// The lines that read in other records.
    public var includes: [Include] {
        statements.compactMap { if case .include(let include) = $0 { include } else { nil } }
    }

    /// Makes `type` the type of the record at `index` of ``records``; nothing else of the line changes.
    public mutating func setType(
        _ type: HostBasedAuthenticationRecord.ConnectionType,
        ofRecord index: Int
    ) throws(PostgresConfigurationError) {
        try setType(type, ofRecords: [index])
    }

    /// Makes `type` the type of all records at these places of ``records``, in one reading of the file.
    public mutating func setType(
        _ type: HostBasedAuthenticationRecord.ConnectionType,
        ofRecords indices: Set<Int>
    ) throws(PostgresConfigurationError) {
        let ranges = try records(indices).filter { $0.type != type }.map(\.typeRange)
        replace(ranges, with: Array(type.rawValue.utf8))
    }

    /// Makes `method` the method of the record at `index` of ``records``; nothing else of the line changes.
    public mutating func setMethod(
        _ method: String,
        ofRecord index: Int
    ) throws(PostgresConfigurationError) {
        try setMethod(method, ofRecords: [index])
    }

    /// Makes `method` the method of all records at these places of ``records``, in one reading of the file.
    public mutating func setMethod(
        _ method: String,
        ofRecords indices: Set<Int>
    ) throws(PostgresConfigurationError) {
        let isWord = method.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        guard isWord, !method.isEmpty else { throw .invalidToken(method) }
        let ranges = try records(indices).filter { !$0.method.utf8.elementsEqual(method.utf8) }
            .map(\.methodRange)
        replace(ranges, with: Array(method.utf8))
    }

    /// Puts a line before the record at `index` of ``records``, or at the end where `index` is their count.
    ///
    /// The line is given without its ending, and ends as those of the file do.
    public mutating func insert(
        line: String,
        beforeRecord index: Int
    ) throws(PostgresConfigurationError) {
        if line.utf8.contains(newline) || line.utf8.contains(0) || line.utf8.last == backslash {
            throw .invalidToken(line)
        }
        let ending = lineEnding(of: octets)
        if index == records.count {
            var text = Array(line.utf8) + ending
            if let last = octets.last, last != newline { text = ending + text }
            replace(octets.count..<octets.count, with: text)
        } else {
            let start = try record(index).range.lowerBound
            replace(start..<start, with: Array(line.utf8) + ending)
        }
    }

    /// Takes out the record at `index` of ``records`` with all its lines.
    public mutating func remove(record index: Int) throws(PostgresConfigurationError) {
        replace(try record(index).range, with: [])
    }

    private func record(
        _ index: Int
    ) throws(PostgresConfigurationError) -> HostBasedAuthenticationRecord {
        let records = try records([index])
        return records[0]
    }

    /// The records at these places, in the order of the file.
    private func records(
        _ indices: Set<Int>
    ) throws(PostgresConfigurationError) -> [HostBasedAuthenticationRecord] {
        let records = records
        if let stray = indices.filter({ !records.indices.contains($0) }).min() {
            throw .noRecord(index: stray)
        }
        return indices.sorted().map { records[$0] }
    }

    private mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
        replace([range], with: new)
    }

    /// Puts `new` in the place of each range, which are in the order of the file, and reads it again once.
    private mutating func replace(_ ranges: [Range<Int>], with new: [UInt8]) {
        if ranges.isEmpty { return }
        var result: [UInt8] = []
        var position = 0
        for range in ranges {
            result += octets[position..<range.lowerBound]
            result += new
            position = range.upperBound
        }
        octets = result + octets[position...]
        reading = Self.parse(octets, dialect)
        readingCount += 1
    }
}
