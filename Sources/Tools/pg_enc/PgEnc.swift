internal import Glibc
internal import SecretMemory
internal import ToolSupport

/// `pg_enc`: entries for Pgpool-II's `pool_passwd`, with the interface of Pgpool-II's program of the same name.
@main
struct PgEnc {
    static func main() {
        ProcessProtection.begin()
        let arguments = ProcessArguments.take()
        exit(run(arguments))
    }

    /// Does what the arguments say, and returns the exit status.
    static func run(_ arguments: borrowing ProcessArguments) -> Int32 {
        do throws(Refusal) {
            return try perform(try settings(arguments), arguments)
        } catch {
            try? StandardStream.error.write(error.text)
            return 1
        }
    }

    /// Reads the arguments; hides those that are secrets, or all of them if that cannot be determined.
    private static func settings(_ arguments: borrowing ProcessArguments) throws(Refusal) -> Settings {
        do throws(Refusal) {
            let settings = try Settings(arguments)
            arguments.hide(settings.secretArguments)
            if let number = settings.unusedPassword {
                warn("WARNING: argument \(number) is not used: the password comes from elsewhere")
            }
            // Mostly a variable that is not set.
            for option in settings.emptyOptions {
                warn("WARNING: --\(option.rawValue) is empty, and counts as not given")
            }
            return settings
        } catch {
            arguments.hideAll()
            throw error
        }
    }

    private static func perform(
        _ settings: Settings,
        _ arguments: borrowing ProcessArguments
    ) throws(Refusal) -> Int32 {
        switch settings.action {
        case .help:
            try write(Usage.text)
            return 0
        case .version:
            try write(PackageVersion.current + "\n")
            return 0
        case .list: return try list(settings)
        case .check: return try check(settings, arguments)
        case .delete(let user): return try delete(user, settings)
        case .generateKey: return try generateKey(settings)
        case .inputFile(let path): return try encryptFile(path, settings, arguments)
        case .password: return try encryptPassword(settings, arguments)
        }
    }

    /// Writes to standard output.
    static func write(_ text: String) throws(Refusal) {
        do throws(ToolError) {
            try StandardStream.output.write(text)
        } catch {
            throw Refusal("\(error)")
        }
    }

    /// Writes what was found in a file of passwords, or on standard input, to standard error.
    static func warnOfInput(_ line: String) { warn("WARNING: \(line)") }

    /// Writes a line to standard error. A failure is ignored: there is nowhere left to report it.
    static func warn(_ line: String) {
        try? StandardStream.error.write(line + "\n")
    }
}
