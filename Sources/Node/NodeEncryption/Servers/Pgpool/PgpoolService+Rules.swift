internal import PostgresConfiguration

extension PgpoolService {
    /// What is to be said of the rules that a running one goes by.
    enum RulesInForce {
        /// It could not be seen whether they are those in its files; why.
        case unseen(String)
        /// It refuses what those in its files refuse without encryption, which says nothing of the others: why it could
        /// not be seen whether it has read them.
        case refusingPlain(String)
        /// It lets connections in without encryption which the rules in its files refuse, as it does until it has read
        /// them.
        case others(String)
    }

    /// How the rules that a running one goes by compare with those in its files; `nil` where nothing speaks against
    /// their being the same.
    ///
    /// It does not say which rules are in force, so one connection tries it, and only where a file may have been
    /// changed after it read it: that leaves a line in its log.
    ///
    /// - Parameter running: its process; `nil` where one answers, and which process it is was not seen.
    func rulesInForce(of running: RunningPgpool?) -> RulesInForce? {
        guard let place, !layout.leavesRulesUnread, let settings = try? layout.settings() else { return nil }
        let unseen = "whether Pgpool-II has read \(layout.authentication) as it is was not seen: "
        guard let running else {
            return .unseen(unseen + "no pid file leads to the process that answers")
        }
        guard running.mayNotHaveRead(settings.paths + [layout.authentication]) else { return nil }
        do throws(NodeEncryptionError) {
            let findings = try layout.rules().plainFindings(place.host, place.port)
            if !findings.notes.isEmpty { return .unseen(findings.notes.joined(separator: "; ")) }
            if findings.proofs.isEmpty { return .unseen(unseen + "no connection from this host tells") }
            return .refusingPlain(
                unseen
                    + "a file of its settings or rules was changed after it started, and a connection tells only that "
                    + "it refuses those without encryption; unless it was reloaded since, reload it"
            )
        } catch {
            guard case .refusedByServer = error else { return .unseen(unseen + error.description) }
            return .others(
                "it takes unencrypted connections at \(place.host), port \(place.port), which the rules in "
                    + "\(layout.authentication) refuse, and did not read its files again"
            )
        }
    }
}
