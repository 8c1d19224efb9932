internal import SecretMemory

// Elements that hold elements (X.690, sections 8.9 to 8.14 and 10 to 11).
extension DERReader {
    /// Reads the contents of the next element, a `SEQUENCE` unless `tag` says otherwise, by `body`, which must
    /// leave nothing over.
    @inlinable
    @inline(__always)
    public mutating func sequence<Result: ~Copyable>(
        _ tag: DERTag = .sequence,
        _ body: (inout DERReader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var inner = try inner(tag)
        let result = try body(&inner)
        try inner.finish()
        return result
    }

    /// Takes the next element, a `SEQUENCE` unless `tag` says otherwise, and gives a reader of its contents, of which
    /// the caller calls ``finish()``: what ``sequence(_:_:)`` does, without a closure for the compiler to see through.
    @inlinable
    @inline(__always)
    @_lifetime(copy self)
    package mutating func inner(_ tag: DERTag = .sequence) throws(Failure) -> DERReader {
        guard depth < maximumDepth else {
            throw Failure(malformed: .tooDeep(limit: maximumDepth, offset: position))
        }
        let contents = try contents(of: tag)
        return DERReader(input: input, range: contents, depth: depth + 1, maximumDepth: maximumDepth)
    }

    /// Reads the next element by `body` where it has `tag`; else `nil`.
    @inlinable
    @inline(__always)
    public mutating func optionalSequence<Result: ~Copyable>(
        _ tag: DERTag,
        _ body: (inout DERReader) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard try nextIs(tag) else { return nil }
        return try sequence(tag, body)
    }

    /// Calls `body` until no element of the `SEQUENCE OF` is left.
    @inlinable
    @inline(__always)
    public mutating func sequenceOf(
        _ tag: DERTag = .sequence,
        _ body: (inout DERReader) throws(Failure) -> Void
    ) throws(Failure) {
        try sequence(tag) { (inner: inout DERReader) throws(Failure) in
            while !inner.isAtEnd { try body(&inner) }
        }
    }

    /// Calls `body` until no element of the `SET OF` is left; they must come in ascending order of their
    /// encodings, the shorter one as if zeros followed it (X.690, section 11.6). `body` takes one element a call.
    @inlinable
    @inline(__always)
    public mutating func setOf(
        _ tag: DERTag = .set,
        takesAnyOrder: Bool = false,
        _ body: (inout DERReader) throws(Failure) -> Void
    ) throws(Failure) {
        try sequence(tag) { (inner: inout DERReader) throws(Failure) in
            var previous: Range<Int>?
            while !inner.isAtEnd {
                let start = inner.position
                try body(&inner)
                let current = start..<inner.position
                if let previous, !takesAnyOrder, !inner.isAscending(previous, current) {
                    throw Failure(malformed: .unsortedSet(offset: start))
                }
                previous = current
            }
        }
    }

    /// Takes the next element whole, whatever it is, and gives the octets of its encoding.
    @inlinable
    @_lifetime(copy self)
    public mutating func anyElement() throws(Failure) -> Span<UInt8> {
        try octets(anyElementRange())
    }

    /// Takes the next element whole, whatever it is, and gives where it stands.
    @inlinable
    package mutating func anyElementRange() throws(Failure) -> Range<Int> {
        let start = position
        _ = try header()
        return start..<position
    }

    /// The octets of a part that was read.
    @inlinable
    @_lifetime(copy self)
    package func octets(_ range: Range<Int>) -> Span<UInt8> {
        input.extracting(range)
    }

    /// A reader of a part that was read, to read it once more; offsets count as they do here.
    @inlinable
    @_lifetime(copy self)
    package func reader(of range: Range<Int>) -> DERReader {
        DERReader(input: input, range: range, depth: depth, maximumDepth: maximumDepth)
    }

    /// Takes the next element whole, whatever it is, and gives its tag and a copy of its contents.
    @inlinable
    public mutating func anyTagAndContents() throws(Failure) -> (tag: DERTag, contents: [UInt8]) {
        let (tag, contents) = try header()
        return (tag, copy(contents))
    }

    /// Reads by `body`, and gives with its result a copy of the exact octets that it took.
    @inlinable
    public mutating func withEncoding<Result>(
        _ body: (inout DERReader) throws(Failure) -> Result
    ) throws(Failure) -> (result: Result, encoding: [UInt8]) {
        let start = position
        let result = try body(&self)
        return (result, copy(start..<position))
    }

    @inlinable
    func isAscending(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        for index in 0..<max(left.count, right.count) {
            let leftOctet = index < left.count ? input[left.lowerBound + index] : 0
            let rightOctet = index < right.count ? input[right.lowerBound + index] : 0
            if leftOctet != rightOctet { return leftOctet < rightOctet }
        }
        return true
    }

    @inlinable
    func copy(_ range: Range<Int>) -> [UInt8] {
        copied(input.extracting(range))
    }
}

/// Not a method, so that it is compiled once, and not for each type of errors.
@usableFromInline
func copied(_ octets: Span<UInt8>) -> [UInt8] {
    [UInt8](copying: octets)
}
