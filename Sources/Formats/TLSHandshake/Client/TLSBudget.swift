/// How much a server may make a client do.
struct TLSBudget {
    /// The most bytes of a handshake; a chain of 16 certificates of RSA 4096 has an eighth.
    private static let mostHandshakeBytes = 1 << 18
    /// The most records and messages of a handshake.
    private static let mostHandshakeRecords = 512
    private static let mostHandshakeMessages = 16
    /// The most messages after it: tickets, and renewals of keys.
    private static let mostLaterMessages = 32

    /// The most alerts that are passed over: OpenSSL ends at the fifth (`MAX_WARN_ALERT_COUNT`).
    private static let mostWarnings = 4

    private var handshakeByteCount = 0
    private var laterByteCount = 0
    private var handshakeRecordCount = 0
    private var laterRecordCount = 0
    private var handshakeMessageCount = 0
    private var laterMessageCount = 0
    private var warningCount = 0

    mutating func take(bytes count: Int, isConnected: Bool, most: Int) throws(TLSError) {
        if isConnected {
            laterByteCount += count
            guard laterByteCount <= most else { throw .tooMuch("bytes") }
        } else {
            handshakeByteCount += count
            guard handshakeByteCount <= TLSBudget.mostHandshakeBytes else { throw .tooMuch("bytes") }
        }
    }

    mutating func takeRecord(isConnected: Bool) throws(TLSError) {
        if isConnected {
            // Of many there may be an empty one, and few bytes in each.
            laterRecordCount += 1
            guard laterRecordCount <= 4096 else { throw .tooMuch("records") }
        } else {
            handshakeRecordCount += 1
            guard handshakeRecordCount <= TLSBudget.mostHandshakeRecords else { throw .tooMuch("records") }
        }
    }

    mutating func takeWarning() throws(TLSError) {
        warningCount += 1
        guard warningCount <= TLSBudget.mostWarnings else { throw .tooMuch("warnings") }
    }

    mutating func takeMessage(isConnected: Bool) throws(TLSError) {
        if isConnected {
            laterMessageCount += 1
            guard laterMessageCount <= TLSBudget.mostLaterMessages else { throw .tooMuch("messages") }
        } else {
            handshakeMessageCount += 1
            guard handshakeMessageCount <= TLSBudget.mostHandshakeMessages else {
                throw .tooMuch("messages")
            }
        }
    }
}
