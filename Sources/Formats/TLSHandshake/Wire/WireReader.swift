/// Reads the numbers and vectors of TLS (RFC 8446, section 3), each bounded by its own count.
struct WireReader {
    private var rest: ArraySlice<UInt8>
    /// What is read, for errors.
    private let name: String

    init(_ bytes: ArraySlice<UInt8>, of name: String) {
        rest = bytes
        self.name = name
    }

    init(_ bytes: [UInt8], of name: String) {
        self.init(bytes[...], of: name)
    }

    /// Whether all was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// So many bytes.
    mutating func bytes(_ count: Int) throws(TLSError) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw .malformed(name) }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func uint8() throws(TLSError) -> UInt8 {
        let bytes = try bytes(1)
        return bytes[bytes.startIndex]
    }

    mutating func uint16() throws(TLSError) -> UInt16 {
        UInt16(truncatingIfNeeded: try number(byteCount: 2))
    }

    /// A vector with its count of bytes before it, written in so many bytes.
    mutating func vector(countByteCount: Int, minimum: Int = 0) throws(TLSError) -> ArraySlice<UInt8> {
        let count = try number(byteCount: countByteCount)
        guard count >= minimum else { throw .malformed(name) }
        return try bytes(count)
    }

    /// A reader of such a vector.
    mutating func reader(countByteCount: Int, minimum: Int = 0) throws(TLSError) -> WireReader {
        WireReader(try vector(countByteCount: countByteCount, minimum: minimum), of: name)
    }

    /// Refuses bytes after the end.
    func end() throws(TLSError) {
        guard rest.isEmpty else { throw .malformed(name) }
    }

    private mutating func number(byteCount: Int) throws(TLSError) -> Int {
        try bytes(byteCount).reduce(0) { $0 << 8 | Int($1) }
    }
}

/// Extensions by their numbers (RFC 8446, section 4.2).
struct WireExtensions {
    private(set) var all: [(type: UInt16, content: ArraySlice<UInt8>)] = []

    /// Reads a vector of extensions, of which each type may stand once.
    init(reading reader: inout WireReader) throws(TLSError) {
        var list = try reader.reader(countByteCount: 2)
        var types: Set<UInt16> = []
        while !list.isAtEnd {
            let type = try list.uint16()
            guard types.insert(type).inserted else { throw .wrongExtension(type) }
            all.append((type, try list.vector(countByteCount: 2)))
        }
    }

    /// A reader of the content of an extension; `nil` where there is none of the type.
    func reader(_ type: ExtensionType, of name: String) -> WireReader? {
        all.first { $0.type == type.rawValue }.map { WireReader($0.content, of: name) }
    }

    /// The protocol to be spoken inside, where the server chose one: the list has exactly one name, which is one of
    /// those offered (RFC 7301, section 3.1).
    func applicationProtocol(among offered: [String], of name: String) throws(TLSError) -> String? {
        guard var content = reader(.applicationProtocols, of: name) else { return nil }
        var list = try content.reader(countByteCount: 2)
        try content.end()
        let chosen = Array(try list.vector(countByteCount: 1, minimum: 1))
        try list.end()
        guard let known = offered.first(where: { Array($0.utf8) == chosen }) else {
            throw .illegal("application protocol: it was not offered")
        }
        return known
    }

    /// Refuses every extension whose type is not among these.
    func allowOnly(_ types: Set<UInt16>) throws(TLSError) {
        for entry in all where !types.contains(entry.type) { throw .wrongExtension(entry.type) }
    }
}
