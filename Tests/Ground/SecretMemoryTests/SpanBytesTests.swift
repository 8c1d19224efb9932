import SecretMemory
import Testing

@Suite("Octets of a span")
struct SpanOctetsTests {
    @Test("A copy has the same octets")
    func array() {
        for octets in [[], [0], [1, 2, 255]] as [[UInt8]] {
            let copy = [UInt8](copying: octets.span)
            #expect(copy == octets)
        }
    }

    @Test(
        "Octets start with each of their beginnings, and with nothing else",
        arguments: [
            ([], true), ([1], true), ([1, 2, 3], true), ([2], false), ([1, 2, 4], false), ([0, 2], false),
            ([1, 2, 3, 4], false),
        ] as [([UInt8], Bool)]
    )
    func beginning(prefix: [UInt8], expected: Bool) {
        let octets: [UInt8] = [1, 2, 3]
        let answer = octets.span.starts(with: prefix)
        #expect(answer == expected)
    }
}
