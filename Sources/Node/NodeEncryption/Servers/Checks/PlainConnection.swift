internal import ServerProbe
internal import TextEncodings

/// A connection without encryption, to see whether a server refuses it: no password is ever sent.
enum PlainConnection {
    /// How a server answered.
    enum Answer: Equatable, Sendable {
        /// The rules for clients do not let it in (SQLSTATE 28000).
        case refused
        /// It would let the client log in, or has done so.
        case admitted
        /// Another error, with its SQLSTATE.
        case error(String)
        /// Something else.
        case notUnderstood
    }

    /// The most bytes of an answer, as libpq has it (`MAX_ERRLEN`).
    private static let mostBytes = 30_000

    /// Asks to be let in.
    static func ask(
        _ connection: borrowing TCPConnection,
        user: String,
        database: String
    ) throws(ServerProbeError) -> Answer {
        try connection.send(startup(user: user, database: database))
        let header = try connection.receive(5)
        guard header.count == 5 else { return .notUnderstood }
        let length = header[1...].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 4, length <= mostBytes else { return .notUnderstood }
        switch header[0] {
        // A question for a password, or AuthenticationOk.
        case UInt8(ascii: "R"): return .admitted
        case UInt8(ascii: "E"):
            let fields = try connection.receive(length - 4)
            guard let state = sqlState(fields) else { return .notUnderstood }
            return state == "28000" || isPgpoolsRefusal(fields) ? .refused : .error(state)
        default: return .notUnderstood
        }
    }

    /// A StartupMessage ("Message Formats" of PostgreSQL's protocol).
    static func startup(user: String, database: String) -> [UInt8] {
        let parameters = ["user", user, "database", database, "application_name", "postgres-ssl"]
        let body: [UInt8] = [0, 3, 0, 0] + parameters.flatMap { Array($0.utf8) + [0] } + [0]
        let count = UInt32(body.count + 4)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + body
    }

    /// Whether Pgpool-II, which has one SQLSTATE for all, says that its rules do not let the client in (`pool_hba.c`).
    private static func isPgpoolsRefusal(_ fields: [UInt8]) -> Bool {
        fields.split(separator: 0).contains { $0.starts(with: "Dno pool_hba.conf entry for host ".utf8) }
    }

    /// The SQLSTATE in the fields of an ErrorResponse, which no language changes.
    static func sqlState(_ fields: [UInt8]) -> String? {
        for field in fields.split(separator: 0) where field.first == UInt8(ascii: "C") {
            let state = field.dropFirst()
            guard state.count == 5,
                state.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
            else { return nil }
            return String(decoding: state, as: UTF8.self)
        }
        return nil
    }
}
