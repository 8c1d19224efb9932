extension PostgresSSL {
    /// What `--help` shows on 80 columns; written by `Scripts/write-help`.
    static let shownHelp = #"""
        OVERVIEW: Set up, check, renew and remove encryption in transit on a PostgreSQL
        or Pgpool-II node.

        A change is planned first (--dry-run shows the plan), then recorded, then
        carried out, and then checked by the server itself; if the check fails,
        everything is put back. The next run undoes or completes one that was
        interrupted.

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

        The command status exits with 0 if all is well, 1 for a warning, and 2 if
        something is broken.

        USAGE: postgres-ssl <subcommand>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          install                 Turn encryption on: certificates, settings, rules and
                                  passwords.
          reissue                 Reissue certificates, and have the server load them.
          renew                   Reissue those certificates that need it, and have the
                                  server load them; for a timer.
          uninstall               Put every file back to what it was before install.
          status                  Show what is on, what is not, and why.
          connect                 Show how clients connect to this node with
                                  encryption: psql, pgAdmin, JDBC.
          check                   Check certificates in files, or servers: the way to a
                                  root, names, days left, and what clients decide.
          cluster                 Carry the root to the other nodes of a cluster,
                                  encrypted with a pass phrase.
          scram                   Compute a SCRAM secret from a password, typed or on
                                  standard input.

          See 'postgres-ssl help <subcommand>' for detailed help.

        """#
}
