/// `text` with every character escaped that a reader does not see as what it is, and where it is.
///
/// For texts that come from outside and are shown to the operator: no line break, no terminal sequence and no character
/// that changes the direction of the line or its neighbour passes. What can also be long is a ``VisibleText`` with a
/// limit.
package func printable(_ text: String) -> String {
    VisibleText.escaped(text)
}

/// The same for bytes, of which those that are not UTF-8 are shown as U+FFFD.
package func printable(_ bytes: some Sequence<UInt8>) -> String {
    printable(String(decoding: Array(bytes), as: UTF8.self))
}
