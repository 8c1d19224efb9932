import Foundation
import Sampling

/// The files of a Pgpool-II node with so many users, and a psql that answers as a backend that has a role for each,
/// whose stored secret is of the user's password (the one of RFC 7677, section 3).
struct RolesNode {
    private static let secret =
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
        + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="

    private let folder: String

    /// Writes them below `folder`.
    init(in folder: String, roleCount: Int) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: "\(folder)/bin", withIntermediateDirectories: false)
        let roles = (0..<roleCount).map { number in
            "user\(number)".utf8.map { String($0, radix: 16) }.joined() + " \(Self.secret)\n"
        }
        for (name, content, mode) in [
            (
                "pgpool.conf",
                "backend_hostname0 = '\(folder)'\nbackend_port0 = 5432\nenable_pool_hba = on\n", 0o600
            ),
            ("pool_hba.conf", "hostssl all all 0.0.0.0/0 scram-sha-256\n", 0o600),
            ("pool_passwd", "", 0o600), ("key", "key\n", 0o600), ("roles", roles.joined(), 0o600),
            ("users", (0..<roleCount).map { "user\($0):pencil\n" }.joined(), 0o600),
            ("bin/psql", "#!/bin/sh\ncat >/dev/null\nexec cat '\(folder)/roles'\n", 0o700),
        ] {
            try Data(content.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            try FileManager.default.setAttributes(
                [.posixPermissions: mode],
                ofItemAtPath: "\(folder)/\(name)"
            )
        }
        if roleCount > 0 {
            let configuration = "\(folder)/pgpool.conf"
            _ = try run([
                Tools.path("pg_enc"), "-f", configuration, "-k", "\(folder)/key", "-m", "-i",
                "\(folder)/users",
            ])
        }
    }

    /// `postgres-ssl status` on it, which finds that it is not encrypted.
    var status: [String] {
        [
            "env", "PATH=\(folder)/bin:/usr/bin:/bin", Tools.path("postgres-ssl"), "status", "--role",
            "pgpool",
            "--configuration", "\(folder)/pgpool.conf", "--pool-key", "\(folder)/key",
            "--certificates", "\(folder)/certificates", "--redeploy", "\(folder)/redeploy",
            "--metainf", "\(folder)/metainf", "--state", "\(folder)/state",
        ]
    }
}
