internal import TextEncodings

/// A user for a message: the number, with the name where this host knows it.
package func shownUser(_ number: UInt32) -> String {
    let name = (try? Accounts.ofThisHost())?.user(numbered: number)?.name
    return "user ID \(number)" + (name.map { " (\(printable($0)))" } ?? "")
}
