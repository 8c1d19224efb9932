import Glibc

/// A connection of TCP on loopback, for tests that speak a protocol themselves.
public final class LoopbackConnection: Sendable {
    private let socket: Int32

    /// Connects to a port.
    public init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw ConnectionFailure(errno: errno) }
        giveUpAfterAWhile()
    }

    fileprivate init(socket: Int32) {
        self.socket = socket
        giveUpAfterAWhile()
    }

    deinit {
        close(socket)
    }

    /// Sends all of `octets`.
    public func send(_ octets: [UInt8]) throws {
        var sent = 0
        while sent < octets.count {
            let count = octets[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ConnectionFailure(errno: errno) }
            sent += count
        }
    }

    /// Receives exactly so many octets.
    public func receive(_ count: Int) throws -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            let got = octets[received...].withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            guard got > 0 else { throw ConnectionFailure(errno: got == 0 ? 0 : errno) }
            received += got
        }
        return octets
    }

    /// Receives between one and so many octets as they come; none where the other side has ended.
    public func receiveSome(_ maximum: Int) throws -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: maximum)
        let got = octets.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
        guard got >= 0 else { throw ConnectionFailure(errno: errno) }
        return Array(octets.prefix(got))
    }

    /// Passes on what either of two sides sends, until one of them ends.
    public func relay(to other: LoopbackConnection) {
        let sides = [(self, other), (other, self)]
        var polled = sides.map { pollfd(fd: $0.0.socket, events: Int16(POLLIN), revents: 0) }
        while poll(&polled, 2, 30_000) > 0 {
            for (side, found) in zip(sides, polled) where found.revents != 0 {
                guard let octets = try? side.0.receiveSome(1 << 14), !octets.isEmpty,
                    (try? side.1.send(octets)) != nil
                else { return }
            }
        }
    }

    private func giveUpAfterAWhile() {
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
}

/// A port of TCP on loopback that waits for connections.
public final class LoopbackListener: Sendable {
    private let socket: Int32
    /// The port.
    public let port: Int

    /// Listens on a port that the system chooses.
    public init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(socket, generic, length) | listen(socket, 4) | getsockname(socket, generic, &length)
            }
        }
        guard status == 0 else { throw ConnectionFailure(errno: errno) }
        port = Int(UInt16(bigEndian: address.sin_port))
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(socket)
    }

    /// Takes no more connections, and ends the wait for one.
    public func end() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// Takes all connections that wait, ends them, and says how many they are.
    public func endWaiting() -> Int {
        var polled = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        var count = 0
        while poll(&polled, 1, 0) > 0, case let connection = Glibc.accept(socket, nil, nil), connection >= 0 {
            close(connection)
            count += 1
        }
        return count
    }

    /// Waits for the next connection.
    public func accept() throws -> LoopbackConnection {
        let connection = Glibc.accept(socket, nil, nil)
        guard connection >= 0 else { throw ConnectionFailure(errno: errno) }
        return LoopbackConnection(socket: connection)
    }
}

/// A connection could not be made or broke off; 0: the other side ended it.
public struct ConnectionFailure: Error {
    /// What the system gave as the reason.
    public let errno: Int32
}

private func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return address
}
