extension BidirectionalCollection where Element == UInt8 {
    /// Whether the last octets are those of `ending`.
    ///
    /// `hasSuffix` goes by `Character`, and overlooks an ending behind a prepended mark such as U+0600.
    package func ends(with ending: String) -> Bool {
        reversed().starts(with: ending.utf8.reversed())
    }
}
