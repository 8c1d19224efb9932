/// Numbers that are spread over the lanes: two of them, each over half of the lanes, or one over all.
extension LaneNumbers {
    /// How many vectors such a number takes, for moduli of `bitCount` bits at most; `nil` where this machine has no
    /// lanes for them.
    static func spreadCount(bitCount: Int, numberCount: Int) -> Int? {
        guard LaneKernel.integer.isAvailable else { return nil }
        let bitsOfVector = 52 * LaneKernel.laneCount / numberCount
        return [5, 8, 10].first { bitCount + 8 <= bitsOfVector * $0 }
    }

    /// Writes numbers that lie one after another: digit i into vector i mod count, lane i / count of the number's
    /// lanes.
    mutating func writeSpread(_ limbs: Span<UInt>, numberCount: Int, count: Int, at start: Int) {
        let limbCount = limbs.count / numberCount
        let laneCount = LaneKernel.laneCount / numberCount
        withWords { words in
            for index in 0..<numberCount {
                let number = limbs.extracting(index * limbCount..<(index + 1) * limbCount)
                for place in 0..<laneCount * count {
                    let (lane, vector) = place.quotientAndRemainder(dividingBy: count)
                    unsafe words[(start + vector) * LaneKernel.laneCount + laneCount * index + lane] =
                        LaneNumbers.digit(place, of: number)
                }
            }
        }
    }

    /// Reads what ``writeSpread(_:numberCount:count:at:)`` has written, into limbs that are zero.
    mutating func readSpread(
        numberCount: Int,
        count: Int,
        at start: Int,
        into limbs: inout MutableSpan<UInt>
    ) {
        let limbCount = limbs.count / numberCount
        let laneCount = LaneKernel.laneCount / numberCount
        withWords { words in
            for index in 0..<numberCount {
                for place in 0..<laneCount * count {
                    let (lane, vector) = place.quotientAndRemainder(dividingBy: count)
                    let digit = unsafe words[
                        (start + vector) * LaneKernel.laneCount + laneCount * index + lane
                    ]
                    LaneNumbers.add(digit, place, to: &limbs, from: index * limbCount, limbCount: limbCount)
                }
            }
        }
    }

    /// Writes two numbers that lie one after the other, with each digit in all lanes of the number in a vector of its
    /// own.
    mutating func writePairDigits(_ limbs: Span<UInt>, digitCount: Int, at start: Int) {
        let limbCount = limbs.count / 2
        withWords { words in
            for lane in 0..<LaneKernel.laneCount {
                let half = lane / 4
                let number = limbs.extracting(half * limbCount..<(half + 1) * limbCount)
                for place in 0..<digitCount {
                    unsafe words[(start + place) * LaneKernel.laneCount + lane] =
                        LaneNumbers.digit(place, of: number)
                }
            }
        }
    }
}
