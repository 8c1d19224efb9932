internal import CVectorIntrinsics

/// Eight moduli, one in each lane, and where the numbers of a computation modulo them lie.
///
/// This file, and those of what is computed with multiplications, belong to two targets: `FloatingLaneKernels` has
/// links to them, and multiplies by other instructions.
///
/// The memory is the caller's, as ``LaneExponentiation`` says. Nothing of a number is held elsewhere but in registers
/// and in what the compiler spills of them.
@safe
struct LaneModuli {
    let blockCount: Int
    let bitCount: Int
    private let memory: UnsafeMutablePointer<CLanes>

    init(_ memory: UnsafeMutablePointer<CLanes>, blockCount: Int, bitCount: Int) {
        unsafe self.memory = memory
        self.blockCount = blockCount
        self.bitCount = bitCount
    }

    /// How many vectors a number takes.
    var digitCount: Int { 10 &* blockCount }

    /// The moduli.
    var modulus: UnsafeMutablePointer<CLanes> { unsafe memory }

    /// The bases of powers; also where a result goes.
    var bases: UnsafeMutablePointer<CLanes> { unsafe memory + digitCount }

    /// The exponents of powers.
    var exponents: UnsafeMutablePointer<CLanes> { unsafe memory + 2 &* digitCount }

    /// R modulo the modulus, less than the modulus, where R is 2^(52 · digitCount): 1 in Montgomery's form.
    var one: UnsafeMutablePointer<CLanes> { unsafe memory + 3 &* digitCount }

    /// R² modulo the modulus: what brings a number to Montgomery's form.
    var square: UnsafeMutablePointer<CLanes> { unsafe memory + 4 &* digitCount }

    /// What multiplication keeps for itself: as many vectors as ``scratchCount(blockCount:)`` says. The first number of
    /// them is free between two multiplications.
    var scratch: UnsafeMutablePointer<CLanes> { unsafe memory + 5 &* digitCount }

    /// Three more numbers.
    var others: UnsafeMutablePointer<CLanes> {
        unsafe scratch + LaneModuli.scratchCount(blockCount: blockCount)
    }

    /// The powers of a base, and the one of them that was chosen; not there for Fermat's test.
    var table: UnsafeMutablePointer<CLanes> { unsafe others + 3 &* digitCount }

    /// How many vectors all of this takes, without ``table`` and with it.
    static func vectorCount(blockCount: Int, withTable: Bool) -> Int {
        (8 &+ (withTable ? tableCount &+ 1 : 0)) &* 10 &* blockCount &+ scratchCount(blockCount: blockCount)
    }

    /// The bits of an exponent that one multiplication takes. With five, the table of eight moduli of 1024 bits alone
    /// fills a first cache, and to read all of it takes longer than the multiplications that are saved.
    static var windowBitCount: Int { 4 }

    /// How many powers of a base are kept: one for each value of a window.
    static var tableCount: Int { 1 &<< windowBitCount }
}
