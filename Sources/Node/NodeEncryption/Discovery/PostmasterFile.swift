/// What a running PostgreSQL writes into `postmaster.pid` in its data folder (`miscadmin.h`, LOCK_FILE_LINE_…).
///
/// The file of a server that was killed stays, and its process ID may be another program's by now.
struct PostmasterFile: Equatable, Sendable {
    /// The process ID of the postmaster.
    let processID: Int32
    /// The data folder as the server was told it.
    let dataFolder: String
    /// The port of its sockets and of TCP.
    let port: Int?
    /// The folder of its first Unix socket; `nil` if it has none.
    let socketFolder: String?
    /// The first address that it listens on, `*` for all; `nil` if it takes no TCP.
    let address: String?

    /// The most bytes of one: the server itself reads it into a block of this size (BLCKSZ, AddToDataDirLockFile). Who
    /// says that he runs a server says where it is.
    static let mostBytes = 8_192

    /// Where TCP connections reach it from its own host; `nil` if it takes none.
    var host: String? { address.map(Self.host(listeningOn:)) }

    /// Where what listens on an address is reached from its own host.
    static func host(listeningOn address: String) -> String {
        switch address {
        case "*", "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: address
        }
    }

    /// Reads the content of the file; `nil` if it does not begin with a process ID.
    init?(_ content: [UInt8]) {
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self).trimmed }
        guard let first = lines.first, let number = Int32(first), number > 0 else { return nil }
        func line(_ number: Int) -> String? {
            guard lines.count >= number, !lines[number - 1].isEmpty else { return nil }
            return lines[number - 1]
        }
        processID = number
        dataFolder = line(2) ?? ""
        port = line(4).flatMap { Int($0) }
        socketFolder = line(5)
        address = line(6)
    }
}
