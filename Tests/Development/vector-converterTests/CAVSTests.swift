import Foundation
import Testing
import VectorFiles

@testable import vector_converter

@Suite("Response files of NIST")
struct CAVSTests {
    @Test("a digest's message has the bits that the file says, and both line ends are taken")
    func digests() throws {
        var conversion = Conversion()
        let text =
            "# CAVS\r\n\r\n[L = 32]\r\n\r\nLen = 0\r\nMsg = 00\r\nMD = AB\r\n\r\nLen = 8\r\nMsg = d3\r\nMD = cd\r\n"
        try conversion.convertDigests(text, digest: "sha256", origin: "a.rsp", to: "x/a")
        try conversion.check()
        let cases = try VectorFile(text: Array(conversion.files[0].text.utf8)).cases
        #expect(try cases.map { try $0.octets("message") } == [[], [0xD3]])
        #expect(try cases.map { try $0.octets("value") } == [[0xAB], [0xCD]])
    }

    @Test("a Monte Carlo checkpoint starts from the one before")
    func chain() throws {
        var conversion = Conversion()
        let text = "Seed = 01\n\nCOUNT = 0\nMD = 02\n\nCOUNT = 1\nMD = 03\n"
        try conversion.convertDigestChain(text, digest: "sha1", origin: "a.rsp", to: "x/a")
        let cases = try VectorFile(text: Array(conversion.files[0].text.utf8)).cases
        #expect(try cases.map { try $0.octets("seed") } == [[1], [2]])
        #expect(try cases.map { try $0.octets("value") } == [[2], [3]])
    }

    @Test("a case without a blank line before it is not lost")
    func noBlankLine() throws {
        let text =
            "n = 0f\n\ne = 03\nS = 01\nResult = P\ne = 05\nS = 02\nResult = F (2 - x)\n \ne = 07\nS = 03\n"
        let file = try CAVSFile(text, origin: "a.rsp", terminal: "S", kept: ["n"])
        #expect(file.published == 3)
        #expect(try file.records.map { try $0.figure("e") } == ["03", "05", "07"])
        #expect(try file.records.map { try $0.figure("n") } == ["0f", "0f", "0f"])
        #expect(throws: ConversionError.missingFigure("Result", file: "a.rsp", line: 12)) {
            try file.records[2].figure("Result")
        }
    }

    @Test("a case that was lost is an error")
    func lostCase() {
        var conversion = Conversion()
        // The second digest stands in the same block under a name that is no case's end.
        let text = "Len = 8\nMsg = d3\nMD = cd\n\nLen = 8\nMsg = d4\nMD= ce\nMD = cf\n"
        #expect(throws: ConversionError.self) {
            try conversion.convertDigests(text, digest: "sha256", origin: "a.rsp", to: "x/a")
        }
    }

    @Test("a line that is none of the format is an error")
    func malformed() {
        #expect(throws: ConversionError.malformed("a.rsp", line: 2)) {
            try CAVSFile("MD = 00\nwhat is this\n", origin: "a.rsp", terminal: "MD")
        }
    }

    @Test("figures that another file had before are left out, and booked")
    func repeated() throws {
        var conversion = Conversion()
        let first = "Len = 8\nMsg = d3\nMD = cd\n\n"
        try conversion.convertDigests(first, digest: "sha1", origin: "a.rsp", to: "x/a")
        let second = first + "Len = 8\nMsg = d4\nMD = ce\n"
        try conversion.convertDigests(second, digest: "sha1", origin: "b.rsp", to: "x/b")
        try conversion.check()
        #expect(
            conversion.ledger.text == """
                1\ta.rsp\tto\tx/a
                1\tb.rsp\tto\tx/b
                1\tb.rsp\tleft out\tthe same figures as in a.rsp

                """
        )
    }
}
