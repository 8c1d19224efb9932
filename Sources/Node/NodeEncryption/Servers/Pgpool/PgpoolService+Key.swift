extension PgpoolService {
    /// Why the running one may have read another pool key than is in its file now, as a sentence; `nil` where nothing
    /// speaks for that.
    var unreadKey: String? {
        let running: RunningPgpool? =
            switch restart {
            case .unit(_, let found, _), .program(_, let found, _): found
            case .command, .left: RunningPgpool.find(layout)
            }
        guard let running, let path = running.poolKey?.path, let unread = running.unreadKey(path) else {
            return nil
        }
        return "\(path) \(unread.rawValue)"
    }
}
