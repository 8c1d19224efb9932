internal import ServerProbe
internal import TextEncodings

/// The answer for one host and port: what is shown at each of its addresses, of which a client takes the first one that
/// takes its connection, and balancers any.
package struct HostCheck: Sendable {
    /// What came of one address.
    package enum Answer: Sendable {
        /// What is shown there.
        case checked(ServerCheck)
        /// Nobody takes a connection there, so that most clients go on to the next address; why.
        case unconnected(String)
        /// Clients connect there, and get no TLS.
        case failed(NodeEncryptionError)
    }

    /// An address, as text.
    package struct Address: Sendable {
        package let text: String
        package let answer: Answer
    }

    /// The host and the port.
    package let place: ServerPlace
    /// Those that were asked, in the order in which clients try them.
    package let addresses: [Address]
    /// Those that were not, since there are more than are asked.
    package let unasked: [String]

    /// - Throws: why nothing is shown, where that is so at all of them.
    init(place: ServerPlace, addresses: [Address], unasked: [String]) throws(NodeEncryptionError) {
        self.place = place
        self.addresses = Self.judgingFirst(addresses)
        self.unasked = unasked
        var reason = "it has no address"
        for address in addresses {
            switch address.answer {
            case .checked: return
            case .unconnected(let why): reason = why
            case .failed: continue
            }
        }
        for address in addresses {
            if case .failed(let error) = address.answer { throw error }
        }
        throw .probe(
            .notReached(place: TCPConnection.place(host: place.host, port: place.port), reason: reason)
        )
    }

    /// pgjdbc tries the address alone that Java has first, which is the first one of IPv4 where there is any
    /// (`PGStream.createSocket`, `java.net.preferIPv6Addresses`): where nobody takes a connection there, it gets
    /// through at no other.
    private static func judgingFirst(_ addresses: [Address]) -> [Address] {
        let first = addresses.first { !$0.text.utf8.contains(UInt8(ascii: ":")) } ?? addresses.first
        guard let first, case .unconnected = first.answer else { return addresses }
        let doubt = "it connects to \(printable(first.text)) alone, where nobody takes a connection"
        return addresses.map { address in
            guard case .checked(let check) = address.answer else { return address }
            return Address(text: address.text, answer: .checked(check.doubted(by: .jdbc, doubt)))
        }
    }

    /// Whether every kind of client gets through at every address that takes its connection, and each was asked.
    package var isGood: Bool {
        unasked.isEmpty
            && addresses.allSatisfy { address in
                switch address.answer {
                case .checked(let check): check.isGood
                case .unconnected: true
                case .failed: false
                }
            }
    }
}
