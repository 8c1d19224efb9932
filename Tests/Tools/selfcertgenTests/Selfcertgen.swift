import TestSupport

/// The tool as it was built, run on a folder of the test.
struct SelfcertgenRun {
    let program: Program
    let folder: TemporaryFolder

    init() throws {
        program = try Program.built("selfcertgen")
        folder = try TemporaryFolder()
    }

    /// The folder of the certificates.
    var path: String { folder.path("SSL-TLS") }

    /// The variables that the tool looks at, all taken away.
    static let noVariables = Dictionary(
        uniqueKeysWithValues: [
            "PG_USER", "COMPUTE_TYPE", "KEY_COUNTRY", "KEY_PROVINCE", "KEY_CITY", "KEY_ORG", "KEY_HOST",
            "KEY_SIZE",
            "KEY_EXPIRE", "KEY_SAN", "KEY_EMAIL", "KEY_OU",
        ].map { ($0, "") }
    )

    /// Runs the tool with a platform's file that says `computeType`; nil: with none.
    func callAsFunction(
        _ arguments: [String] = [],
        computeType: String? = "postgres",
        _ variables: [String: String] = [:]
    ) throws -> Program.Outcome {
        try program.run(
            self.arguments(arguments, computeType: computeType),
            environment: Self.noVariables.merging(variables) { $1 }
        )
    }

    /// The tool's arguments on this folder, the platform's file written.
    func arguments(_ arguments: [String] = [], computeType: String? = "postgres") throws -> [String] {
        var all = ["--directory", path] + arguments
        if let computeType {
            try folder.write("# the platform's\nexport COMPUTE_TYPE=\"\(computeType)\"\n", to: "metainf.conf")
            all += ["--metainf", folder.path("metainf.conf")]
        }
        return all
    }

    /// The names and contents of all files of the set, without those that were replaced and are kept.
    func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in folder.names(in: "SSL-TLS") where name != "replaced" {
            files[name] = try folder.read("SSL-TLS/" + name)
        }
        return files
    }
}
