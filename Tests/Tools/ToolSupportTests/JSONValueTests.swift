import Foundation
import Testing
import ToolSupport

@Suite("JSON")
struct JSONValueTests {
    @Test("Foundation reads back what is written, also what must be escaped")
    func reread() throws {
        let awkward = "quote \" back\\slash \n\t\u{0}\u{1F}\u{7F}\u{2028} ☃ 𝄞"
        let value: JSONValue = [
            "text": .string(awkward), "list": [1, -2, true, false, .null, [:], []], awkward: "name",
        ]
        let read = try JSONSerialization.jsonObject(with: Data(value.description.utf8))
        let members = try #require(read as? [String: Any])
        #expect(members["text"] as? String == awkward)
        #expect(members[awkward] as? String == "name")
        let list = try #require(members["list"] as? [Any])
        #expect(list.count == 7)
        #expect(list[0] as? Int == 1)
        #expect(list[1] as? Int == -2)
        #expect(list[2] as? Bool == true)
        #expect(list[4] is NSNull)
    }

    @Test("It is one line, and the members stay in order")
    func line() {
        let value: JSONValue = ["b": "x\ny", "a": 1]
        #expect(value.description == #"{"b":"x\u000ay","a":1}"#)
    }

    @Test("controls, and separators that end a line elsewhere, are escaped, and nothing beside them is")
    func escapes() {
        for (scalar, isEscaped) in [
            (0x00, true), (0x1F, true), (0x20, false), (0x21, false), (0x7E, false), (0x7F, true),
            (0x9F, true),
            (0xA0, false), (0x2027, false), (0x2028, true), (0x2029, true), (0x202A, false),
        ] as [(UInt32, Bool)] {
            let text = String(Unicode.Scalar(scalar)!)
            let digits = String(scalar, radix: 16)
            let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            #expect(
                JSONValue.string(text).description == "\"" + (isEscaped ? escape : text) + "\"",
                "\(digits)"
            )
        }
    }

    @Test("every kind of value is written as RFC 8259 has it")
    func kinds() {
        let value: JSONValue = ["a": [true, false, .null, 7, "x", [:], []], "b": .object([])]
        #expect(value.description == #"{"a":[true,false,null,7,"x",{},[]],"b":{}}"#)
    }

    @Test("members are put behind those of an object, and of nothing else")
    func with() {
        let one: JSONValue = ["a": 1], two: JSONValue = ["b": 2]
        #expect(one.with(two) == ["a": 1, "b": 2])
        #expect(one.with([1]) == one)
        #expect(JSONValue.integer(1).with(two) == 1)
    }
}
