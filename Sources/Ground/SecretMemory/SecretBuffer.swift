internal import Glibc

/// Secret octets of a fixed count.
public typealias SecretBytes = SecretBuffer<UInt8>

/// A fixed number of secret elements that lie once on the heap and are wiped when dropped.
///
/// The value itself holds an address and a count, so moving it copies no secret; the elements are reached
/// through ``span`` and ``mutableSpan`` only. There is no implicit copy: a second buffer is made by ``copy()``
/// and is wiped by itself. Wiping calls `explicit_bzero`, which the optimiser may not remove.
///
/// Leaks: ``count``. A description never shows an element.
@safe
public struct SecretBuffer<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    // Unchecked because of the pointer alone: the buffer is its only owner, and a shared borrow only reads.
    @usableFromInline
    let base: UnsafeMutablePointer<Element>

    /// The number of elements.
    public let count: Int

    /// Makes a buffer of `count` elements, each `element`.
    @inlinable
    public init(repeating element: Element, count: Int) {
        unsafe base = .allocate(capacity: count)
        unsafe base.initialize(repeating: element, count: count)
        self.count = count
    }

    /// Makes a buffer that holds a copy of `elements`; what they were read from stays the caller's to wipe.
    @inlinable
    public init(copying elements: Span<Element>) {
        let base = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
        unsafe elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress {
                unsafe base.initialize(from: start, count: source.count)
            }
        }
        unsafe self.base = base
        self.count = elements.count
    }

    /// Makes a buffer of `capacity` elements at most, holding those that `initializer` appends.
    ///
    /// Where `initializer` throws, what it had written is wiped. A buffer that ends up shorter than `capacity`
    /// keeps its allocation; only the announced elements are reachable.
    @inlinable
    public init<Failure: Error>(
        capacity: Int,
        initializedWith initializer: (inout OutputSpan<Element>) throws(Failure) -> Void
    ) throws(Failure) {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: capacity)
        var output = unsafe OutputSpan(buffer: memory, initializedCount: 0)
        do {
            try initializer(&output)
        } catch {
            let written = unsafe output.finalize(for: memory)
            unsafe SecretBuffer.release(memory.baseAddress, count: written)
            throw error
        }
        self.count = unsafe output.finalize(for: memory)
        // A buffer pointer from `allocate` always has an address, also for a capacity of 0.
        unsafe self.base = memory.baseAddress.unsafelyUnwrapped
    }

    deinit {
        unsafe SecretBuffer.release(base, count: count)
    }

    /// A second buffer with the same elements.
    @inlinable
    public func copy() -> SecretBuffer {
        SecretBuffer(copying: span)
    }

    /// The elements, for reading.
    @inlinable
    public var span: Span<Element> {
        @_lifetime(borrow self)
        get {
            let span = unsafe Span(_unsafeStart: base, count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The elements, for reading and writing in place.
    @inlinable
    public var mutableSpan: MutableSpan<Element> {
        @_lifetime(&self)
        mutating get {
            let span = unsafe MutableSpan(_unsafeStart: base, count: count)
            return unsafe _overrideLifetime(span, mutating: &self)
        }
    }

    /// The buffer with its first `count` elements alone; the others are wiped now.
    package consuming func shortened(to count: Int) -> SecretBuffer {
        precondition(0...self.count ~= count, "the buffer must have \(count) elements")
        unsafe explicit_bzero(base + count, (self.count - count) * MemoryLayout<Element>.stride)
        let shortened = unsafe SecretBuffer(base: base, count: count)
        discard self
        return shortened
    }

    private init(base: UnsafeMutablePointer<Element>, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// Wipes all elements now; the buffer stays usable and holds zero bits.
    public mutating func wipe() {
        unsafe explicit_bzero(base, count * MemoryLayout<Element>.stride)
    }

    @usableFromInline
    static func release(_ base: UnsafeMutablePointer<Element>?, count: Int) {
        guard let base = unsafe base else { return }
        unsafe explicit_bzero(base, count * MemoryLayout<Element>.stride)
        unsafe base.deallocate()
    }
}
