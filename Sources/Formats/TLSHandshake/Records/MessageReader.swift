internal import SecretMemory

/// A message of a handshake, whole.
struct HandshakeMessage {
    /// The type, known or not.
    let type: UInt8
    /// All its bytes, those of type and count before the body included, as they go into the transcript.
    let bytes: [UInt8]

    var body: ArraySlice<UInt8> { bytes.dropFirst(4) }
}

/// Puts the messages of a handshake together, which records hold in parts or several at once.
struct MessageReader {
    /// The most bytes of a message: no chain of certificates that a server sends has more.
    static let mostBytes = 1 << 17

    private var buffer: [UInt8] = []

    /// Whether the bytes so far end where a message does.
    var isAtEnd: Bool { buffer.isEmpty }

    mutating func append(_ content: SharedSecret) {
        buffer += content.publicBytes
    }

    /// The next message that is there whole.
    mutating func next() throws(TLSError) -> HandshakeMessage? {
        guard buffer.count >= 4 else { return nil }
        let count = Int(buffer[1]) << 16 | Int(buffer[2]) << 8 | Int(buffer[3])
        guard count <= MessageReader.mostBytes else { throw .tooMuch("bytes in one message") }
        guard buffer.count >= 4 + count else { return nil }
        defer { buffer.removeFirst(4 + count) }
        return HandshakeMessage(type: buffer[0], bytes: Array(buffer[..<(4 + count)]))
    }
}
