/// Division of up to eight numbers at once by small primes.
///
/// Leaks the counts, which numbers one of the primes of a stage divides, and nothing else.
struct LaneSieve: Sendable {
    /// A set of groups that are divided by side by side, as a kernel wants them.
    private struct Chunk {
        var start: Int
        var primeCount: Int
    }

    private let kernel: LaneKernel
    private var words: [UInt64] = []
    private var chunks: [Chunk] = []
    /// Where each stage ends among the chunks.
    private let ends: [Int]

    /// How many stages there are. The later ones hold more and larger primes, which divide fewer numbers: between two
    /// stages the numbers that are left are worth being put together anew.
    var stageCount: Int { ends.count }

    /// Prepares division by the given odd primes, which ascend and are below 2^26, on a kernel that is available.
    init(primes: [UInt], kernel: LaneKernel) {
        self.kernel = kernel
        var rest = primes[...]
        while !rest.isEmpty {
            // A group is as many primes in a row as have a product below 2^52, as many in each group of a chunk as fit
            // with the largest of them.
            var groups = LaneSieve.groups(of: &rest)
            let primeCount = groups.map(\.count).max() ?? 0
            chunks.append(Chunk(start: words.count, primeCount: primeCount))
            while groups.count < LaneSieve.groupCount {
                groups.append(groups[0])
            }
            let products = groups.map { group in
                let product = UInt64(group.reduce(1, *))
                return kernel.words(product: product, inverse: LaneSieve.inverse(of: product))
            }
            words += products.map(\.product)
            words += products.map(\.inverse)
            for group in groups {
                // A group that is short holds its first prime several times.
                for place in 0..<primeCount {
                    let prime = UInt64(
                        place < group.count ? group[group.startIndex + place] : group[group.startIndex]
                    )
                    let entry = kernel.words(prime: prime, inverse: LaneSieve.inverse(of: prime))
                    words += [entry.inverse, entry.most]
                }
            }
        }
        // Each stage has three times the work of those before it.
        var ends: [Int] = []
        var end = 1
        while end < chunks.count {
            ends.append(end)
            end *= 4
        }
        self.ends = ends + [chunks.count]
    }

    private static let groupCount = 8

    private static func groups(of primes: inout ArraySlice<UInt>) -> [ArraySlice<UInt>] {
        var groups: [ArraySlice<UInt>] = []
        while groups.count < groupCount, let first = primes.first {
            var product = first
            var count = 1
            for prime in primes.dropFirst() {
                let (larger, overflow) = product.multipliedReportingOverflow(by: prime)
                guard !overflow, larger < 1 << 52 else { break }
                product = larger
                count += 1
            }
            groups.append(primes.prefix(count))
            primes = primes.dropFirst(count)
        }
        return groups
    }

    /// The inverse of an odd number modulo 2^52, by Newton's iteration: each step doubles the number of low bits that
    /// are right, of which an odd number has three as its own inverse.
    private static func inverse(of odd: UInt64) -> UInt64 {
        var inverse = odd
        for _ in 0..<5 {
            inverse = inverse &* (2 &- odd &* inverse)
        }
        return inverse & (1 << 52 - 1)
    }

    /// Which of the numbers a prime of the stage divides: bit i stands for number i.
    ///
    /// One to eight numbers lie one after another in limbs of 64 bits, in `limbCount` limbs each. A prime is divided by
    /// itself.
    func dividesOne(of limbs: Span<UInt>, limbCount: Int, stage: Int) -> UInt8 {
        #if VectorLanes && arch(x86_64)
            let count = limbs.count / limbCount
            // The last digit has bits to spare.
            let digitCount = 64 * limbCount / 52 + 1
            let all = UInt8(truncatingIfNeeded: 1 << count - 1)
            var memory = LaneNumbers(vectorCount: digitCount)
            memory.write(limbs, limbCount: limbCount, digitCount: digitCount, at: 0)
            let kernel = kernel
            memory.withVectors { unsafe kernel.prepareDivision($0, digitCount: digitCount) }
            var divides: UInt8 = 0
            for chunk in chunks[(stage == 0 ? 0 : ends[stage - 1])..<ends[stage]] where divides & all != all {
                divides |= memory.withVectors { vectors in
                    unsafe words.withUnsafeBufferPointer { words in
                        // The chunk lies inside of the words, and there always is one.
                        unsafe kernel.divides(
                            vectors,
                            digitCount: digitCount,
                            groups: words.baseAddress.unsafelyUnwrapped + chunk.start,
                            primeCount: chunk.primeCount
                        )
                    }
                }
            }
            return divides & all
        #else
            return 0
        #endif
    }
}
