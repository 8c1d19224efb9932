import Testing
import VectorFiles

@Suite("Vector files")
struct VectorFileTests {
    private func read(_ lines: String...) throws(VectorFileError) -> VectorFile {
        try VectorFile(text: Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    private let head = "vectors 1\nsuite hmac"

    @Test("a file gives its suite, its origins, and its cases with the fields of their groups")
    func wholeFile() throws {
        let file = try read(
            head,
            "from one.json",
            "from two.json",
            "group",
            "  digest sha256",
            "case 1 valid",
            "  key 00ff",
            "  message",
            "case a/b.pem invalid Weak Old",
            "  message 61*5",
            "group",
            "case 3 acceptable",
            "  iterations 4096"
        )
        #expect(file.suite == "hmac")
        #expect(file.origins == ["one.json", "two.json"])
        #expect(file.cases.map(\.identifier) == ["1", "a/b.pem", "3"])
        #expect(file.cases.map(\.result) == [.valid, .invalid, .acceptable])
        #expect(file.cases.map(\.flags) == [[], ["Weak", "Old"], []])
        #expect(file.cases.map(\.line) == [7, 10, 13])
        #expect(try file.cases[0].word("digest") == "sha256")
        #expect(try file.cases[0].octets("key") == [0x00, 0xFF])
        #expect(try file.cases[0].octets("message") == [])
        #expect(try file.cases[1].word("digest") == "sha256")
        #expect(try file.cases[1].octets("message") == Array("aaaaa".utf8))
        #expect(try file.cases[2].number("iterations") == 4096)
        #expect(file.cases[1].names == ["digest", "message"])
        #expect(!file.cases[2].has("digest"))
        #expect(!file.cases[1].has("key"))
    }

    @Test("a file that does not say that it is one, or has no case, is refused")
    func wrongHead() {
        #expect(throws: VectorFileError.notAVectorFile) { try VectorFile(text: []) }
        #expect(throws: VectorFileError.notAVectorFile) { try read("vectors 2", "suite hmac") }
        #expect(throws: VectorFileError.noCases) { try read("vectors 1") }
        #expect(throws: VectorFileError.noCases) { try read(head, "group", "  digest sha256") }
        #expect(throws: VectorFileError.malformedLine(2)) { try read("vectors 1", "group") }
        #expect(throws: VectorFileError.malformedLine(2)) { try read("vectors 1", "suite Two") }
    }

    @Test(
        "a line that is none of the format is refused with its number",
        arguments: [
            "", " ", "# remark", "case 1", "case 1 right", "case  1 valid", "case 1 valid A A",
            "case 1 valid ",
            "group 1", "group ", "from", "from a b", " key 00", "   key 00", "  key  00", "  key 00 ",
            "  Key 00",
            "  key\t00", "  ", "  ke\u{FC} 00", "cases 1 valid", "\r",
        ]
    )
    func malformedLine(line: String) {
        #expect(throws: VectorFileError.malformedLine(3)) { try read(head, line, "case 9 valid") }
    }

    @Test("a last line without its end is refused")
    func cutOff() {
        let text = Array("vectors 1\nsuite hmac\ncase 1 valid".utf8)
        #expect(throws: VectorFileError.malformedLine(3)) { try VectorFile(text: text) }
    }

    @Test("an origin after the first case is refused")
    func lateOrigin() {
        #expect(throws: VectorFileError.malformedLine(4)) { try read(head, "case 1 valid", "from a.json") }
    }

    @Test("nothing is given twice: a field in its case or group, an identifier in its file")
    func repeated() {
        #expect(throws: VectorFileError.repeatedField("key", line: 5)) {
            try read(head, "case 1 valid", "  key 00", "  key 01")
        }
        #expect(throws: VectorFileError.repeatedField("key", line: 6)) {
            try read(head, "group", "  key 00", "case 1 valid", "  key 01")
        }
        #expect(throws: VectorFileError.repeatedCase("1", line: 5)) {
            try read(head, "case 1 valid", "  key 00", "case 1 valid")
        }
    }

    @Test("a figure that is missing, or none of the kind asked for, is an error with the case's line")
    func wrongFigures() throws {
        let file = try read(
            head,
            "case 1 valid",
            "  key 0g",
            "  tag 000",
            "  repeated 00*x",
            "  many 00*99999999"
        )
        let only = file.cases[0]
        #expect(throws: VectorFileError.missingField("salt", line: 3)) { try only.octets("salt") }
        #expect(throws: VectorFileError.missingField("salt", line: 3)) { try only.word("salt") }
        #expect(throws: VectorFileError.notOctets("key", line: 3)) { try only.octets("key") }
        #expect(throws: VectorFileError.notOctets("tag", line: 3)) { try only.octets("tag") }
        #expect(throws: VectorFileError.notOctets("repeated", line: 3)) { try only.octets("repeated") }
        #expect(throws: VectorFileError.notOctets("many", line: 3)) { try only.octets("many") }
        #expect(throws: VectorFileError.notANumber("key", line: 3)) { try only.number("key") }
    }

    @Test("a file that is not there is an error with its path")
    func missingFile() {
        let path = "/nowhere/a.txt"
        #expect(throws: VectorFileError.unreadable(path: path, code: 2)) { try VectorFile(path: path) }
        #expect(throws: VectorFileError.noFolder(near: "/nowhere/a.swift")) {
            try VectorFolder(near: "/nowhere/a.swift")
        }
    }
}
