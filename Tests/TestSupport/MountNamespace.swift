import Glibc

/// Mounts that only one run of a tool sees, and that end with it.
public enum MountNamespace {
    private static let unshare = Program.find("unshare")

    /// Whether this process may make some: root may, where a container does not forbid it.
    public static let isAllowed: Bool = {
        guard geteuid() == 0, let unshare else { return false }
        let outcome = try? unshare.run(["-m", "sh", "-c", "mount --bind /dev/null /etc/hostname"])
        return outcome?.status == 0
    }()

    /// Runs a tool behind a shell's command that mounts, as another user if one is given.
    public static func run(
        _ mounts: String,
        _ tool: Program,
        _ arguments: [String],
        userID: UInt32? = nil
    ) throws -> Program.Outcome {
        let change = userID.map { "setpriv --reuid=\($0) --regid=\($0) --clear-groups" } ?? ""
        let script = "\(mounts) && exec \(change) \"$0\" \"$@\""
        return try (unshare ?? Program(path: "unshare")).run(
            ["-m", "sh", "-c", script, tool.path] + arguments
        )
    }
}
