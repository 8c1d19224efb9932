extension PgpoolService {
    /// Why a running one may have read another pool key than is in its file now, as a sentence; `nil` where nothing
    /// speaks for that.
    func unreadKey(of running: RunningPgpool?) -> String? {
        guard let running, let path = running.poolKey?.path, let unread = running.unreadKey(path) else {
            return nil
        }
        return "\(path) \(unread.rawValue)"
    }
}
