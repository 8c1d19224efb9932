internal import PostgresConfiguration

extension PgpoolService {
    /// That a running one lets connections in without encryption which the rules in its files refuse, as it does until
    /// it has read them; `nil` where it does not, or that is not seen.
    ///
    /// It does not say which rules are in force, so one connection tries it, and only where a file may have been
    /// changed after it read it: that leaves a line in its log.
    func plainAdmission(of running: RunningPgpool) -> String? {
        guard let place, !layout.leavesRulesUnread, let settings = try? layout.settings(),
            running.mayNotHaveRead(settings.paths + [layout.authentication]),
            let rules = try? layout.rules()
        else { return nil }
        do throws(NodeEncryptionError) {
            _ = try rules.plainFindings(place.host, place.port)
        } catch .refusedByServer {
            return "it takes unencrypted connections at \(place.host), port \(place.port), which the rules "
                + "in \(layout.authentication) refuse, and did not read its files again"
        } catch {}
        return nil
    }
}
