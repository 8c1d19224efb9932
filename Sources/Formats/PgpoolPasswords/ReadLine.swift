/// What one call of C's `fgets` reads of a text: up to a line feed, that included, and at most so many octets.
struct ReadLine {
    /// Where it begins.
    let start: Int

    /// Where the next one begins.
    let end: Int

    /// What C takes it for: up to an octet of value zero, else without the line feed.
    let text: Range<Int>

    /// Whether a line feed ends it.
    let hasLineFeed: Bool

    /// Whether C finds it not empty, its line feed counted: else it is passed over.
    let hasOctets: Bool

    init(_ octets: Span<UInt8>, from start: Int, limit: Int) {
        let most = limit < octets.count - start ? start + limit : octets.count
        var end = start
        var zero: Int?
        var hasLineFeed = false
        while end < most, !hasLineFeed {
            let octet = octets[end]
            if octet == 0, zero == nil { zero = end }
            hasLineFeed = octet == UInt8(ascii: "\n")
            end += 1
        }
        self.start = start
        self.end = end
        self.hasLineFeed = hasLineFeed
        text = start..<(zero ?? (hasLineFeed ? end - 1 : end))
        hasOctets = zero != start && end > start
    }
}
