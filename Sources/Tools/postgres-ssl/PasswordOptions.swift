internal import ArgumentParser
internal import DurableFiles
internal import NodePlatform
internal import SecretMemory
internal import ToolParsing
internal import ToolSupport

/// Where passwords come from; never from the arguments, which every user of the host can read.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from the first line of standard input.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("Read the password from the first line of this file.", valueName: "file"))
    var passwordFile: String?

    /// The lines that were given, without their endings; none if nothing was given.
    func lines() throws -> [SharedSecret] {
        try GivenValues.require([("--password-file", passwordFile)])
        if passwordStdin, passwordFile != nil {
            throw ToolFailure("--password-stdin and --password-file cannot be used together", status: .usage)
        }
        if passwordStdin {
            return try SecretLines.lines(from: .standardInput, as: "a password", saying: PostgresSSL.say)
        }
        guard let passwordFile else { return [] }
        return try SecretLines.lines(
            from: .file(passwordFile, .trusted),
            as: "a password",
            saying: PostgresSSL.say
        )
    }
}
