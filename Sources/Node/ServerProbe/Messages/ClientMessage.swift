/// What a client sends ("Message Formats" of PostgreSQL's protocol).
enum ClientMessage {
    /// The end of a session.
    static let terminate: [UInt8] = [UInt8(ascii: "X"), 0, 0, 0, 4]

    /// A StartupMessage of version 3.0; `nil` where a name has a zero byte, which would end it.
    static func startup(user: String, database: String) -> [UInt8]? {
        guard !user.utf8.contains(0), !database.utf8.contains(0) else { return nil }
        let parameters = ["user", user, "database", database, "application_name", "postgres-ssl"]
        let body: [UInt8] = [0, 3, 0, 0] + parameters.flatMap { Array($0.utf8) + [0] } + [0]
        return length(body.count) + body
    }

    /// The length of a message whose content has so many bytes, itself included.
    static func length(_ count: Int) -> [UInt8] {
        let count = UInt32(count + 4)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }
}
