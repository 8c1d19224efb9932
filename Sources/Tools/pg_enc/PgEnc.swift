internal import Glibc
internal import ToolSupport

/// `pg_enc`: passwords for Pgpool-II's `pool_passwd`, as the program of that name of Pgpool-II takes and gives them.
@main
struct PgEnc {
    static func main() {
        let arguments = ProcessArguments.take()
        exit(run(arguments))
    }

    /// Does what the arguments say; the exit status.
    static func run(_ arguments: borrowing ProcessArguments) -> Int32 {
        do throws(Refusal) {
            return try perform(try settings(arguments), arguments)
        } catch {
            try? StandardStream.error.write(error.text)
            return 1
        }
    }

    /// What the arguments say; those that are secrets are hidden, and all where it cannot be said which are.
    private static func settings(_ arguments: borrowing ProcessArguments) throws(Refusal) -> Settings {
        do throws(Refusal) {
            let settings = try Settings(arguments)
            arguments.hide(settings.secretArguments)
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

    /// Writes a line to standard error; nobody is left to be told where that is closed.
    static func warn(_ line: String) {
        try? StandardStream.error.write(line + "\n")
    }
}
