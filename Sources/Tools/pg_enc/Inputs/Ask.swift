internal import SecretMemory
internal import ToolSupport

/// Prompts for secrets, with the original's errors.
enum Ask {
    /// Asks on the terminal.
    static func secret(_ prompt: String, limit: Int) throws(Refusal) -> SecretBytes {
        do throws(ToolError) {
            return try Prompt.secret(prompt, limit: limit)
        } catch .notATerminal {
            throw Refusal("stdin is not tty")
        } catch .lineTooLong {
            throw Refusal("Error: the input has more than \(limit) bytes")
        } catch {
            throw Refusal("Error: \(error)")
        }
    }
}
