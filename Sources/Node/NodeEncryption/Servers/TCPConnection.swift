internal import DurableFiles
internal import Glibc

/// A connection to a server, closed when the value goes away; sending and receiving time out.
struct TCPConnection: ~Copyable {
    private let descriptor: Int32
    private let place: String

    init(host: String, port: Int, seconds: Int) throws(NodeEncryptionError) {
        place = "\(host), port \(port)"
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard failure == 0 else {
            let said = unsafe gai_strerror(failure).map { unsafe String(cString: $0) } ?? ""
            throw .notReached(place: place, reason: said)
        }
        defer { unsafe freeaddrinfo(list) }
        var code: Int32 = ECONNREFUSED
        var next = unsafe list
        while let address = unsafe next {
            let socket = unsafe Glibc.socket(
                address.pointee.ai_family,
                address.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
                0
            )
            if socket >= 0 {
                var limit = timeval(tv_sec: seconds, tv_usec: 0)
                for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                    unsafe _ = setsockopt(
                        socket,
                        SOL_SOCKET,
                        option,
                        &limit,
                        socklen_t(MemoryLayout<timeval>.size)
                    )
                }
                if unsafe connect(socket, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 {
                    descriptor = socket
                    return
                }
                code = errno
                close(socket)
            } else {
                code = errno
            }
            unsafe next = address.pointee.ai_next
        }
        throw .notReached(place: place, reason: SystemError(code: code).description)
    }

    deinit {
        close(descriptor)
    }

    func send(_ octets: [UInt8]) throws(NodeEncryptionError) {
        var sent = 0
        while sent < octets.count {
            let count = unsafe octets.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return unsafe Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            sent += count
        }
    }

    /// That many bytes, or fewer if the server ends the connection.
    func receive(_ count: Int) throws(NodeEncryptionError) -> [UInt8] {
        var octets: [UInt8] = []
        var part = [UInt8](repeating: 0, count: count)
        while octets.count < count {
            let received = unsafe part.withUnsafeMutableBytes { buffer in
                unsafe recv(descriptor, buffer.baseAddress, count - octets.count, 0)
            }
            if received < 0, errno == EINTR { continue }
            guard received >= 0 else { throw failure() }
            if received == 0 { break }
            octets += part[..<received]
        }
        return octets
    }

    private func failure() -> NodeEncryptionError {
        .notReached(place: place, reason: SystemError.last.description)
    }
}
