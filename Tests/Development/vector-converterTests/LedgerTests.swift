import Testing

@testable import vector_converter

@Suite("The converter's ledger")
struct LedgerTests {
    @Test("cases that are neither converted nor left out for a reason are an error")
    func unbalanced() throws {
        var ledger = Ledger()
        #expect(throws: ConversionError.unbalanced("a.rsp", published: 3, booked: 2)) {
            try ledger.book("a.rsp", cases: 3, converted: [(2, "x/a")])
        }
        #expect(ledger.entries.isEmpty)
        try ledger.book("a.rsp", cases: 3, converted: [(2, "x/a")], leftOut: [(1, "said twice")])
        #expect(ledger.text == "2\ta.rsp\tto\tx/a\n1\ta.rsp\tleft out\tsaid twice\n")
        #expect(ledger.converted(to: "x/a") == 2)
    }

    @Test("a file with another count of cases than the ledger has is an error")
    func fileBesideLedger() throws {
        var conversion = Conversion()
        var file = ConvertedFile(name: "x/a", suite: "digest")
        file.addCase("1", .valid, [("digest", .word("sha256"))])
        conversion.add(file)
        #expect(throws: ConversionError.unbalanced("x/a", published: 1, booked: 0)) { try conversion.check() }
        try conversion.ledger.book("a.rsp", cases: 1, converted: [(1, "x/a")])
        try conversion.check()
        try conversion.ledger.book("b.rsp", cases: 1, converted: [(1, "x/b")])
        #expect(throws: ConversionError.missing("x/b")) { try conversion.check() }
    }
}
