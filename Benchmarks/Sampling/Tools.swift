import Foundation

/// The tools of this package, as they are released.
public enum Tools {
    /// The distribution's `pg_enc`, which a peer's rows need.
    public static let distributedPgEnc = "/usr/sbin/pg_enc"

    /// Where one stands; the variable `BENCHMARK_TOOLS` names the folder of all.
    public static func path(_ name: String) -> String {
        guard let folder = ProcessInfo.processInfo.environment["BENCHMARK_TOOLS"] else {
            fatalError("BENCHMARK_TOOLS does not say where the tools are; Benchmarks/run sets it")
        }
        return "\(folder)/\(name)"
    }
}

/// A folder of its own below the system's one for temporary files, gone after `body`.
public func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}
