internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// Writes the form in which the tool keeps what it must remember: a first line, then values as netstrings, then the
/// SHA-256 of all before.
///
/// Every value is its count of octets in decimal, a colon, the octets, and a newline. What is written may hold keys,
/// so that it is put together in memory that wipes itself.
struct StateWriter {
    private enum Part {
        case text([UInt8])
        case content(SharedSecret)

        var count: Int {
            switch self {
            case .text(let octets): octets.count
            case .content(let content): content.count
            }
        }
    }

    private var parts: [Part]

    init(kind: String) {
        parts = [.text(Array("\(kind)\n".utf8))]
    }

    mutating func append(_ text: String) {
        append(.text(Array(text.utf8)))
    }

    mutating func append(_ number: Int) { append(String(number)) }

    mutating func append(_ content: SharedSecret) {
        append(.content(content))
    }

    private mutating func append(_ part: Part) {
        parts += [.text(Array("\(part.count):".utf8)), part, .text([10])]
    }

    func finish() -> SecretBytes {
        let count = parts.reduce(0) { $0 + $1.count }
        let body = SecretBytes(capacity: count) { output in
            for part in parts {
                switch part {
                case .text(let octets): for octet in octets { output.append(octet) }
                case .content(let content):
                    content.withSpan { span in
                        output.append(copying: span)
                    }
                }
            }
        }
        let digest = Array((Hexadecimal.encode(SHA256.hash(body.span).span) + "\n").utf8)
        return SecretBytes(capacity: count + digest.count) { output in
            output.append(copying: body.span)
            for octet in digest { output.append(octet) }
        }
    }
}
