package import ArgumentParser
internal import Glibc
internal import NodePlatform
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// A command-line tool: it parses its arguments and runs; an error becomes one line and an exit status.
package protocol Tool: ParsableCommand {
    /// The tool's name, with which its error lines begin.
    static var toolName: String { get }

    /// What the tool answers before anything is parsed; `nil`: nothing.
    static var early: EarlyAnswer? { get }
}

extension Tool {
    /// Runs the tool with the process's arguments and exits.
    ///
    /// Every error is one line on standard error, beginning with the tool's name. An error in the arguments exits with
    /// `ExitStatus.usage`, any other error with its own status. Help and version go to standard output.
    package static func runAndExit() -> Never {
        ProcessProtection.begin()
        ArgumentVector.find()
        let arguments = CommandArguments.octets()
        if let answer = early?.text(for: arguments, columns: EarlyAnswer.columns) { Glibc.exit(show(answer)) }
        SearchPath.complete()
        Glibc.exit(run(octets: arguments))
    }

    /// Runs the tool with these arguments, which must be UTF-8, and returns the exit status.
    static func run(octets arguments: [[UInt8]]) -> Int32 {
        do throws(ToolError) {
            return run(try CommandArguments.texts(arguments))
        } catch {
            return fail(error)
        }
    }

    /// Runs the tool with these arguments, and returns the exit status.
    static func run(_ arguments: [String]) -> Int32 {
        if let topic = unknownTopic(arguments) {
            say("there is no subcommand \"\(printable(topic))\" (see \(toolName) --help)")
            return ExitStatus.usage.rawValue
        }
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            return ExitStatus.success.rawValue
        } catch let error as any OperatorError {
            return fail(error)
        } catch {
            let exitCode = exitCode(for: error)
            guard exitCode != .success else {
                return show(fullMessage(for: error) + "\n")
            }
            say("\(message(for: error)) (see \(helpCommand(for: error)))")
            return exitCode.rawValue
        }
    }

    /// The word behind `help` that is no subcommand, where the parser would show the tool's own help.
    private static func unknownTopic(_ arguments: [String]) -> String? {
        guard arguments.first == "help", !configuration.subcommands.isEmpty else { return nil }
        var command: any ParsableCommand.Type = Self.self
        for word in arguments.dropFirst() where !word.utf8.starts(with: "-".utf8) {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == word })
            else {
                return word
            }
            command = next
        }
        return nil
    }

    /// The command that shows the help of the subcommand that an error is about, which ends the parser's own message.
    private static func helpCommand(for error: any Error) -> String {
        let line = fullMessage(for: error).utf8.split(separator: UInt8(ascii: "\n")).last
        let parts = line?.split(separator: UInt8(ascii: "'")) ?? []
        let isHint = parts.count == 3 && parts[0].suffix(4).elementsEqual("See ".utf8)
        return isHint ? String(Substring(parts[1])) : "\(toolName) --help"
    }

    /// Writes help or version, and returns the exit status.
    private static func show(_ text: String) -> Int32 {
        do throws(ToolError) {
            try StandardStream.output.write(text)
            return ExitStatus.success.rawValue
        } catch {
            return fail(error)
        }
    }

    private static func fail(_ error: any OperatorError) -> Int32 {
        say(error.description)
        return error.exitStatus.rawValue
    }

    /// Writes a line to standard error, beginning with the tool's name.
    package static func say(_ line: String) {
        let text = line.split(whereSeparator: \.isNewline).joined(separator: " ")
        try? StandardStream.error.write("\(toolName): \(text)\n")
    }
}
