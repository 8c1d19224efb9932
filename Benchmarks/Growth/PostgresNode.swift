import Foundation
import Sampling

/// The files of a PostgreSQL node without TLS, with so many rules of one database, user and address each, and the one
/// that platforms end with.
struct PostgresNode {
    private let folder: String

    /// Writes them below `folder`.
    init(in folder: String, ruleCount: Int) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: "\(folder)/data", withIntermediateDirectories: false)
        let rules = (0..<ruleCount).map { number in
            "host db\(number % 1000) user\(number) "
                + "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)/32 md5\n"
        }
        for (name, content) in [
            ("PG_VERSION", "15\n"), ("postgresql.conf", ""),
            ("pg_hba.conf", rules.joined() + "host all all 0.0.0.0/0 md5\n"),
        ] {
            try Data(content.utf8).write(to: URL(fileURLWithPath: "\(folder)/data/\(name)"))
        }
    }

    /// A command of `postgres-ssl` on it, which finds no server.
    func command(_ words: [String]) -> [String] {
        [Tools.path("postgres-ssl")] + words
            + [
                "--role", "postgres", "--owner", "\(geteuid()):\(getegid())",
                "--configuration", "\(folder)/data/postgresql.conf", "--certificates",
                "\(folder)/certificates",
                "--redeploy", "\(folder)/redeploy", "--metainf", "\(folder)/metainf",
                "--state", "\(folder)/state", "--server", "\(folder)/none",
            ]
    }
}
