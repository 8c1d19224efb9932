/// What is wrong with the messages of PostgreSQL's protocol that a server sends.
package enum MessageFault: Equatable, Sendable {
    /// The server ended the connection where a message had to come.
    case ended
    /// The message cannot be read.
    case malformed(String)
    /// The message has no place there.
    case unexpected(String)
    /// The message is longer than clients accept: so many bytes.
    case tooLong(String, Int)
    /// The messages are more, or longer in all, than a login takes.
    case tooMuch
    /// No message can name that user or database, since a zero byte would end the name.
    case zeroOctetInName
}

extension MessageFault: CustomStringConvertible {
    /// What it says of the server, as the rest of a line that begins with its place.
    package var description: String {
        switch self {
        case .ended: "ended the connection without an answer"
        case .malformed(let name): "sent \(name) that cannot be read"
        case .unexpected(let name): "sent \(name) where it has no place"
        case .tooLong(let name, let count): "sent \(name) of \(count) bytes, more than clients accept"
        case .tooMuch: "sent more messages than a login takes"
        case .zeroOctetInName: "cannot be asked about a user or database with a zero byte in its name"
        }
    }
}
