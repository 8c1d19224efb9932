import MessageDigests
import TestSupport
import Testing

@Suite("SHA-256 on the instructions and lanes of the processor")
struct SHA256InstructionTests {
    private static let reason: Comment =
        "this processor has no SHA instructions, or the package leaves them out"

    @Test(
        "compressing on the SHA instructions gives the state that compressing portably gives",
        .enabled(if: SHA256Compression.usesInstructions, reason)
    )
    func compressions() {
        var random = SeededRandom(seed: 18)
        for blockCount in 0...20 {
            // Also at addresses that are no multiple of 16.
            let octets = random.bytes(count: 64 * blockCount + 3)
            let state = words(8, &random)
            for offset in 0...3 {
                let blocks = octets.span.extracting(offset..<offset + 64 * blockCount)
                let own = compressed(blocks, state, of: SHA256Compression.self, SHA256Compression.compress)
                let other = compressed(
                    blocks,
                    state,
                    of: SHA256Compression.self,
                    SHA256Compression.compressPortably
                )
                #expect(own == other)
                #expect((own == state) == (blockCount == 0))
            }
        }
    }

    @Test("a chain of codes is that of digests taken one after the other", arguments: [0, 1, 2, 17])
    func chains(codeCount: Int) {
        var random = SeededRandom(seed: 19)
        for _ in 0..<5 {
            let figure = Figure(&random)
            var chains = SHA256Chains(count: 1)
            figure.start(&chains, 0)
            chains.extend(first: 1, by: codeCount)
            #expect(sum(chains, 0) == figure.sum(codeCount))
            var portable = SHA256Chains(count: 1)
            figure.start(&portable, 0)
            portable.extendPortably(by: codeCount)
            #expect(sum(portable, 0) == figure.sum(codeCount))
        }
    }

    @Test("a chain that is extended twice goes on where it was")
    func extensions() {
        var random = SeededRandom(seed: 20)
        let figure = Figure(&random)
        var chains = SHA256Chains(count: 1)
        figure.start(&chains, 0)
        chains.extend(first: 1, by: 3)
        chains.extendPortably(by: 2)
        chains.extend(first: 1, by: 4)
        #expect(sum(chains, 0) == figure.sum(9))
    }

    @Test(
        "many chains side by side are those of digests taken one after the other",
        arguments: [1, 2, 8, 9, 15, 16, 17],
        [0, 1, 2, 17]
    )
    func manyChains(count: Int, codeCount: Int) {
        var random = SeededRandom(seed: 21)
        let figures = (0..<count).map { _ in Figure(&random) }
        for chainCount in [SHA256Chains.laneCount, 20] where chainCount >= count {
            var chains = SHA256Chains(count: chainCount)
            for (lane, figure) in figures.enumerated() {
                figure.start(&chains, lane)
            }
            chains.extend(first: count, by: codeCount)
            for (lane, figure) in figures.enumerated() {
                #expect(sum(chains, lane) == figure.sum(codeCount), "chain \(lane)")
            }
        }
    }
}

/// What a chain begins with, and its sum by digests of whole messages.
private struct Figure {
    var innerBlock: [UInt8]
    var outerBlock: [UInt8]
    var code: [UInt8]

    init(_ random: inout SeededRandom) {
        innerBlock = random.bytes(count: 64)
        outerBlock = random.bytes(count: 64)
        code = random.bytes(count: 32)
    }

    func start(_ chains: inout SHA256Chains, _ lane: Int) {
        var inner = SHA256()
        inner.update(innerBlock.span)
        var outer = SHA256()
        outer.update(outerBlock.span)
        chains.start(lane, inner: inner, outer: outer, code: code.span)
    }

    func sum(_ codeCount: Int) -> [UInt8] {
        var (code, sum) = (code, code)
        for _ in 0..<codeCount {
            let inner = SHA256.hash((innerBlock + code).span)
            code = SHA256.hash((outerBlock + inner).span)
            sum = zip(sum, code).map { $0 ^ $1 }
        }
        return sum
    }
}

private func sum(_ chains: borrowing SHA256Chains, _ lane: Int) -> [UInt8] {
    var sum = [UInt8](repeating: 0, count: 32)
    var span = sum.mutableSpan
    chains.writeSum(of: lane, to: &span, at: 0)
    return sum
}

private func words(_ count: Int, _ random: inout SeededRandom) -> [UInt32] {
    (0..<count).map { _ in UInt32(truncatingIfNeeded: random.next()) }
}
