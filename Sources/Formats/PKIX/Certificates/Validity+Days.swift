public import DERCoding

extension Validity {
    /// Makes a validity of `days` times 24 hours, from now on unless `start` says otherwise, but at most to the last
    /// instant that a certificate can hold.
    ///
    /// ```swift
    /// let year = Validity(days: 365)
    /// let nextYear = Validity(days: 365, from: year.notAfter)
    /// ```
    public init(days: Int, from start: DERTime = .now) {
        self.init(notBefore: start, days: days)
    }
}
