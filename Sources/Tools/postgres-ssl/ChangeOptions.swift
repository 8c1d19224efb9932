internal import ArgumentParser
internal import DERCoding
internal import NodeEncryption
internal import SecretMemory
internal import ToolSupport

/// What the commands that change a node have in common.
struct ChangeOptions: ParsableArguments {
    @OptionGroup(title: NodeOptions.title) var node: NodeOptions

    @Flag(help: "Show what would be changed and which commands would be run; change nothing.")
    var dryRun = false

    /// Carries out an operation on the node, or shows it, and prints the result.
    ///
    /// - Parameter choose: adds what only this command is told of the node.
    func perform(
        _ operation: some NodeOperation,
        choosing choose: (inout NodeChoices) -> Void = { _ in }
    ) throws {
        var random = OperatingSystemRandom()
        let result = try node.node(choosing: choose).perform(
            operation,
            dryRun: dryRun,
            at: .now,
            using: &random,
            say: PostgresSSL.say
        )
        try StandardStream.output.write(result.span)
    }
}
