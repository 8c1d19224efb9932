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
}
