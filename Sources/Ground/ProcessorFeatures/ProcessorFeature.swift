#if arch(x86_64)
    internal import CVectorIntrinsics
#endif

/// Instructions that some processors of a kind have and others have not, asked once and at run time.
///
/// A feature is there only where the operating system saves its registers, too.
package enum ProcessorFeature {
    /// AVX-512 F and IFMA: eight products of 52 bits at once.
    package static let hasWideMultiplication: Bool = {
        #if arch(x86_64)
            let leaf = c_processor_leaf(7, 0)
            return savesRegisters(0b1110_0110) && leaf.ebx >> 16 & 1 == 1 && leaf.ebx >> 21 & 1 == 1
        #else
            return false
        #endif
    }()

    /// AVX2 and FMA: four products of doubles at once, each with a sum before it is rounded.
    package static let hasFusedMultiplication: Bool = {
        #if arch(x86_64)
            return hasWideAddition && c_processor_leaf(1, 0).ecx >> 12 & 1 == 1
        #else
            return false
        #endif
    }()

    /// AVX2: eight sums of 32 bits at once.
    package static let hasWideAddition: Bool = {
        #if arch(x86_64)
            return savesRegisters(0b110) && c_processor_leaf(7, 0).ebx >> 5 & 1 == 1
        #else
            return false
        #endif
    }()

    /// AVX2 and BMI2: vectors of AVX2 beside words that are rotated without a copy.
    package static let hasWideAdditionBesideRotation: Bool = {
        #if arch(x86_64)
            return hasWideAddition && c_processor_leaf(7, 0).ebx >> 8 & 1 == 1
        #else
            return false
        #endif
    }()

    /// AVX-512 F: sixteen sums of 32 bits at once.
    package static let hasWidestAddition: Bool = {
        #if arch(x86_64)
            return savesRegisters(0b1110_0110) && c_processor_leaf(7, 0).ebx >> 16 & 1 == 1
        #else
            return false
        #endif
    }()

    /// The SHA instructions, and SSSE3 and SSE4.1, which go with them.
    package static let hasSHA256: Bool = {
        #if arch(x86_64)
            let basic = c_processor_leaf(1, 0).ecx
            return c_processor_leaf(7, 0).ebx >> 29 & 1 == 1 && basic >> 9 & 1 == 1 && basic >> 19 & 1 == 1
        #else
            return false
        #endif
    }()

    /// The AES instructions.
    package static let hasAES: Bool = {
        #if arch(x86_64)
            return c_processor_leaf(1, 0).ecx >> 25 & 1 == 1
        #else
            return false
        #endif
    }()

    /// The AES instructions on four blocks at once, and AVX-512 F, on whose registers they work.
    package static let hasWideAES: Bool = {
        #if arch(x86_64)
            return hasAES && hasWidestAddition && c_processor_leaf(7, 0).ecx >> 9 & 1 == 1
        #else
            return false
        #endif
    }()

    /// Carry-less multiplication, and SSSE3, which goes with it.
    package static let hasCarrylessMultiplication: Bool = {
        #if arch(x86_64)
            let basic = c_processor_leaf(1, 0).ecx
            return basic >> 1 & 1 == 1 && basic >> 9 & 1 == 1
        #else
            return false
        #endif
    }()

    #if arch(x86_64)
        /// Whether the operating system saves the registers whose bits of XCR0 are named.
        private static func savesRegisters(_ wanted: UInt32) -> Bool {
            let hasXGETBV = c_processor_leaf(1, 0).ecx >> 27 & 1 == 1
            return hasXGETBV && c_processor_saved_registers() & wanted == wanted
        }
    #endif
}
