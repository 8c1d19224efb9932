internal import SecretMemory

/// Reads and writes the fields of an entry, which are parted by `:` and in which a backslash takes the meaning from
/// the character behind it.
enum EntryFields {
    /// Gives `body` the user name that a line begins with, and where what comes behind its colon starts; `nil` where
    /// the line has no colon, and so no entry. Nothing is copied where the name has no backslash.
    static func withUserName<Result: ~Copyable>(
        _ line: Span<UInt8>,
        _ body: (_ name: Span<UInt8>, _ end: Int) -> Result
    ) -> Result? {
        var index = 0
        while index < line.count, line[index] != backslash {
            if line[index] == colon { return body(line.extracting(0..<index), index + 1) }
            index += 1
        }
        var name = [UInt8](copying: line.extracting(0..<index))
        while index < line.count {
            var octet = line[index]
            if octet == colon { return body(name.span, index + 1) }
            if octet == backslash {
                index += 1
                guard index < line.count else { return nil }
                octet = line[index]
            }
            name.append(octet)
            index += 1
        }
        return nil
    }

    /// Gives `body` the secret that stands at `start`, up to a colon or 128 octets; empty where there is none. Nothing
    /// is copied where it has no backslash.
    static func withSecret<Result: ~Copyable>(
        _ line: Span<UInt8>,
        from start: Int,
        _ body: (Span<UInt8>) -> Result
    ) -> Result {
        let limit = min(line.count, start + PgpoolLimits.secret)
        var end = start
        while end < limit, line[end] != colon, line[end] != backslash { end += 1 }
        if end == limit || line[end] == colon { return body(line.extracting(start..<end)) }
        let secret = unescapedSecret(line, from: start)
        return body(secret.span)
    }

    private static func unescapedSecret(_ line: Span<UInt8>, from start: Int) -> SecretBytes {
        SecretBytes(capacity: min(line.count - start, PgpoolLimits.secret)) { output in
            var index = start
            while index < line.count, output.freeCapacity > 0 {
                var octet = line[index]
                if octet == colon { return }
                if octet == backslash {
                    index += 1
                    guard index < line.count else { return }
                    octet = line[index]
                }
                output.append(octet)
                index += 1
            }
        }
    }

    /// Appends a field, with a backslash before what needs one.
    static func append(_ field: Span<UInt8>, to text: inout SecretText) {
        var start = 0
        for index in field.indices where field[index] == colon || field[index] == backslash {
            text.append(contentsOf: field.extracting(start..<index))
            text.append(backslash)
            start = index
        }
        text.append(contentsOf: field.extracting(start..<field.count))
    }

    private static let colon = UInt8(ascii: ":")
    private static let backslash = UInt8(ascii: "\\")
}
