internal import DurableFiles
internal import Glibc
package import TLSHandshake

/// A connection to a server, closed when the value goes away. All of it is over by one deadline: the look-up of the
/// name, the connection to each of its addresses, and whatever is sent and received.
package struct TCPConnection: ~Copyable {
    private let descriptor: Int32
    /// The host and the port, as messages name them.
    package let place: String
    let deadline: Deadline

    /// Connects to the first address of a host that answers.
    ///
    /// - Parameter place: what messages call it, where that is not the host and the port.
    package init(
        host: String,
        port: Int,
        called place: String? = nil,
        by deadline: Deadline
    ) throws(ServerProbeError) {
        let place = place ?? Self.place(host: host, port: port)
        self.place = place
        self.deadline = deadline
        let addresses = try HostLookup.found(host, port: port, by: deadline)
        // What is over is no reason to trouble a server.
        if deadline.isOver { throw Self.late(place, deadline) }
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

    /// A host and a port, as messages name them.
    package static func place(host: String, port: Int) -> String { "\(host), port \(port)" }

    /// The address that the server sees: 4 or 16 octets.
    package var ownAddress: [UInt8]? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutableBytes(of: &storage) { bytes -> [UInt8]? in
            guard let base = bytes.baseAddress else { return nil }
            let address = unsafe base.assumingMemoryBound(to: sockaddr.self)
            guard unsafe getsockname(descriptor, address, &size) == 0 else { return nil }
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

    /// Sends all of the bytes.
    package func send(_ octets: [UInt8]) throws(ServerProbeError) {
        do throws(TLSTransportError) {
            try sendAll(octets.span)
        } catch {
            throw reason(error)
        }
    }

    /// That many bytes, or fewer if the server ends the connection.
    package func receive(_ count: Int) throws(ServerProbeError) -> [UInt8] {
        var octets: [UInt8] = []
        do throws(TLSTransportError) {
            while octets.count < count {
                let part = try receiveSome(count - octets.count)
                if part.isEmpty { break }
                octets += part
            }
        } catch {
            throw reason(error)
        }
        return octets
    }

    private func reason(_ error: TLSTransportError) -> ServerProbeError {
        switch error {
        case .tooLate: Self.late(place, deadline)
        case .broken(let reason): .notReached(place: place, reason: reason)
        }
    }

    private func sendAll(_ bytes: Span<UInt8>) throws(TLSTransportError) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.extracting(sent...).withUnsafeBytes { rest in
                unsafe Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 { sent += count } else { try wait(for: POLLOUT, after: errno) }
        }
    }

    /// Some bytes as they come; none where the server has ended the connection.
    private func receiveSome(_ maximum: Int) throws(TLSTransportError) -> [UInt8] {
        while true {
            // Also where there always is something to read: it may come a byte at a time.
            if deadline.isOver { throw .tooLate }
            var received = 0
            let part = unsafe [UInt8](unsafeUninitializedCapacity: maximum) { buffer, count in
                received = unsafe recv(descriptor, buffer.baseAddress, maximum, 0)
                count = max(0, received)
            }
            if received >= 0 { return part }
            try wait(for: POLLIN, after: errno)
        }
    }

    /// Waits until the connection is ready again, where that was what failed.
    private func wait(for event: Int32, after code: Int32) throws(TLSTransportError) {
        guard code == EAGAIN || code == EINTR else {
            throw .broken(SystemError(code: code).description)
        }
        guard Self.isReady(descriptor, event, by: deadline) else { throw .tooLate }
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

    static func late(_ place: String, _ deadline: Deadline) -> ServerProbeError {
        .notReached(place: place, reason: ServerProbeError.lateness + "\(deadline.limit)")
    }
}

extension TCPConnection: TLSTransport {
    package mutating func send(_ bytes: Span<UInt8>) throws(TLSTransportError) { try sendAll(bytes) }

    package mutating func receive(maximum: Int) throws(TLSTransportError) -> [UInt8] {
        try receiveSome(maximum)
    }
}
