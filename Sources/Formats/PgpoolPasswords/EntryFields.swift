internal import SecretMemory

/// Reads and writes the fields of an entry, which are parted by `:` and in which a backslash takes the meaning from
/// the character behind it.
enum EntryFields {
    /// The user name that a line begins with, and where what comes behind its colon starts; `nil` where the line has no
    /// colon, and so no entry.
    static func userName(_ line: Span<UInt8>) -> (name: [UInt8], end: Int)? {
        var name: [UInt8] = []
        var index = 0
        while index < line.count {
            var octet = line[index]
            if octet == colon { return (name, index + 1) }
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

    /// The secret that stands at `start`, up to a colon or 128 octets; empty where there is none.
    static func secret(_ line: Span<UInt8>, from start: Int) -> SecretBytes {
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

    /// How many octets a field takes with what needs a backslash having one.
    static func escapedCount(_ field: Span<UInt8>) -> Int {
        var count = field.count
        for index in field.indices where field[index] == colon || field[index] == backslash { count += 1 }
        return count
    }

    /// Appends a field, with a backslash before what needs one.
    static func escape(_ field: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
        for index in field.indices {
            if field[index] == colon || field[index] == backslash { output.append(backslash) }
            output.append(field[index])
        }
    }

    private static let colon = UInt8(ascii: ":")
    private static let backslash = UInt8(ascii: "\\")
}
