internal import SecretMemory

// Elements that hold elements (X.690, sections 8.9 to 8.14 and 10 to 11).
extension DERReader {
    /// Reads the contents of the next element, a `SEQUENCE` unless `tag` says otherwise, by `body`, which must
    /// leave nothing over.
    public mutating func sequence<Result: ~Copyable>(
        _ tag: DERTag = .sequence,
        _ body: (inout DERReader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard depth < limits.depth else {
            throw Failure(malformed: .tooDeep(limit: limits.depth, offset: offset))
        }
        let contents = try contents(of: tag)
        var inner = DERReader(input: input, range: contents, depth: depth + 1, limits: limits)
        let result = try body(&inner)
        try inner.finish()
        return result
    }

    /// Reads the next element by `body` where it has `tag`; else `nil`.
    public mutating func optionalSequence<Result: ~Copyable>(
        _ tag: DERTag,
        _ body: (inout DERReader) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard try nextIs(tag) else { return nil }
        return try sequence(tag, body)
    }

    /// Calls `body` until no element of the `SEQUENCE OF` is left.
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
    public mutating func setOf(
        _ tag: DERTag = .set,
        takesAnyOrder: Bool = false,
        _ body: (inout DERReader) throws(Failure) -> Void
    ) throws(Failure) {
        try sequence(tag) { (inner: inout DERReader) throws(Failure) in
            var previous: Range<Int>?
            while !inner.isAtEnd {
                let start = inner.offset
                try body(&inner)
                let current = start..<inner.offset
                if let previous, !takesAnyOrder, !inner.isAscending(previous, current) {
                    throw Failure(malformed: .unsortedSet(offset: start))
                }
                previous = current
            }
        }
    }

    /// Takes the next element whole, whatever it is, and gives the octets of its encoding.
    @_lifetime(copy self)
    public mutating func anyElement() throws(Failure) -> Span<UInt8> {
        let start = offset
        _ = try header()
        return input.extracting(start..<offset)
    }

    /// Takes the next element whole, whatever it is, and gives its tag and a copy of its contents.
    public mutating func anyTagAndContents() throws(Failure) -> (tag: DERTag, contents: [UInt8]) {
        let (tag, contents) = try header()
        return (tag, copy(contents))
    }

    /// Reads by `body`, and gives with its result a copy of the exact octets that it took.
    public mutating func withEncoding<Result>(
        _ body: (inout DERReader) throws(Failure) -> Result
    ) throws(Failure) -> (result: Result, encoding: [UInt8]) {
        let start = offset
        let result = try body(&self)
        return (result, copy(start..<offset))
    }

    private func isAscending(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        for index in 0..<max(left.count, right.count) {
            let leftOctet = index < left.count ? input[left.lowerBound + index] : 0
            let rightOctet = index < right.count ? input[right.lowerBound + index] : 0
            if leftOctet != rightOctet { return leftOctet < rightOctet }
        }
        return true
    }

    func copy(_ range: Range<Int>) -> [UInt8] {
        [UInt8](copying: input.extracting(range))
    }
}
