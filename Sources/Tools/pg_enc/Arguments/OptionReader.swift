/// Reads arguments as C's `getopt_long` does, which is what the original's callers are used to: letters in one
/// cluster, values in the same argument or the next, long names shortened as far as they stay unique, options after
/// operands, and `--` before operands that begin with a dash.
///
/// ArgumentParser would read most of it, but it takes arguments as `String`, which is no place for a secret, and which
/// changes a password that is not UTF-8. No error repeats an argument that was not understood: it may be a password
/// that begins with a dash, and errors end up in logs.
struct OptionReader {
    /// The options in their order, with their values.
    private(set) var options: [(option: Option, value: ArgumentPart?)] = []

    /// The arguments that are not options.
    private(set) var operands: [ArgumentPart] = []

    init(_ arguments: borrowing ProcessArguments) throws(Refusal) {
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            let dash = UInt8(ascii: "-")
            if argument.count < 2 || argument[0] != dash {
                operands.append(ArgumentPart(argument: index, start: 0))
            } else if argument[1] != dash {
                try readCluster(&index, arguments)
            } else if argument.count == 2 {
                operands += (index + 1..<arguments.count).map { ArgumentPart(argument: $0, start: 0) }
                return
            } else {
                try readLong(&index, arguments)
            }
            index += 1
        }
    }

    private mutating func readCluster(
        _ index: inout Int,
        _ arguments: borrowing ProcessArguments
    ) throws(Refusal) {
        let argument = arguments[index]
        var position = 1
        while position < argument.count {
            let letter = Character(UnicodeScalar(argument[position]))
            guard let option = Option.allCases.first(where: { $0.letter == letter }) else {
                throw Self.unknown(index)
            }
            position += 1
            guard option.takesValue else {
                options.append((option, nil))
                continue
            }
            if position < argument.count {
                options.append((option, ArgumentPart(argument: index, start: position)))
            } else if index + 1 < arguments.count {
                index += 1
                options.append((option, ArgumentPart(argument: index, start: 0)))
            } else {
                throw Usage.refusal("option requires an argument -- '\(letter)'")
            }
            return
        }
    }

    private mutating func readLong(
        _ index: inout Int,
        _ arguments: borrowing ProcessArguments
    ) throws(Refusal) {
        let argument = arguments[index]
        var end = 2
        while end < argument.count, argument[end] != UInt8(ascii: "=") { end += 1 }
        let option = try Self.option(named: argument.extracting(2..<end), index)
        if end < argument.count {
            guard option.takesValue else {
                throw Usage.refusal("option '--\(option.rawValue)' doesn't allow an argument")
            }
            options.append((option, ArgumentPart(argument: index, start: end + 1)))
        } else if !option.takesValue {
            options.append((option, nil))
        } else if index + 1 < arguments.count {
            index += 1
            options.append((option, ArgumentPart(argument: index, start: 0)))
        } else {
            throw Usage.refusal("option '--\(option.rawValue)' requires an argument")
        }
    }

    /// The option with that name, or whose name begins with it. The original's options take precedence over ours, so
    /// that an abbreviation that it accepts is not ambiguous here.
    private static func option(named name: Span<UInt8>, _ index: Int) throws(Refusal) -> Option {
        var beginnings: [Option] = []
        for option in Option.allCases {
            let full = option.rawValue.utf8.span
            guard full.count >= name.count else { continue }
            guard name.indices.allSatisfy({ name[$0] == full[$0] }) else { continue }
            if full.count == name.count { return option }
            beginnings.append(option)
        }
        let original = beginnings.filter { $0.letter != nil }
        let candidates = original.isEmpty ? beginnings : original
        guard let only = candidates.first else { throw unknown(index) }
        guard candidates.count == 1 else {
            let names = candidates.map { " '--\($0.rawValue)'" }.joined()
            let name = only.rawValue.prefix(name.count)
            throw Usage.refusal("option '--\(name)' is ambiguous; possibilities:\(names)")
        }
        return only
    }

    private static func unknown(_ index: Int) -> Refusal {
        Usage.refusal(
            "argument \(index + 1) has an unknown option; put -- before a password that begins with -"
        )
    }
}
