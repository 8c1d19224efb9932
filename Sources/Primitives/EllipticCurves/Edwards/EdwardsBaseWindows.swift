/// The multiples 1 to 8 of 16^i times the generator, for every window i of a scalar: with them, a multiple of the
/// generator takes one addition a window and no doubling. They are public.
struct EdwardsBaseWindows: Sendable {
    private static let width = 4
    private static let multiplesPerWindow = 8
    /// As many windows as a scalar below 2^255 has.
    private static let count = SignedWindow.count(bitCount: 255, width: width)

    /// The one table, made at its first use.
    static let shared = EdwardsBaseWindows()

    private let multiples: [EdwardsAddend]

    /// Makes the table, with one inversion in all.
    private init() {
        var points: [EdwardsPoint] = []
        points.reserveCapacity(Self.count * Self.multiplesPerWindow)
        var base = EdwardsPoint.generator
        for _ in 0..<Self.count {
            var multiple = base
            points.append(multiple)
            for _ in 1..<Self.multiplesPerWindow {
                multiple = multiple + base
                points.append(multiple)
            }
            base = multiple.doubled
        }
        multiples = EdwardsPoint.addends(points)
    }

    /// `scalar`, below 2^255, times the generator. A sum of this curve is right for all points (RFC 8032, section
    /// 5.1.4), so that no scalar is a case of its own.
    ///
    /// Leaks: nothing. What is on the stack below is the caller's to wipe.
    func multiple(_ scalar: FixedLimbs<4>) -> EdwardsPoint {
        var sum = EdwardsPoint.neutral
        let all = multiples.span
        for index in 0..<Self.count {
            let start = index * Self.multiplesPerWindow
            let digit = SignedWindow(scalar, index, width: Self.width)
            sum = sum + EdwardsAddend(digit, of: all.extracting(start..<start + Self.multiplesPerWindow))
        }
        return sum
    }
}
