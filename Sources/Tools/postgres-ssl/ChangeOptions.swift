internal import ArgumentParser
internal import DERCoding
internal import NodeEncryption
internal import SecretMemory
internal import ToolSupport

/// What the commands that change a node have in common.
struct ChangeOptions: ParsableArguments {
    @OptionGroup var node: NodeOptions

    @Flag(help: "Show what would change and run, and change nothing.")
    var dryRun = false

    /// Carries an operation out on the node, or shows it, and prints what came of it.
    func perform(_ operation: some NodeOperation) throws {
        var random = OperatingSystemRandom()
        let result = try node.node().perform(
            operation,
            dryRun: dryRun,
            at: .now,
            using: &random,
            say: PostgresSSL.say
        )
        try StandardStream.output.write(result)
    }
}
