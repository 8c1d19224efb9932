/// An error of a module that reads DER: it can say what the reader of DER found wrong.
///
/// A ``DERReader`` throws the error type of the module that uses it, so that such a module has one error type.
public protocol DERReaderFailure: Error {
    /// Makes the error that stands for malformed DER.
    init(malformed error: DERError)
}

extension DERError: DERReaderFailure {
    /// The error itself.
    public init(malformed error: DERError) { self = error }
}

/// How much a reader takes on.
public struct DERLimits: Equatable, Sendable {
    /// The most octets.
    public var byteCount: Int
    /// The most elements that lie in each other.
    public var depth: Int

    /// Makes limits; without arguments 1 MiB, and 32 elements in each other.
    public init(byteCount: Int = 1 << 20, depth: Int = 32) {
        self.byteCount = byteCount
        self.depth = depth
    }
}

/// A strict reader of DER (X.690): a place in octets that are borrowed, from which one element after the other
/// is taken.
///
/// Each method reads one element or throws; a structure is read by a closure over a reader of its contents,
/// and what the closure leaves unread is an error. Nothing is ever read twice and nothing is copied, so the work
/// is bounded by the count of octets.
///
/// Leaks: the structure of the octets, that is tags and lengths. The octets of a value that is handed out as a
/// span (an INTEGER beyond its first two octets, an OCTET STRING) are not looked at.
public struct DERReader<Failure: DERReaderFailure>: ~Escapable {
    let input: Span<UInt8>
    let end: Int
    let depth: Int
    let limits: DERLimits

    /// How far the reader came, in octets from the start of the outermost ones.
    public internal(set) var offset: Int

    /// Makes a reader of all `octets`; call ``finish()`` when all was read, or use ``read(_:limits:_:)``.
    @_lifetime(copy octets)
    public init(_ octets: Span<UInt8>, limits: DERLimits = DERLimits()) throws(Failure) {
        guard octets.count <= limits.byteCount else {
            throw Failure(malformed: .tooManyOctets(count: octets.count, limit: limits.byteCount))
        }
        input = octets
        end = octets.count
        depth = 0
        self.limits = limits
        offset = 0
    }

    @_lifetime(copy input)
    init(input: Span<UInt8>, range: Range<Int>, depth: Int, limits: DERLimits) {
        self.input = input
        self.offset = range.lowerBound
        self.end = range.upperBound
        self.depth = depth
        self.limits = limits
    }

    /// Reads `octets` by `body`, which must leave nothing over.
    public static func read<Result: ~Copyable>(
        _ octets: Span<UInt8>,
        limits: DERLimits = DERLimits(),
        _ body: (inout DERReader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var reader = try DERReader(octets, limits: limits)
        let result = try body(&reader)
        try reader.finish()
        return result
    }

    /// Whether no element is left.
    public var isAtEnd: Bool { offset == end }

    /// Throws where an element is left.
    public func finish() throws(Failure) {
        guard isAtEnd else {
            throw Failure(malformed: .trailingOctets(count: end - offset, offset: offset))
        }
    }

    /// The tag of the next element, which stays unread; `nil` at the end.
    public func nextTag() throws(Failure) -> DERTag? {
        if isAtEnd { return nil }
        var position = offset
        return try tag(at: &position)
    }

    /// Whether the next element has `tag`.
    public func nextIs(_ tag: DERTag) throws(Failure) -> Bool {
        try nextTag() == tag
    }

    /// Takes the next element, whatever it is: its tag, and where its contents are.
    mutating func header() throws(Failure) -> (tag: DERTag, contents: Range<Int>) {
        let start = offset
        var position = offset
        let tag = try tag(at: &position)
        let count = try length(at: &position)
        guard count <= end - position else { throw Failure(malformed: .truncated(offset: start)) }
        offset = position + count
        return (tag, position..<offset)
    }

    /// Takes the next element, which must have `tag`; gives where its contents are.
    mutating func contents(of expected: DERTag) throws(Failure) -> Range<Int> {
        guard !isAtEnd else { throw Failure(malformed: .missingElement(expected: expected, offset: offset)) }
        let start = offset
        let (tag, contents) = try header()
        guard tag == expected else {
            throw Failure(malformed: .unexpectedTag(found: tag, expected: expected, offset: start))
        }
        return contents
    }

    private func tag(at position: inout Int) throws(Failure) -> DERTag {
        let start = position
        let octet = try octet(at: &position, of: start)
        let isConstructed = octet & 0x20 != 0
        // Two bits are a class in each of their four values.
        let tagClass = DERTag.Class(rawValue: octet >> 6) ?? .universal
        var number = UInt32(octet & 0x1F)
        guard number == 0x1F else { return DERTag(tagClass, number, isConstructed: isConstructed) }
        number = 0
        for index in 0... {
            guard index < 4 else { throw Failure(malformed: .oversizedTag(offset: start)) }
            let octet = try self.octet(at: &position, of: start)
            if index == 0, octet == 0x80 { throw Failure(malformed: .nonMinimalTag(offset: start)) }
            number = number << 7 | UInt32(octet & 0x7F)
            if octet & 0x80 == 0 { break }
        }
        guard number >= 0x1F else { throw Failure(malformed: .nonMinimalTag(offset: start)) }
        return DERTag(tagClass, number, isConstructed: isConstructed)
    }

    private func length(at position: inout Int) throws(Failure) -> Int {
        let start = position
        let first = try octet(at: &position, of: start)
        guard first & 0x80 != 0 else { return Int(first) }
        let octetCount = Int(first & 0x7F)
        guard octetCount > 0 else { throw Failure(malformed: .indefiniteLength(offset: start)) }
        var length = 0
        for index in 0..<octetCount {
            let octet = try self.octet(at: &position, of: start)
            if index == 0, octet == 0 { throw Failure(malformed: .nonMinimalLength(offset: start)) }
            // Longer than any input; the octets that would be needed cannot be there.
            guard length < 1 << 40 else { throw Failure(malformed: .truncated(offset: start)) }
            length = length << 8 | Int(octet)
        }
        guard length >= 0x80 else { throw Failure(malformed: .nonMinimalLength(offset: start)) }
        return length
    }

    private func octet(at position: inout Int, of start: Int) throws(Failure) -> UInt8 {
        guard position < end else { throw Failure(malformed: .truncated(offset: start)) }
        defer { position += 1 }
        return input[position]
    }
}
