import Foundation
import Testing
import VectorFiles

@testable import vector_converter

@Suite("Wycheproof files")
struct WycheproofTests {
    private func json(count: Int, result: String = "valid") -> Data {
        Data(
            """
            {"algorithm": "HMACSHA256", "numberOfTests": \(count), "testGroups": [
            {"type": "MacTest", "keySize": 16, "tagSize": 128, "tests": [
            {"tcId": 7, "comment": "a sentence", "flags": ["Old"], "key": "0A", "msg": "", "tag": "ff",
            "result": "\(result)"}]}]}
            """.utf8
        )
    }

    @Test("the figures come over, the sentences do not")
    func figures() throws {
        var conversion = Conversion()
        try conversion.convertWycheproof(json(count: 1), origin: "h_test.json", to: "wycheproof/h")
        try conversion.check()
        #expect(
            conversion.files[0].text == """
                vectors 1
                suite hmac
                from h_test.json
                group
                  digest sha256
                  tag-bits 128
                case 7 valid Old
                  key 0a
                  message
                  tag ff

                """
        )
        #expect(try VectorFile(text: Array(conversion.files[0].text.utf8)).cases.count == 1)
    }

    @Test("a file that says it has more cases than were found is an error")
    func missingCase() {
        var conversion = Conversion()
        #expect(throws: ConversionError.unbalanced("h_test.json", published: 2, booked: 1)) {
            try conversion.convertWycheproof(json(count: 2), origin: "h_test.json", to: "wycheproof/h")
        }
    }

    @Test("a result that is not known is an error")
    func unknownResult() {
        var conversion = Conversion()
        #expect(throws: ConversionError.unknown("the result maybe", file: "h_test.json")) {
            try conversion.convertWycheproof(
                json(count: 1, result: "maybe"),
                origin: "h_test.json",
                to: "x/h"
            )
        }
    }
}
