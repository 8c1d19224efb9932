internal import DurableFiles
internal import Glibc

/// A connection to a server, closed when the value goes away. All of it is over by one deadline: the look-up of the
/// name, the connection to each of its addresses, and whatever is sent and received.
struct TCPConnection: ~Copyable {
    private let descriptor: Int32
    private let place: String
    private let deadline: Deadline

    /// Connects to the first address of a host that answers.
    init(host: String, port: Int, by deadline: Deadline) throws(NodeEncryptionError) {
        let place = "\(host), port \(port)"
        self.place = place
        self.deadline = deadline
        let addresses: [HostLookup.Address]
        switch HostLookup.addresses(of: host, port: port, by: deadline) {
        case .addresses(let found): addresses = found
        case .failure(let code):
            let said = unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? ""
            throw .notReached(place: place, reason: said)
        case nil: throw Self.late(place, deadline)
        }
        var code: Int32 = ECONNREFUSED
        for (number, address) in addresses.enumerated() {
            let socket = Glibc.socket(
                address.family,
                address.type | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue),
                0
            )
            guard socket >= 0 else {
                code = errno
                continue
            }
            code = Self.connect(socket, to: address, by: deadline.share(of: addresses.count - number))
            if code == 0 {
                descriptor = socket
                return
            }
            close(socket)
        }
        throw code == ETIMEDOUT
            ? Self.late(place, deadline)
            : .notReached(place: place, reason: SystemError(code: code).description)
    }

    deinit {
        close(descriptor)
    }

    /// The address that the server sees: 4 or 16 octets.
    var ownAddress: [UInt8]? { unsafe address { unsafe getsockname(descriptor, $0, $1) } }

    /// The server's address: 4 or 16 octets.
    var peerAddress: [UInt8]? { unsafe address { unsafe getpeername(descriptor, $0, $1) } }

    private func address(
        _ ask: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> [UInt8]? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutableBytes(of: &storage) { bytes -> [UInt8]? in
            guard let base = bytes.baseAddress else { return nil }
            let address = unsafe base.assumingMemoryBound(to: sockaddr.self)
            guard unsafe ask(address, &size) == 0 else { return nil }
            switch Int32(unsafe address.pointee.sa_family) {
            case AF_INET:
                let place = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) ?? 4
                return unsafe Array(bytes[place..<place + 4])
            case AF_INET6:
                let place = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
                return unsafe Array(bytes[place..<place + 16])
            default: return nil
            }
        }
    }

    func send(_ octets: [UInt8]) throws(NodeEncryptionError) {
        var sent = 0
        while sent < octets.count {
            let count = unsafe octets.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return unsafe Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 { sent += count } else { try wait(for: POLLOUT, after: errno) }
        }
    }

    /// That many bytes, or fewer if the server ends the connection.
    func receive(_ count: Int) throws(NodeEncryptionError) -> [UInt8] {
        var octets: [UInt8] = []
        var part = [UInt8](repeating: 0, count: count)
        while octets.count < count {
            // Also where there always is something to read: it may come a byte at a time.
            if deadline.isOver { throw Self.late(place, deadline) }
            let received = unsafe part.withUnsafeMutableBytes { buffer in
                unsafe recv(descriptor, buffer.baseAddress, count - octets.count, 0)
            }
            if received == 0 { break }
            if received > 0 { octets += part[..<received] } else { try wait(for: POLLIN, after: errno) }
        }
        return octets
    }

    /// Waits until the connection is ready again, where that was what failed.
    private func wait(for event: Int32, after code: Int32) throws(NodeEncryptionError) {
        guard code == EAGAIN || code == EINTR else {
            throw .notReached(place: place, reason: SystemError(code: code).description)
        }
        guard Self.isReady(descriptor, event, by: deadline) else { throw Self.late(place, deadline) }
    }

    /// 0, or the code of what failed.
    private static func connect(_ socket: Int32, to address: HostLookup.Address, by deadline: Deadline)
        -> Int32
    {
        let status = unsafe address.bytes.withUnsafeBytes { bytes in
            let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return unsafe Glibc.connect(socket, address, socklen_t(bytes.count))
        }
        if status == 0 { return 0 }
        guard errno == EINPROGRESS || errno == EINTR else { return errno }
        guard isReady(socket, POLLOUT, by: deadline) else { return ETIMEDOUT }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno
    }

    private static func isReady(_ descriptor: Int32, _ event: Int32, by deadline: Deadline) -> Bool {
        while true {
            let left = deadline.left
            if left == .zero { return false }
            let (seconds, attoseconds) = left.components
            // No less than a millisecond, so that the last part of one is no loop.
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1
            var polled = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            let count = unsafe poll(&polled, 1, Int32(clamping: milliseconds))
            if count > 0 { return true }
            if count < 0, errno != EINTR { return false }
        }
    }

    private static func late(_ place: String, _ deadline: Deadline) -> NodeEncryptionError {
        .notReached(place: place, reason: "no whole answer within \(deadline.limit)")
    }
}
