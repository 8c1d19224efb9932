internal import ArgumentParser
internal import NodeEncryption

/// `postgres-ssl uninstall`.
struct Uninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put every file back to what it was before install.",
        discussion: """
            Lines and entries that others changed since are kept and listed. Where settings of this tool were in force \
            before its records began (the first ones were lost, or the platform or an operator wrote the settings), \
            what came since is taken back, those settings stay and are named, and the exit status is 3.
            """
    )

    @OptionGroup var change: ChangeOptions

    func run() throws {
        try change.perform(Uninstallation())
    }
}
