internal import DurableFiles
internal import Glibc
internal import ServerProbe

extension PgpoolService {
    /// The same, but one that does not run is left so: that a command was remembered says nothing of a Pgpool-II that
    /// was stopped since, and a timer's renewal is not to start it.
    func leavingStopped() -> PgpoolService {
        guard case .command = restart, isStopped else { return self }
        let reason = "it does not run, and the remembered --restart-command is not to start it"
        return PgpoolService(layout, restart: .left(reason))
    }

    /// What the operator should know of his command where it starts one that does not run; `nil` if it does not.
    func noteOnStart(after changes: [FileChange]) -> String? {
        guard case .command = restart, effect(of: changes) != .nothing, isStopped else { return nil }
        return "Pgpool-II does not run now: --restart-command is run all the same, and may start it"
    }

    /// Whether it surely does not run: no pid file leads to it, and its port refuses connections.
    var isStopped: Bool {
        guard RunningPgpool.find(layout) == nil, let place else { return false }
        do throws(ServerProbeError) {
            _ = try TCPConnection(host: place.host, port: place.port, by: Deadline(in: .seconds(2)))
            return false
        } catch .notReached(_, SystemError(code: ECONNREFUSED).description) {
            return true
        } catch {
            return false
        }
    }
}
