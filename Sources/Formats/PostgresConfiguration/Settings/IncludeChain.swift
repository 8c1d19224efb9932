/// The files that include one another, from the outermost to the one that is read.
struct IncludeChain {
    private var paths: [String] = []

    /// The chain with one more file, `path`.
    ///
    /// - Throws: ``PostgresConfigurationError/cycle(path:)`` where the file is being read already, and
    ///   ``PostgresConfigurationError/tooDeep(path:limit:)`` where the server would not follow so far.
    func entering(_ path: String) throws(PostgresConfigurationError) -> IncludeChain {
        // By octets: names that only look the same are those of two files.
        if paths.contains(where: { $0.utf8.elementsEqual(path.utf8) }) { throw .cycle(path: path) }
        let limit = EffectiveConfiguration.maximumIncludeDepth
        if paths.count > limit { throw .tooDeep(path: path, limit: limit) }
        var longer = self
        longer.paths.append(path)
        return longer
    }
}
