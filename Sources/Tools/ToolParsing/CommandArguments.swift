internal import ToolSupport

/// The arguments of the process, without its name.
enum CommandArguments {
    /// The bytes of each argument.
    static func octets() -> [[UInt8]] {
        var arguments: [[UInt8]] = []
        for index in 0..<ArgumentVector.count {
            let argument = unsafe ArgumentVector[index]
            var octets: [UInt8] = []
            while case let octet = unsafe argument[octets.count], octet != 0 {
                octets.append(UInt8(bitPattern: octet))
            }
            arguments.append(octets)
        }
        return arguments
    }

    /// The arguments as text.
    ///
    /// - Throws: ``ToolError/argumentNotUTF8(_:)`` for the first that is not UTF-8: a repaired name would be
    ///   another file's.
    static func texts(_ arguments: [[UInt8]]) throws(ToolError) -> [String] {
        var texts: [String] = []
        for argument in arguments {
            guard let text = String(validating: argument, as: UTF8.self) else {
                throw .argumentNotUTF8(texts.count + 1)
            }
            texts.append(text)
        }
        return texts
    }
}
