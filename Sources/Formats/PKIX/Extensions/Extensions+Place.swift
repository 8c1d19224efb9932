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
        var others = OtherIdentifiers()
        var duplicate: Range<Int>?
        var inner = try reader.inner()
        let start = inner.offset
        while !inner.isAtEnd {
            let one = try CertificateExtension.place(&inner)
            let isNew: Bool
            if let kind = KnownExtension(inner.octets(one.identifier)) {
                isNew = known[kind.rawValue] == .none
                if isNew { known[kind.rawValue] = Stretch(one.contents) }
            } else {
                isNew = others.insert(one.identifier, of: reader.octets(0..<one.identifier.upperBound))
            }
            if !isNew, duplicate == nil { duplicate = one.identifier }
        }
        list = Stretch(start..<inner.offset)
        if others.areMany { duplicate = try Extensions.duplicate(in: reader, list: list.range) }
        if let duplicate { throw .duplicateExtension(ObjectIdentifier(checked: reader.octets(duplicate))) }
        for index in known.indices where known[index] != .none {
            try KnownExtension(rawValue: index)?.check(reader.octets(known[index].range))
        }
    }

    /// The identifiers of extensions that are not known, as many as are compared each with each.
    private struct OtherIdentifiers {
        private var all = InlineArray<16, Stretch>(repeating: .none)
        private var count = 0
        /// Whether there are more, which hardly a certificate of the world has, and they must be compared otherwise.
        private(set) var areMany = false

        /// Adds one that stands in `octets`; false where it was there before.
        mutating func insert(_ identifier: Range<Int>, of octets: Span<UInt8>) -> Bool {
            guard count < all.count else {
                areMany = true
                return true
            }
            for index in 0..<count
            where areEqual(octets.extracting(all[index].range), octets.extracting(identifier)) {
                return false
            }
            all[count] = Stretch(identifier)
            count += 1
            return true
        }
    }
}

extension Extensions {
    /// The first identifier of a list that was there before; by a table, so that the time is linear.
    fileprivate static func duplicate(
        in reader: PKIXReader,
        list: Range<Int>
    ) throws(PKIXError) -> Range<Int>? {
        var seen: Set<ObjectIdentifier> = []
        var list = reader.reader(of: list)
        while !list.isAtEnd {
            let identifier = try CertificateExtension.place(&list).identifier
            guard seen.insert(ObjectIdentifier(checked: list.octets(identifier))).inserted else {
                return identifier
            }
        }
        return nil
    }
}
