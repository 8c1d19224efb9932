internal import TextEncodings
internal import VectorFiles

/// Octets and their Base64.
struct Base64Suite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let octets = try vector.octets("octets")
        let text = try vector.octets("text")
        guard Array(Base64.encode(octets.span).utf8) == text else { return .refused("the text is different") }
        return (try? Base64.decode(text.span)) == octets ? .accepted : .refused("the bytes are different")
    }
}

/// Octets and their hexadecimal, which is published in upper case and written here in lower case.
struct Base16Suite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let octets = try vector.octets("octets")
        let text = String(decoding: try vector.octets("text"), as: UTF8.self)
        guard Hexadecimal.encode(octets.span) == text.lowercased() else {
            return .refused("the text is different")
        }
        return (try? Hexadecimal.decode(Array(text.utf8).span)) == octets
            ? .accepted : .refused("the bytes are different")
    }
}
