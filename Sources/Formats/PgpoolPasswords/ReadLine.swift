internal import Glibc

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
        let lineFeed = octets.place(of: UInt8(ascii: "\n"), in: start..<most)
        let end = lineFeed.map { $0 + 1 } ?? most
        let zero = octets.place(of: 0, in: start..<end)
        let hasLineFeed = lineFeed != nil
        self.start = start
        self.end = end
        self.hasLineFeed = hasLineFeed
        text = start..<(zero ?? (hasLineFeed ? end - 1 : end))
        hasOctets = zero != start && end > start
    }
}

extension Span<UInt8> {
    /// Where the first octet of that value is in a range.
    fileprivate func place(of octet: UInt8, in range: Range<Int>) -> Int? {
        unsafe withUnsafeBufferPointer { buffer in
            guard !range.isEmpty, let start = buffer.baseAddress, range.upperBound <= buffer.count else {
                return nil
            }
            let found = unsafe memchr(start + range.lowerBound, Int32(octet), range.count)
            return unsafe found.map { unsafe UnsafeRawPointer($0) - UnsafeRawPointer(start) }
        }
    }
}
