internal import ArgumentParser
internal import ToolParsing
internal import ToolSupport

/// The command line of `postgres-ssl`.
@main
struct PostgresSSL: Tool {
    static let toolName = "postgres-ssl"
    static let early: EarlyAnswer? = EarlyAnswer(help: shownHelp)

    static let configuration = CommandConfiguration(
        commandName: toolName,
        abstract:
            "Set up, check, renew and remove encryption in transit on a PostgreSQL or Pgpool-II node.",
        discussion: """
            A change is planned first (--dry-run shows the plan), then recorded, then carried out, and then checked by \
            the server itself; if the check fails, everything is put back. The next run undoes or completes one that \
            was interrupted.

            Exit status:
              0   done, or nothing to do
              1   a command or the server failed; what was changed was put back
              3   renew did as much as a run does; the next one goes on
              64  an argument, an option or a variable is wrong
              65  a file is broken or not as expected, and was not touched
              66  a file is missing
              67  a user or group does not exist on this host
              74  a file cannot be read or written
              75  another program is at work, or changed a file; try again later
              77  not permitted

            The command status exits with 0 if all is well, 1 for a warning, and 2 if something is broken.
            """,
        version: PackageVersion.current,
        subcommands: [
            Install.self, Reissue.self, Renew.self, Uninstall.self, Status.self, Connect.self, Check.self,
            Cluster.self, Scram.self,
        ]
    )

    static func main() {
        runAndExit()
    }
}
