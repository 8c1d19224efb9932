import Testing

@testable import NodeEncryption

/// Whoever fills a file or a folder without end gets a status that ends.
@Suite("What status looks at is bounded, and what is left out is counted")
struct StatusBoundsTests {
    @Test("of findings of one code the first hundred are kept, and the others are one")
    func findings() throws {
        var status = try NodeStatus(
            notFound: .foreignPlace(setting: "hba_file", path: "/a", configuration: "/b", option: "--hba"),
            options: ""
        )
        for line in 1...1_000 { status.add(.poolEntryPlain, "plain", path: "/pool_passwd", line: line) }
        status.addRest()
        let found = status.findings.filter { $0.code == .poolEntryPlain }
        #expect(found.count == 101)
        #expect(found.last?.text == "and 900 more of this kind (pool-entry-plain)")
        #expect(status.level == .broken)
    }

    @Test("the keys of a thousand clients are looked at, and not as many of the greatest length")
    func keys() {
        var usual = KeyBudget()
        for number in 0..<1_002 { _ = usual.takes("\(number)", byteCount: 1_704) }
        #expect(usual.refused == nil)
        var long = KeyBudget()
        // A file of 16,384 bits has some 12,900 bytes.
        let taken = (0..<1_000).filter { long.takes("\($0)", byteCount: 12_900) }.count
        #expect((1...16).contains(taken))
        #expect(long.refused == "\(taken)" && long.refusedCount == 1_000 - taken)
    }
}
