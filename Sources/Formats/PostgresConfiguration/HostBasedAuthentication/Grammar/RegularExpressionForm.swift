/// What is sure of a regular expression as the server compiles it, which takes advanced ones (PostgreSQL's
/// documentation, section "Regular Expression Details").
///
/// What cannot be told here are back references, constraints, bounds, classes and ranges by names, and whatever begins
/// with a director or with options; for those only the server can say whether they compile.
enum RegularExpressionForm: Equatable {
    /// It compiles.
    case valid
    /// It does not.
    case invalid
    /// The server has to be asked.
    case unclear

    init(_ expression: some Sequence<UInt8>) {
        let octets = Array(expression)
        // Of what is long or nested deeply the server may say that it is too complex.
        guard octets.count <= 1000, String(validating: octets, as: UTF8.self) != nil else {
            self = .unclear
            return
        }
        var reading = Reading(rest: octets[...])
        self = reading.form()
    }

    private struct Reading {
        var rest: ArraySlice<UInt8>
        var depth = 0
        /// Whether what stands before can be repeated.
        var isAtom = false

        mutating func form() -> RegularExpressionForm {
            while let octet = rest.popFirst() {
                switch octet {
                case UInt8(ascii: "\\"):
                    guard let escaped = rest.popFirst() else { return .invalid }
                    // What is neither a letter nor a digit stands for itself.
                    let isClass = "dswDSW".utf8.contains(escaped)
                    guard isClass || escaped < 128 && !isUnitLetter(escaped) && !isDigit(escaped) else {
                        return .unclear
                    }
                    isAtom = true
                case UInt8(ascii: "["): guard let form = bracket() else { continue }; return form
                case UInt8(ascii: "("):
                    if rest.first == UInt8(ascii: "?") || depth == 50 { return .unclear }
                    depth += 1
                    isAtom = false
                case UInt8(ascii: ")"):
                    if depth == 0 { return .unclear }
                    depth -= 1
                    isAtom = true
                case UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "$"): isAtom = false
                case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
                    guard isAtom else { return .unclear }
                    // A question mark behind a quantifier makes it take as little as can be.
                    if rest.first == UInt8(ascii: "?") { rest.removeFirst() }
                    isAtom = false
                case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "]"): return .unclear
                default: isAtom = true
                }
            }
            return depth == 0 ? .valid : .invalid
        }

        /// Reads a bracket expression of single characters and ranges of letters or digits; `nil` where it is one.
        private mutating func bracket() -> RegularExpressionForm? {
            if rest.first == UInt8(ascii: "^") { rest.removeFirst() }
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else {
                return rest.contains { "[\\".utf8.contains($0) } ? .unclear : .invalid
            }
            var content = rest[..<end]
            rest = rest[(end + 1)...]
            if content.isEmpty { return .unclear }
            while let octet = content.popFirst() {
                guard isLetterOrDigit(octet) || " .@+".utf8.contains(octet) else {
                    // A hyphen at the end stands for itself.
                    if octet == UInt8(ascii: "-"), content.isEmpty { break }
                    return .unclear
                }
                guard content.first == UInt8(ascii: "-"), content.count > 1 else { continue }
                content.removeFirst()
                guard let last = content.popFirst(), octet <= last, octet < 128, last < 128,
                    isUnitLetter(octet) && isUnitLetter(last) || isDigit(octet) && isDigit(last)
                else { return .unclear }
            }
            isAtom = true
            return nil
        }
    }
}
