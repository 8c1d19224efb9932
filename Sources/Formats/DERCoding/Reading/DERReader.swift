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
    @inlinable
    public init(byteCount: Int = 1 << 20, depth: Int = 32) {
        self.byteCount = byteCount
        self.depth = depth
    }
}

/// A strict reader of DER (X.690): a place in octets that are borrowed, from which one element after the other
/// is taken.
///
/// Each method reads one element or throws; a structure is read by a closure over a reader of its contents,
/// and what the closure leaves unread is an error. Elements are taken forwards only; whoever reads a part once more
/// says so (`reader(of:)`), and copies what is given as an array.
///
/// Leaks: the structure of the octets, that is tags and lengths. The octets of a value that is handed out as a
/// span (an INTEGER beyond its first two octets, an OCTET STRING) are not looked at.
public struct DERReader<Failure: DERReaderFailure>: ~Escapable {
    @usableFromInline
    let input: Span<UInt8>
    @usableFromInline
    let end: Int
    @usableFromInline
    let depth: Int
    @usableFromInline
    let maximumDepth: Int

    /// How far the reader came, in octets from the start of the outermost ones.
    @inlinable
    public var offset: Int { position }
    @usableFromInline
    var position: Int

    /// Makes a reader of all `octets`; call ``finish()`` when all was read, or use ``read(_:limits:_:)``.
    @inlinable
    @_lifetime(copy octets)
    public init(_ octets: Span<UInt8>, limits: DERLimits = DERLimits()) throws(Failure) {
        guard octets.count <= limits.byteCount else {
            throw Failure(malformed: .tooManyOctets(count: octets.count, limit: limits.byteCount))
        }
        self.init(input: octets, range: 0..<octets.count, depth: 0, maximumDepth: limits.depth)
    }

    /// Makes a reader of a part, which lies within so many elements; offsets count from the start of all octets.
    @inlinable
    @inline(__always)
    @_lifetime(copy input)
    package init(input: Span<UInt8>, range: Range<Int>, depth: Int, maximumDepth: Int) {
        self.input = input
        self.position = range.lowerBound
        self.end = range.upperBound
        self.depth = depth
        self.maximumDepth = maximumDepth
    }

    /// Reads `octets` by `body`, which must leave nothing over.
    @inlinable
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
    @inlinable
    public var isAtEnd: Bool { position == end }

    /// Throws where an element is left.
    @inlinable
    @inline(__always)
    public func finish() throws(Failure) {
        guard isAtEnd else {
            throw Failure(malformed: .trailingOctets(count: end - position, offset: position))
        }
    }

    /// The tag of the next element, which stays unread; `nil` at the end.
    @inlinable
    @inline(__always)
    public func nextTag() throws(Failure) -> DERTag? {
        if isAtEnd { return nil }
        let octet = input[position]
        if octet & 0x1F != 0x1F { return DERTag(leadingBits: octet & 0xE0, number: UInt32(octet & 0x1F)) }
        do {
            return try DERHeader.tag(input, at: position, end: end)
        } catch {
            throw Failure(malformed: error)
        }
    }

    /// Whether the next element has `tag`.
    @inlinable
    @inline(__always)
    public func nextIs(_ tag: DERTag) throws(Failure) -> Bool {
        try nextTag() == tag
    }

    /// Takes the next element, whatever it is: its tag, and where its contents are.
    @inlinable
    @inline(__always)
    package mutating func header() throws(Failure) -> (tag: DERTag, contents: Range<Int>) {
        let start = position
        if start < end, input[start] & 0x1F != 0x1F,
            let contents = DERHeader.short(input[start], input, at: start, end: end)
        {
            position = contents.upperBound
            let octet = input[start]
            return (DERTag(leadingBits: octet & 0xE0, number: UInt32(octet & 0x1F)), contents)
        }
        return try headerInAnyForm()
    }

    @inlinable
    @inline(never)
    mutating func headerInAnyForm() throws(Failure) -> (tag: DERTag, contents: Range<Int>) {
        do {
            let header = try DERHeader(input, at: position, end: end)
            position = header.contents.upperBound
            return (header.tag, header.contents)
        } catch {
            throw Failure(malformed: error)
        }
    }

    /// Takes the next element, which must have `tag`; gives where its contents are.
    @inlinable
    @inline(__always)
    package mutating func contents(of expected: DERTag) throws(Failure) -> Range<Int> {
        let start = position
        if let octet = expected.octet, let contents = DERHeader.short(octet, input, at: start, end: end) {
            position = contents.upperBound
            return contents
        }
        let contents = try DERReader.contents(of: expected, input, at: start, end: end)
        position = contents.upperBound
        return contents
    }

    @inlinable
    @inline(never)
    static func contents(
        of expected: DERTag,
        _ input: Span<UInt8>,
        at start: Int,
        end: Int
    ) throws(Failure) -> Range<Int> {
        do {
            return try DERHeader.contents(of: expected, input, at: start, end: end)
        } catch {
            throw Failure(malformed: error)
        }
    }
}
