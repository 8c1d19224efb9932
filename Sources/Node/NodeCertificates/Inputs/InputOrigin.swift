/// Where the value of an input came from, so that an error can name it.
package enum InputOrigin: Hashable, Sendable {
    /// A positional argument, by its name in the help.
    case argument(String)
    /// An option.
    case option(String)
    /// A variable of the environment.
    case variable(String)
    /// A variable of the platform's metadata.
    case metadata(String, path: String)
    /// The host's own name.
    case hostName
    /// The default.
    case standard(String)
}

extension InputOrigin {
    /// The option that gives a server a further name.
    package static let san = InputOrigin.option("--san")

    /// Whether whoever gave the value meant a certificate to have it from now on: `--san`, or `KEY_SAN`, which no
    /// original reads. The host's name and `KEY_HOST` change for other reasons.
    var asksForName: Bool {
        switch self {
        case .option: self == .san
        case .variable("KEY_SAN"), .metadata("KEY_SAN", _): true
        case .argument, .variable, .metadata, .hostName, .standard: false
        }
    }
}

extension InputOrigin: CustomStringConvertible {
    /// What the operator calls the input.
    package var description: String {
        switch self {
        case .argument(let name), .option(let name), .variable(let name), .standard(let name): name
        case .metadata(let name, let path): "\(name) in \(path)"
        case .hostName: "the name of this host"
        }
    }
}

/// A text that was given for an input.
struct Input: Hashable, Sendable {
    let text: String
    let origin: InputOrigin
}

extension Input {
    /// The text that `bytes` encode; an error if they are not UTF-8, since a repaired text would be a different one.
    init(_ bytes: [UInt8], _ origin: InputOrigin) throws(NodeCertificatesError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Input(text: String(decoding: bytes, as: UTF8.self), origin: origin).refused(by: .text)
        }
        self.init(text: text, origin: origin)
    }
}
