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
        try apply(Changes(types: [index: type]))
    }

    /// Makes `method` the method of the record at `index` of ``records``; nothing else of the line changes.
    public mutating func setMethod(
        _ method: String,
        ofRecord index: Int
    ) throws(PostgresConfigurationError) {
        try apply(Changes(methods: [index: method]))
    }

    /// Puts a line before the record at `index` of ``records``, or at the end where `index` is their count.
    ///
    /// The line is given without its ending, and ends as those of the file do.
    public mutating func insert(
        line: String,
        beforeRecord index: Int
    ) throws(PostgresConfigurationError) {
        try apply(Changes(insertion: (line, index)))
    }

    /// Takes out the record at `index` of ``records`` with all its lines.
    public mutating func remove(record index: Int) throws(PostgresConfigurationError) {
        let records = records
        guard records.indices.contains(index) else { throw .noRecord(index: index) }
        read(replacing([(records[index].range, [])]))
    }

    /// Makes all of the changes, and reads the file again once.
    public mutating func apply(_ changes: Changes) throws(PostgresConfigurationError) {
        read(try octets(with: changes))
    }

    private mutating func read(_ octets: [UInt8]) {
        if octets == self.octets { return }
        self.octets = octets
        reading = Self.parse(octets, dialect)
        readingCount += 1
    }
}
