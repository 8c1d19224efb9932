internal import Glibc
internal import SecretMemory
internal import ToolSupport

/// The arguments of the process, byte for byte: a password need not be UTF-8, and is not put into a `String`.
struct ProcessArguments: ~Copyable {
    /// All arguments, one after the other. They are kept as a secret because one may be a password or a key.
    private let octets: SecretBytes
    private let ranges: [Range<Int>]
    /// Whether they are those of this process, which others can see.
    private let isOwn: Bool

    /// The arguments of this process, without its name.
    static func take() -> ProcessArguments {
        var ranges: [Range<Int>] = []
        var end = 0
        for index in 0..<ArgumentVector.count {
            let count = unsafe Int(strlen(ArgumentVector[index]))
            ranges.append(end..<end + count)
            end += count
        }
        let octets = SecretBytes(capacity: end) { output in
            for (index, range) in ranges.enumerated() {
                let argument = unsafe ArgumentVector[index]
                for position in 0..<range.count {
                    output.append(UInt8(bitPattern: unsafe argument[position]))
                }
            }
        }
        return ProcessArguments(octets: octets, ranges: ranges, isOwn: true)
    }

    /// Arguments for a test, none of them a secret.
    init(_ arguments: [[UInt8]]) {
        var ranges: [Range<Int>] = []
        for argument in arguments {
            let start = ranges.last?.upperBound ?? 0
            ranges.append(start..<start + argument.count)
        }
        let all = Array(arguments.joined())
        self.init(octets: SecretBytes(copying: all.span), ranges: ranges)
    }

    /// Arguments in `octets`, each in its range.
    init(octets: consuming SecretBytes, ranges: [Range<Int>], isOwn: Bool = false) {
        self.octets = octets
        self.ranges = ranges
        self.isOwn = isOwn
    }

    /// The number of arguments.
    var count: Int { ranges.count }

    /// The bytes of an argument.
    subscript(index: Int) -> Span<UInt8> {
        @_lifetime(borrow self)
        get { octets.span.extracting(ranges[index]) }
    }

    /// Overwrites secrets in the memory from which the system shows the process's arguments to every user, so that they
    /// can be seen only until this point.
    func hide(_ secrets: [ArgumentPart]) {
        guard isOwn else { return }
        for secret in secrets {
            let argument = unsafe ArgumentVector[secret.argument]
            for position in secret.start..<ranges[secret.argument].count {
                unsafe argument[position] = CChar(bitPattern: UInt8(ascii: "*"))
            }
        }
    }
}

extension ProcessArguments {
    /// Overwrites all arguments.
    func hideAll() {
        hide(ranges.indices.map { ArgumentPart(argument: $0, start: 0) })
    }
}

/// An argument, or the part of it after `--option=` or `-o`.
struct ArgumentPart: Equatable {
    /// The argument, counted from 0.
    var argument: Int
    /// The offset at which the part begins.
    var start: Int
}

extension ProcessArguments {
    /// The bytes of a part.
    subscript(part: ArgumentPart) -> Span<UInt8> {
        @_lifetime(borrow self)
        get {
            let argument = self[part.argument]
            return argument.extracting(part.start..<argument.count)
        }
    }

    /// The bytes of a part that is not secret.
    func octets(_ part: ArgumentPart) -> [UInt8] {
        [UInt8](copying: self[part])
    }

    /// A part that is not secret, as text. It must be UTF-8: a repaired path would name another file.
    func text(_ part: ArgumentPart) throws(Refusal) -> String {
        guard let text = String(validating: octets(part), as: UTF8.self) else {
            throw Usage.refusal("argument \(part.argument + 1) is not UTF-8")
        }
        return text
    }
}
