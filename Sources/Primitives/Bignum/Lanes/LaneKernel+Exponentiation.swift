#if VectorLanes && arch(x86_64)
    internal import FloatingLaneKernels
    internal import LaneKernels

    /// What both kernels compute; `LaneExponentiation` says of what, and how the memory is laid out.
    extension LaneKernel {
        /// How many vectors a computation takes.
        func vectorCount(blockCount: Int, forPowers: Bool) -> Int {
            switch self {
            case .integer: LaneExponentiation.vectorCount(blockCount: blockCount, forPowers: forPowers)
            case .floating: FloatingExponentiation.vectorCount(blockCount: blockCount, forPowers: forPowers)
            }
        }

        /// Fermat's test to base 2.
        func passesFermatTest(
            _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
            blockCount: Int,
            bitCount: Int
        ) -> UInt8 {
            switch self {
            case .integer:
                unsafe LaneExponentiation.passesFermatTest(
                    memory,
                    blockCount: blockCount,
                    bitCount: bitCount
                )
            case .floating:
                unsafe FloatingExponentiation.passesFermatTest(
                    memory,
                    blockCount: blockCount,
                    bitCount: bitCount
                )
            }
        }

        /// One round of the Miller–Rabin test.
        func passesMillerRabin(
            _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
            blockCount: Int,
            bitCount: Int
        ) -> UInt8 {
            switch self {
            case .integer:
                unsafe LaneExponentiation.passesMillerRabin(
                    memory,
                    blockCount: blockCount,
                    bitCount: bitCount
                )
            case .floating:
                unsafe FloatingExponentiation.passesMillerRabin(
                    memory,
                    blockCount: blockCount,
                    bitCount: bitCount
                )
            }
        }

        /// Powers, in the place of the bases.
        func power(
            _ memory: UnsafeMutablePointer<SIMD8<UInt64>>,
            blockCount: Int,
            bitCount: Int,
            exponentBitCount: Int
        ) {
            switch self {
            case .integer:
                unsafe LaneExponentiation.power(
                    memory,
                    blockCount: blockCount,
                    bitCount: bitCount,
                    exponentBitCount: exponentBitCount
                )
            case .floating:
                unsafe FloatingExponentiation.power(
                    memory,
                    blockCount: blockCount,
                    bitCount: bitCount,
                    exponentBitCount: exponentBitCount
                )
            }
        }
    }
#endif
