import Foundation

/// The files of a Pgpool-II node without any user, and a file of users for `pg_enc` to write.
public struct PgpoolNode {
    private let configuration: String
    private let users: String

    /// Writes them below `folder`.
    public init(in folder: String, userCount: Int) throws {
        configuration = "\(folder)/pgpool.conf"
        users = "\(folder)/users"
        let lines = (0..<userCount).map { "user\($0):password\($0)\n" }.joined()
        for (path, content) in [
            (configuration, "pool_passwd = 'pool_passwd'\n"), ("\(folder)/pool_passwd", ""), (users, lines),
        ] {
            try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        }
    }

    /// What makes `program` write an entry for each of the users.
    public func writingAll(_ program: String) -> [String] {
        [program, "-f", configuration, "-K", "key", "-m", "-i", users]
    }

    /// What makes `program` write one entry.
    public func writingOne(_ program: String) -> [String] {
        [program, "-f", configuration, "-K", "key", "-m", "-u", "user", "password"]
    }
}
