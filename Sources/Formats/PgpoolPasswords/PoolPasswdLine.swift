/// A line of a `pool_passwd`, or the part of a longer one that Pgpool-II takes for one, in 16 octets.
struct PoolPasswdLine {
    private struct Flags: OptionSet {
        let rawValue: UInt8

        static let whole = Flags(rawValue: 1)
        static let lineFeed = Flags(rawValue: 2)
        static let added = Flags(rawValue: 4)
    }

    /// Where it begins in its text.
    private(set) var start: Int
    /// The next line with an entry of the same user, behind the last one the first; itself where it is the only one.
    /// Of no meaning where it has no entry.
    var next: UInt32 = 0
    private var octetCount: UInt16
    private var flags: Flags

    /// A line of the text as it was read, or of what was added since.
    init(_ range: Range<Int>, isAdded: Bool, isWhole: Bool, hasLineFeed: Bool) {
        start = range.lowerBound
        octetCount = UInt16(range.count)
        flags = isAdded ? .added : []
        if isWhole { flags.insert(.whole) }
        if hasLineFeed { flags.insert(.lineFeed) }
    }

    /// Where it lies, its line feed included.
    var range: Range<Int> { start..<start + count }
    /// Its octets, line feed included; none where it was removed.
    var count: Int { Int(octetCount) }
    /// Whether it lies in what was added.
    var isAdded: Bool { flags.contains(.added) }
    /// Whether it is a line by itself, and no part of one.
    var isWhole: Bool { flags.contains(.whole) }
    /// Whether it ends a line of the file.
    var endsLine: Bool { flags.contains(.lineFeed) && count > 0 }

    /// Puts a line that was added, and ends in a line feed, in its place.
    mutating func replace(with range: Range<Int>) {
        let next = next
        self = PoolPasswdLine(range, isAdded: true, isWhole: isWhole, hasLineFeed: true)
        self.next = next
    }

    /// Takes it out.
    mutating func remove() { octetCount = 0 }
}
