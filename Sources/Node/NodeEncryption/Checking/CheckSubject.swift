internal import TextEncodings

/// A server that is looked at.
package struct ServerPlace: Hashable, Sendable, CustomStringConvertible {
    /// PostgreSQL's own port.
    package static let usualPort = 5432

    /// The host's name, or its address without brackets.
    package let host: String
    /// The port.
    package let port: Int

    /// Takes a host and a port.
    package init(host: String, port: Int = usualPort) {
        self.host = host
        self.port = port
    }

    /// The name that clients look for in the certificate.
    var name: CalledName? { CalledName(typed: host, .asked) }

    /// As whoever types it has it: an address of IPv6 in brackets.
    package var description: String {
        (host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host) + ":\(port)"
    }
}

/// What `check` is asked about: a file of certificates, or a server.
package enum CheckSubject: Hashable, Sendable {
    case file(String)
    case server(ServerPlace)

    /// Tells which an argument is.
    ///
    /// What has a slash in it, what is there, and what ends as the names of such files do is a file: a missing one is
    /// looked up by nobody. All else is a host, with a port or without.
    ///
    /// - Parameter isThere: whether something of that path is there.
    /// - Throws: ``NodeEncryptionError/invalidOption(_:)``.
    package init(_ argument: String, isThere: (String) -> Bool) throws(NodeEncryptionError) {
        if !isThere(argument), Self.isURL(argument) {
            throw .invalidOption(
                "\"\(printable(argument))\" is a URL; give the host, and the port, as HOST[:PORT]"
            )
        }
        if argument.utf8.contains(UInt8(ascii: "/")) || isThere(argument) || Self.endsAsFile(argument) {
            self = .file(argument)
        } else {
            self = .server(try Self.place(argument))
        }
    }

    /// How files of certificates, keys and lists are called.
    private static let endings = [
        "crt", "cer", "cert", "pem", "der", "key", "csr", "crl", "p7b", "p7c", "p12", "pfx", "pk8", "txt",
        "bundle",
    ]

    /// Whether it begins as connection strings and URLs do.
    private static func isURL(_ argument: String) -> Bool {
        ["postgres://", "postgresql://", "https://"].contains { argument.utf8.starts(with: $0.utf8) }
    }

    private static func endsAsFile(_ argument: String) -> Bool {
        let name = argument.lowercased()
        return endings.contains { name.utf8.suffix($0.utf8.count + 1).elementsEqual(("." + $0).utf8) }
    }

    private static func place(_ argument: String) throws(NodeEncryptionError) -> ServerPlace {
        let text = Array(argument.utf8)
        let colon = UInt8(ascii: ":")
        let host: [UInt8]
        var port = ServerPlace.usualPort
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { throw noHost(argument) }
            host = Array(text[1..<end])
            let rest = text[(end + 1)...]
            guard host.contains(colon), rest.isEmpty || rest.first == colon else { throw noHost(argument) }
            if !rest.isEmpty { port = try self.port(rest.dropFirst(), of: argument) }
        } else if text.count(where: { $0 == colon }) == 1, let place = text.firstIndex(of: colon) {
            host = Array(text[..<place])
            port = try self.port(text[(place + 1)...], of: argument)
        } else {
            host = text
        }
        // The lookup takes what its locale makes of it, and a hello has no place for it.
        if host.contains(where: { $0 >= 0x80 }) {
            throw .invalidOption(
                "\"\(printable(argument))\" has a host's name with letters beyond ASCII; give it as DNS has it, with "
                    + "xn-- (`idn2 NAME` prints it)"
            )
        }
        let place = ServerPlace(host: String(decoding: host, as: UTF8.self), port: port)
        guard place.name != nil else { throw noHost(argument) }
        return place
    }

    private static func port(_ text: ArraySlice<UInt8>, of argument: String) throws(NodeEncryptionError)
        -> Int
    {
        let isNumber = (1...5).contains(text.count) && text.allSatisfy { (0x30...0x39).contains($0) }
        let number = text.reduce(0) { $0 &* 10 &+ Int($1) &- 0x30 }
        guard isNumber, (1...65_535).contains(number) else {
            throw .invalidOption(
                "\"\(printable(argument))\": the port is \"\(printable(text))\"; it must be a number from 1 to 65535"
            )
        }
        return number
    }

    private static func noHost(_ argument: String) -> NodeEncryptionError {
        .invalidOption(
            "\"\(printable(argument))\" is no file that is there, and no HOST[:PORT], an address of IPv6 in brackets"
        )
    }
}
