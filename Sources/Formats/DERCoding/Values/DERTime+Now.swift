internal import Glibc

extension DERTime {
    /// This instant, by the system's clock, without its fraction of a second.
    ///
    /// Whatever depends on the time takes it as a parameter, so that a test can make a result again; whatever is not a
    /// test passes this.
    ///
    /// ```swift
    /// let isValid = certificate.validity.contains(.now)
    /// ```
    public static var now: DERTime {
        DERTime(secondsSince1970: Int64(time(nil)))
    }
}
