internal import Glibc
internal import Synchronization

/// The addresses of a host, looked up by a time: the C library asks one name server after the other, and each several
/// times.
package enum HostLookup {
    /// The addresses of a host, in the order in which clients try them, each once and as text by which it is asked
    /// alone: an address of one link has the link's name behind it.
    ///
    /// - Throws: ``ServerProbeError/notReached(place:reason:)`` where there are none, or not by then.
    package static func texts(
        of host: String,
        port: Int,
        by deadline: Deadline
    ) throws(ServerProbeError) -> [String] {
        var texts: [String] = []
        var known: Set<String> = []
        for address in try found(host, port: port, by: deadline) {
            if let text = address.text, known.insert(text).inserted { texts.append(text) }
        }
        return texts
    }

    /// An address to connect to.
    struct Address: Sendable {
        let family: Int32
        let type: Int32
        /// A `sockaddr` of that family.
        let bytes: [UInt8]

        /// As text, by which it is asked again.
        var text: String? {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let capacity = socklen_t(text.count)
            let failure = unsafe bytes.withUnsafeBytes { bytes in
                let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
                return unsafe getnameinfo(
                    address,
                    socklen_t(bytes.count),
                    &text,
                    capacity,
                    nil,
                    0,
                    NI_NUMERICHOST
                )
            }
            guard failure == 0 else { return nil }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// What was found, or the code of `getaddrinfo`.
    enum Answer: Sendable {
        case addresses([Address])
        case failure(Int32)
    }

    /// The same, and why there are none.
    static func found(
        _ host: String,
        port: Int,
        by deadline: Deadline
    ) throws(ServerProbeError) -> [Address] {
        let place = TCPConnection.place(host: host, port: port)
        switch addresses(of: host, port: port, by: deadline) {
        case .addresses(let found): return found
        case .failure(let code):
            let said = unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? ""
            throw .notReached(place: place, reason: said)
        case nil: throw TCPConnection.late(place, deadline)
        }
    }

    /// Looks a host up; `nil` if that took longer.
    static func addresses(of host: String, port: Int, by deadline: Deadline) -> Answer? {
        // What is an address already needs nobody's answer.
        let own = look(up: host, port, flags: AI_NUMERICHOST)
        if case .addresses = own { return own }
        let lookup = Lookup(host, port)
        var thread = pthread_t()
        let work = unsafe Unmanaged.passRetained(lookup)
        let code = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let lookup = unsafe Unmanaged<Lookup>.fromOpaque(argument).takeRetainedValue()
                let answer = HostLookup.look(up: lookup.host, lookup.port, flags: 0)
                lookup.answer.withLock { $0 = answer }
                return nil
            },
            work.toOpaque()
        )
        guard code == 0 else {
            unsafe work.release()
            return .failure(EAI_SYSTEM)
        }
        // Where it takes longer it is left alone, and ends with the process.
        pthread_detach(thread)
        while true {
            if let answer = lookup.answer.withLock({ $0 }) { return answer }
            if deadline.isOver { return nil }
            pause(.milliseconds(2))
        }
    }

    private final class Lookup: Sendable {
        let host: String
        let port: Int
        let answer = Mutex<Answer?>(nil)

        init(_ host: String, _ port: Int) {
            self.host = host
            self.port = port
        }
    }

    private static func look(up host: String, _ port: Int, flags: Int32) -> Answer {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = flags
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard failure == 0 else { return .failure(failure) }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [Address] = []
        var next = unsafe list
        while let address = unsafe next?.pointee {
            let bytes = unsafe UnsafeRawBufferPointer(start: address.ai_addr, count: Int(address.ai_addrlen))
            unsafe addresses.append(
                Address(family: address.ai_family, type: address.ai_socktype, bytes: Array(bytes))
            )
            unsafe next = address.ai_next
        }
        return .addresses(addresses)
    }
}
