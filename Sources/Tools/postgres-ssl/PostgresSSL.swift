internal import ArgumentParser
internal import ToolSupport

/// The command line of `postgres-ssl`.
@main
struct PostgresSSL: Tool {
    static let toolName = "postgres-ssl"

    static let configuration = CommandConfiguration(
        commandName: toolName,
        abstract:
            "Install, renew, report and remove encryption in transit on a PostgreSQL or Pgpool-II node.",
        discussion: """
            A change is a plan first (--dry-run shows it), then written down, then done, then checked by the server \
            itself; where the check fails, everything is put back. A run that was interrupted is undone or completed \
            by the next one.

            Exit status: 0 done, or nothing to do; 1 something went wrong, and the node is as it was; 64 an argument \
            is wrong; 65 what is there is broken and was not touched; 66 a file is missing; 67 a user is unknown; 74 a \
            file cannot be read or written; 75 another run is at work; 77 not permitted. Of status: 0 all well, 1 a \
            warning, 2 broken.
            """,
        version: PackageVersion.current,
        subcommands: [
            Install.self, Reissue.self, Uninstall.self, Status.self, Connect.self, Cluster.self, Scram.self,
        ]
    )

    static func main() {
        runAndExit()
    }
}
