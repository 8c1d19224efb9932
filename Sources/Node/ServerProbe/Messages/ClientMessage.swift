internal import SCRAMAuthentication
internal import SecretMemory

/// What a client sends ("Message Formats" of PostgreSQL's protocol).
enum ClientMessage {
    /// The end of a session.
    static let terminate: [UInt8] = [UInt8(ascii: "X"), 0, 0, 0, 4]

    /// A StartupMessage of version 3.0; `nil` where a name has a zero byte, which would end it.
    static func startup(user: String, database: String) -> [UInt8]? {
        guard !user.utf8.contains(0), !database.utf8.contains(0) else { return nil }
        let parameters = ["user", user, "database", database, "application_name", "postgres-ssl"]
        let body: [UInt8] = [0, 3, 0, 0] + parameters.flatMap { Array($0.utf8) + [0] } + [0]
        return number(body.count + 4) + body
    }

    /// A PasswordMessage with a text, which has no zero byte.
    static func password(_ text: Span<UInt8>) -> SecretBytes {
        let header = [letter] + number(text.count + 5)
        return SecretBytes(capacity: header.count + text.count + 1) { output in
            output.append(copying: header.span)
            output.append(copying: text)
            output.append(0)
        }
    }

    /// A SASLInitialResponse.
    static func saslInitialResponse(_ mechanism: SCRAMMechanism, _ data: [UInt8]) -> [UInt8] {
        saslResponse(Array(mechanism.rawValue.utf8) + [0] + number(data.count) + data)
    }

    /// A SASLResponse.
    static func saslResponse(_ data: [UInt8]) -> [UInt8] { [letter] + number(data.count + 4) + data }

    /// What all answers to an AuthenticationRequest begin with.
    private static let letter = UInt8(ascii: "p")

    /// A number in four octets.
    private static func number(_ number: Int) -> [UInt8] {
        let number = UInt32(number)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
