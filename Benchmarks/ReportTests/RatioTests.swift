import Testing

@testable import Report

@Suite("Ratios of samples")
struct RatioTests {
    @Test(
        "a quantile lies on the straight line between the values next to it",
        arguments: [
            (0.0, 1.0), (0.1, 1.4), (0.5, 3.0), (0.625, 3.5), (0.9, 4.6), (1.0, 5.0),
        ]
    )
    func quantiles(part: Double, expected: Double) {
        #expect(abs(quantile(part, of: [5, 1, 4, 2, 3]) - expected) < 1e-12)
    }

    @Test("of one value every quantile is that one, and the median of two is their mean")
    func few() {
        #expect(quantile(0.9, of: [7]) == 7)
        #expect(median([4, 1]) == 2.5)
    }

    @Test("a ratio is of samples next to each other, so that what slows both is no part of it")
    func drift() {
        // The machine is three times slower in the second half.
        let theirs = [10.0, 10, 10, 30, 30, 30]
        let ratio = Ratio(of: theirs.map { $0 / 2 }, to: theirs, isMean: false)
        #expect(ratio.value == 0.5)
        #expect(ratio.spread == 0.5...0.5)
    }

    @Test("a ratio of means is that of the sums, whatever the samples next to each other are")
    func means() {
        let ratio = Ratio(of: [1, 5], to: [4, 2], isMean: true)
        #expect(ratio.value == 1)
        #expect(ratio.spread.lowerBound < 0.5 && ratio.spread.upperBound > 2)
    }

    @Test("it is lost where nine samples of ten are, and not where the spread reaches 1")
    func lost() {
        let others = [Double](repeating: 100, count: 11)
        func isLost(_ own: [Double]) -> Bool { Ratio(of: own, to: others, isMean: false).isLost }
        #expect(isLost([90] + [Double](repeating: 110, count: 10)))
        #expect(!isLost([90, 90] + [Double](repeating: 110, count: 9)))
        #expect(!isLost(others))
        #expect(!isLost([Double](repeating: 90, count: 11)))
    }
}
