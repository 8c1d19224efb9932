/// The padding of RFC 5652, section 6.3: one to sixteen octets, each their count.
enum PKCS7Padding {
    /// The octets of the content that `padded`, a whole number of blocks and at least one, begins with; `nil`
    /// where it does not end in a padding.
    ///
    /// Leaks: the count of `padded`, whether the padding was right, and if so the count of the content.
    static func contentByteCount(of padded: Span<UInt8>) -> Int? {
        let blockByteCount = 16
        let count = UInt32(padded[padded.count - 1])
        // Not zero for a count of 0, which wraps, or over 16.
        var fault = (count &- 1) &>> 4
        for place in 0..<blockByteCount {
            let octet = UInt32(padded[padded.count - 1 - place])
            // All bits where `place` lies within the padding, none elsewhere.
            let inside = 0 &- ((UInt32(place) &- count) &>> 31)
            fault |= inside & (octet ^ count)
        }
        return fault == 0 ? padded.count - Int(count) : nil
    }
}
