#if VectorLanes && arch(x86_64)
    internal import FloatingLaneKernels
    internal import LaneKernels
#endif

/// What a kernel divides by: `LaneTrialDivision` and `FloatingTrialDivision` say what the words of a group are.
extension LaneKernel {
    /// The words of a product of primes and of its inverse modulo 2^52.
    func words(product: UInt64, inverse: UInt64) -> (product: UInt64, inverse: UInt64) {
        switch self {
        case .integer: (product, inverse)
        case .floating: (Double(product).bitPattern, LaneKernel.balanced(inverse))
        }
    }

    /// The words of a prime and of its inverse modulo 2^52.
    func words(prime: UInt64, inverse: UInt64) -> (inverse: UInt64, most: UInt64) {
        switch self {
        case .integer: (inverse, (1 << 52 - 1) / prime)
        case .floating: (LaneKernel.balanced(inverse), Double(1 << 51 / prime).bitPattern)
        }
    }

    /// A number modulo 2^52 as a double between −2^51 and 2^51.
    private static func balanced(_ number: UInt64) -> UInt64 {
        Double(number < 1 << 51 ? Int64(number) : Int64(number) - 1 << 52).bitPattern
    }
}

#if VectorLanes && arch(x86_64)
    extension LaneKernel {
        /// Prepares numbers for ``divides(_:digitCount:groups:primeCount:)``, once for all groups.
        func prepareDivision(_ numbers: UnsafeMutablePointer<SIMD8<UInt64>>, digitCount: Int) {
            switch self {
            case .integer: break
            case .floating: unsafe FloatingTrialDivision.convert(numbers, digitCount: digitCount)
            }
        }

        /// Whether one of the primes divides a number: bit i is set where it does for lane i.
        func divides(
            _ numbers: UnsafeMutablePointer<SIMD8<UInt64>>,
            digitCount: Int,
            groups: UnsafePointer<UInt64>,
            primeCount: Int
        ) -> UInt8 {
            switch self {
            case .integer:
                unsafe LaneTrialDivision.divides(
                    numbers,
                    digitCount: digitCount,
                    groups: groups,
                    primeCount: primeCount
                )
            case .floating:
                unsafe FloatingTrialDivision.divides(
                    numbers,
                    digitCount: digitCount,
                    groups: groups,
                    primeCount: primeCount
                )
            }
        }
    }
#endif
