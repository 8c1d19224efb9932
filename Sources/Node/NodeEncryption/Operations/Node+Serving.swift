internal import TextEncodings

extension Node {
    /// Has a running server load its certificate's file where it serves another: for another node of the same set
    /// renewed it, `selfcertgen` did, or somebody put it there. Does nothing where the plan is no renewal.
    ///
    /// - Returns: what was done and how it was proved, in whole lines; empty where there was nothing to do.
    func serveFiles(after plan: NodePlan, _ say: (String) -> Void) throws(NodeEncryptionError) -> String {
        guard plan.operation == .renew else { return "" }
        switch try server.servingState() {
        case .asInFile: return ""
        case .unseen(let note):
            say(printable(note))
            return ""
        case .stale(let stale):
            let findings = try server.load(stale)
            for note in findings.notes { say(note) }
            return "had the server load its files: \(printable(stale.reason))\n" + ending(of: plan, findings)
        }
    }

    /// What is left to do where an install finds nothing to change, and a Pgpool-II has not taken up what an earlier
    /// one changed.
    ///
    /// - Returns: whole lines; empty where it serves its files, or does not run.
    func leftToRestart(after plan: NodePlan) -> String {
        guard plan.operation == .install, case .pgpool = server,
            case .stale(let stale)? = try? server.servingState()
        else { return "" }
        let step: String
        switch stale.remedy {
        case .command(let command): step = command.shown
        case .left(let why): step = "restart Pgpool-II: \(printable(why))"
        }
        return "not in force yet: \(printable(stale.reason))\nnext: \(step)\n"
    }

    /// The command that ``serveFiles(after:_:)`` would run; `nil` for none.
    func shownLoading(after plan: NodePlan, _ say: (String) -> Void) throws(NodeEncryptionError) -> String? {
        guard plan.operation == .renew, case .stale(let stale) = try server.servingState() else { return nil }
        say(printable(stale.reason))
        switch stale.remedy {
        case .command(let command): return command.shown
        case .left(let why):
            say("restart the server: \(printable(why))")
            return nil
        }
    }
}
