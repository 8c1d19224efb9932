internal import CVectorIntrinsics

/// Digits of 52 bits as doubles, for four of the eight lanes: one after another, each a vector, and those of the
/// other four lanes between them.
@safe
struct FloatingDigits {
    private let memory: UnsafeMutableRawPointer

    /// The digits that start at a vector of eight lanes, for its first or its second half.
    @inline(__always)
    init(_ vectors: UnsafeMutablePointer<CLanes>, half: Int) {
        unsafe memory = UnsafeMutableRawPointer(vectors) + 32 &* half
    }

    @inline(__always)
    private init(memory: UnsafeMutableRawPointer) {
        unsafe self.memory = memory
    }

    @inline(__always)
    subscript(place: Int) -> CFloats {
        get { unsafe memory.load(fromByteOffset: 64 &* place, as: CFloats.self) }
        nonmutating set {
            unsafe memory.storeBytes(of: newValue, toByteOffset: 64 &* place, as: CFloats.self)
        }
    }

    /// The digits from a place up.
    @inline(__always)
    func from(_ place: Int) -> FloatingDigits {
        unsafe FloatingDigits(memory: memory + 64 &* place)
    }

    /// A digit below 2^52 as a double: the bits of 2^52 and the digit are those of their sum.
    @inline(__always)
    static func float(_ digit: CHalfLanes) -> CFloats {
        c_floats_subtract(
            c_floats_of_bits(c_half_lanes_or(digit, c_half_lanes_repeating(FloatingSums.lowBits))),
            c_floats_repeating(0x1p52)
        )
    }
}
