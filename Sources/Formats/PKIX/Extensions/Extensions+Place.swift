internal import DERCoding

/// A part of octets that were read, in eight octets of its own.
struct Stretch: Hashable, Sendable {
    private let start: UInt32
    private let end: UInt32

    /// The most octets in which there may be stretches.
    static let maximumByteCount = Int(Int32.max)

    /// No part; nothing that is read stands at the very start without an octet.
    static let none = Stretch(0..<0)

    /// Makes one of a range within ``maximumByteCount`` octets.
    init(_ range: Range<Int>) {
        start = UInt32(truncatingIfNeeded: range.lowerBound)
        end = UInt32(truncatingIfNeeded: range.upperBound)
    }

    /// Where the octets stand.
    var range: Range<Int> { Int(start)..<Int(end) }
}

extension Extensions {
    /// Where extensions stand that were read.
    struct Place: Sendable {
        /// The list, without its own header.
        var list = Stretch.none
        /// The contents of those that are known, where there are any.
        var known = InlineArray<8, Stretch>(repeating: .none)

        /// The contents of one that is known.
        subscript(kind: KnownExtension) -> Range<Int>? {
            let stretch = known[kind.rawValue]
            return stretch == .none ? nil : stretch.range
        }
    }

    /// Reads extensions and copies nothing.
    static func place(_ reader: inout PKIXReader) throws(PKIXError) -> Place {
        var place = Place()
        try place.read(&reader)
        return place
    }
}

extension Extensions.Place {
    /// Reads extensions: first the whole list, then whether one stands twice, last what the known ones hold.
    mutating func read(_ reader: inout PKIXReader) throws(PKIXError) {
        var identifiers = Identifiers()
        var inner = try reader.inner()
        let start = inner.offset
        while !inner.isAtEnd {
            let one = try CertificateExtension.place(&inner)
            identifiers.add(one.identifier, in: inner)
            guard let kind = KnownExtension(inner.octets(one.identifier)), self[kind] == nil else { continue }
            known[kind.rawValue] = Stretch(one.contents)
        }
        list = Stretch(start..<inner.offset)
        if let duplicate = try identifiers.duplicate(in: reader, list: list.range) {
            throw .duplicateExtension(ObjectIdentifier(checked: reader.octets(duplicate)))
        }
        for index in known.indices where known[index] != .none {
            try KnownExtension(rawValue: index)?.check(reader.octets(known[index].range))
        }
    }

    /// The identifiers of a list: which of them is the first that stands twice.
    private struct Identifiers {
        /// As many as are compared each with each; no certificate of the world has more.
        private var first = InlineArray<24, Stretch>(repeating: .none)
        private var count = 0
        /// Of each the last octet, in six bits: where its bit is not set, it has not been there.
        private var lastOctets: UInt64 = 0
        private var found: Range<Int>?

        mutating func add(_ identifier: Range<Int>, in reader: PKIXReader) {
            let octets = reader.octets(identifier)
            guard count < first.count else {
                count += 1
                return
            }
            let bit: UInt64 = 1 << UInt64(octets[octets.count - 1] & 0x3F)
            if lastOctets & bit != 0, found == nil {
                for index in 0..<count where areEqual(reader.octets(first[index].range), octets) {
                    found = identifier
                }
            }
            lastOctets |= bit
            first[count] = Stretch(identifier)
            count += 1
        }

        /// The first that stands twice in the list, all of which was added.
        func duplicate(in reader: PKIXReader, list: Range<Int>) throws(PKIXError) -> Range<Int>? {
            if found != nil || count <= first.count { return found }
            // By a table, so that the time is linear.
            var seen: Set<ObjectIdentifier> = []
            var again = reader.reader(of: list)
            while !again.isAtEnd {
                let one = try CertificateExtension.place(&again)
                guard seen.insert(ObjectIdentifier(checked: again.octets(one.identifier))).inserted else {
                    return one.identifier
                }
            }
            return nil
        }
    }
}
