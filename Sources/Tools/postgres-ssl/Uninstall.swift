internal import ArgumentParser
internal import NodeEncryption

/// `postgres-ssl uninstall`.
struct Uninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put every file back to what it was before install.",
        discussion: "Lines and entries that others changed since are kept and listed."
    )

    @OptionGroup var change: ChangeOptions

    func run() throws {
        try change.perform(Uninstallation())
    }
}
