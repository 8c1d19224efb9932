import PostgresConfiguration

/// Two files whose names, `\u{E9}` and `e\u{301}`, look the same; the second is empty.
struct TwinSource: ConfigurationSource {
    static let composedPath = "/d/\u{E9}"

    /// What the first has.
    let composed: String

    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
        if path.utf8.elementsEqual(Self.composedPath.utf8) { return Array(composed.utf8) }
        return path.utf8.elementsEqual("/d/e\u{301}".utf8) ? [] : nil
    }

    func files(in folder: String) -> [String]? { nil }
}
