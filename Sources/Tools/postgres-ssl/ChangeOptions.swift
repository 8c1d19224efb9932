internal import ArgumentParser
internal import DERCoding
internal import NodeEncryption
internal import SecretMemory
internal import ToolParsing
internal import ToolSupport

/// What the commands that change a node have in common.
struct ChangeOptions: ParsableArguments {
    @OptionGroup(title: NodeOptions.title) var node: NodeOptions

    @Flag(help: "Show what would be changed and which commands would be run; change nothing.")
    var dryRun = false

    /// Carries out an operation on the node, or shows it, and prints the result.
    ///
    /// - Parameter choose: adds what only this command is told of the node.
    /// - Returns: the node.
    @discardableResult
    func perform(
        _ operation: some NodeOperation,
        choosing choose: (inout NodeChoices) -> Void = { _ in }
    ) throws -> Node {
        var random = OperatingSystemRandom()
        let node = try node.node(choosing: choose)
        // A timer's run that has nothing to do says nothing.
        if operation.operation != .renew {
            try StandardStream.output.write((dryRun ? "# " : "") + node.shown.line + "\n")
        }
        let result = try node.perform(
            operation,
            dryRun: dryRun,
            at: .now,
            using: &random,
            say: PostgresSSL.say
        )
        try StandardStream.output.write(result.text.span)
        if let left = result.leftUndone { throw left }
        return node
    }
}
