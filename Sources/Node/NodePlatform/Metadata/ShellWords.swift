/// The words of a command that is given as one text, as `psql -h '/run/my server'`: split and unquoted as a POSIX
/// shell does it ("Token Recognition"), with nothing expanded and nothing run.
package struct ShellWords: Equatable, Sendable {
    /// The words, at least one.
    package let words: [String]

    /// - Parameter option: the option that the text was given for, as an error calls it.
    /// - Throws: ``NodePlatformError/invalidCommand(option:reason:)`` if a shell is needed to understand the text.
    package init(_ text: String, option: String) throws(NodePlatformError) {
        func refuse(_ reason: String) -> NodePlatformError { .invalidCommand(option: option, reason: reason) }
        var tokens = ShellTokens(Array(text.utf8))
        var words: [String] = []
        loop: while true {
            let token: ShellTokens.Token
            do throws(ShellAssignments.UnclosedQuote) {
                token = try tokens.next()
            } catch {
                throw refuse("a quote in it is not closed")
            }
            switch token {
            case .end: break loop
            case .separator: throw refuse("it is more than one command; put it into a script")
            case .word(let word):
                if word.isComputed {
                    throw refuse("a shell would have to compute a word of it; write the word out")
                }
                words.append(word.text)
            }
        }
        guard !words.isEmpty else { throw refuse("it is empty") }
        self.words = words
    }
}
