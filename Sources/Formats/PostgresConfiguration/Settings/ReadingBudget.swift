internal import TextEncodings

/// What one reading of a configuration has cost: how deep includes may go is bounded by ``IncludeChain``, how many
/// there are and how long they are together by this.
///
/// A depth of ten alone bounds nothing: nine files that each read in the next one ten times are 10^9 readings. So every
/// file counts as often as it is read in, and so does one that is looked for and not there.
struct ReadingBudget {
    /// The files and folders that were looked for.
    private(set) var fileCount = 0
    /// The octets of all that were read.
    private(set) var byteCount = 0

    /// The octets of a file, or `nil` where there is none.
    ///
    /// - Throws: ``PostgresConfigurationError/tooManyFiles(path:limit:)`` or
    ///   ``PostgresConfigurationError/tooLargeTogether(path:limit:)``, with the file at which the bound was passed.
    mutating func contents(
        of path: String,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) -> [UInt8]? {
        try count(path)
        guard let contents = try source.contents(of: path) else { return nil }
        byteCount += contents.count
        let limit = EffectiveConfiguration.maximumByteCount
        guard byteCount <= limit else { throw .tooLargeTogether(path: path, limit: limit) }
        return contents
    }

    /// The files of an included folder that the server reads, in its order: by the octets of their names; `nil` where
    /// there is no such folder.
    mutating func paths(
        in folder: String,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) -> [String]? {
        try count(folder)
        guard let names = try source.files(in: folder) else { return nil }
        return names.filter { $0.utf8.first != UInt8(ascii: ".") && $0.utf8.ends(with: ".conf") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { "\(folder)/\($0)" }
    }

    private mutating func count(_ path: String) throws(PostgresConfigurationError) {
        fileCount += 1
        let limit = EffectiveConfiguration.maximumFileCount
        guard fileCount <= limit else { throw .tooManyFiles(path: path, limit: limit) }
    }
}

/// `path` as it is where it is absolute, else in the folder of `file`.
func resolve(_ path: String, beside file: String) -> String {
    // By octets: to `Character`, a slash and a combining mark behind it are no slash.
    let slash = UInt8(ascii: "/")
    guard path.utf8.first != slash, let last = file.utf8.lastIndex(of: slash) else { return path }
    return String(Substring(file.utf8[...last])) + path
}
