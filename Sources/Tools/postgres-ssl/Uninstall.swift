internal import ArgumentParser
internal import NodeEncryption
internal import ToolSupport

/// `postgres-ssl uninstall`.
struct Uninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring every file back to what it was before install.",
        discussion: "Lines that were changed by others since stay as they are, and are named."
    )

    @OptionGroup var node: NodeOptions

    @Flag(help: "Show what would change and run, and change nothing.")
    var dryRun = false

    func run() throws {
        try failing {
            let run = try NodeRun(node)
            guard try NodeState.exists(at: node.statePath) else { throw NodeEncryptionError.notInstalled }
            let state = try NodeState(path: node.statePath)
            if !dryRun { try run.recover(state) }
            guard let baseline = try state.baseline() else { throw NodeEncryptionError.notInstalled }
            let plan = try NodePlan.uninstall(baseline)
            if dryRun { return try run.present(plan) }
            try run.carryOut(plan, state: state, wantsEncryption: false, remembers: false)
        }
    }
}
