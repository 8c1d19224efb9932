internal import DERCoding

/// The reader of DER as this module uses it.
///
/// Whatever is read by it is read in one of two ways that share the rules: as a value, which is copied out
/// (`init(reading:)`), or as a `Place`, which says where the parts stand and copies nothing (`place`, or `check` where
/// nobody asks for the parts). A value is made of its place, a list reads each element by what it is given, so that
/// what was checked can be read.
typealias PKIXReader = DERReader<PKIXError>

extension PKIXReader {
    /// Reads a `SEQUENCE OF` one element or more, each by `body`.
    @inline(__always)
    mutating func list(
        _ tag: DERTag = .sequence,
        _ body: (inout PKIXReader) throws(PKIXError) -> Void
    ) throws(PKIXError) {
        let start = offset
        var isEmpty = true
        try sequenceOf(tag) { reader throws(PKIXError) in
            try body(&reader)
            isEmpty = false
        }
        guard !isEmpty else { throw .emptyList(offset: start) }
    }

    /// Where what `body` reads stands.
    @inline(__always)
    mutating func place(_ body: (inout PKIXReader) throws(PKIXError) -> Void) throws(PKIXError) -> Range<Int>
    {
        let start = offset
        try body(&self)
        return start..<offset
    }

    /// Reads a part once more, where there is one.
    func again<Value>(
        _ place: Range<Int>?,
        _ body: (inout PKIXReader) throws(PKIXError) -> Value
    ) throws(PKIXError) -> Value? {
        guard let place else { return nil }
        var reader = reader(of: place)
        return try body(&reader)
    }

    /// Reads a part of octets that was checked; what was checked can be read.
    @inline(__always)
    static func reread<Value>(
        _ octets: Span<UInt8>,
        _ place: Range<Int>,
        _ body: (inout PKIXReader) throws(PKIXError) -> Value
    ) -> Value {
        var reader = PKIXReader(input: octets, range: place, depth: 0, maximumDepth: DERLimits().depth)
        do {
            return try body(&reader)
        } catch {
            preconditionFailure("what was checked can be read: \(error)")
        }
    }
}

/// Whether both have the same octets; looked at from their ends, where those of names and identifiers differ.
func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var index = left.count
    while index > 0 {
        index -= 1
        if left[index] != right[index] { return false }
    }
    return true
}
