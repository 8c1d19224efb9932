internal import ArgumentParser
internal import DurableFiles
internal import NodeEncryption
internal import NodePlatform
internal import TextEncodings
internal import ToolSupport

/// `postgres-ssl reissue`.
struct Reissue: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make certificates anew: all, the server's, or the client's; the server takes them up."
    )

    @Argument(help: "all (root, server and client), server, or client.")
    var what: String

    @OptionGroup var node: NodeOptions

    @Option(help: "The user of the client certificate.")
    var user = "webadmin"

    @Option(help: "A further name or address of the server; repeatable.")
    var san: [String] = []

    @Flag(help: "Show what would change and run, and change nothing.")
    var dryRun = false

    func run() throws {
        try failing {
            guard let renewal = CertificateFiles.Renewal(rawValue: what), renewal != .nothing else {
                throw ToolFailure(
                    "\"\(printable(what))\" cannot be made anew; all, server and client can",
                    status: .usage
                )
            }
            let run = try NodeRun(node)
            if run.layout.role == .pgpool, renewal == .client {
                throw NodeEncryptionError.notOnThisNode(
                    "a Pgpool-II node has no client certificate; make it anew on a PostgreSQL node"
                )
            }
            let settings = try run.settings(user: user, names: san)
            if dryRun {
                let plan = try NodePlan.reissue(
                    run.layout,
                    certificates: run.certificates(settings, renewing: renewal)
                )
                try run.present(plan)
                return
            }
            let state = try NodeState(path: node.statePath)
            try run.recover(state)
            let plan = try NodePlan.reissue(
                run.layout,
                certificates: run.certificates(settings, renewing: renewal)
            )
            try run.carryOut(plan, state: state)
        }
    }
}
