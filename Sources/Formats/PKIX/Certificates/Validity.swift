public import DERCoding

/// When a certificate is valid, both ends included (RFC 5280, section 4.1.2.5).
///
///     Validity ::= SEQUENCE { notBefore  Time, notAfter  Time }
public struct Validity: Hashable, Sendable {
    /// The first second.
    public let notBefore: DERTime
    /// The last second.
    public let notAfter: DERTime

    /// Makes a validity of its two ends.
    public init(notBefore: DERTime, notAfter: DERTime) {
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// Makes a validity of `days` times 24 hours from `notBefore` on, as openssl's `-days` counts, but at most to
    /// the last instant that a certificate can hold.
    public init(notBefore: DERTime, days: Int) {
        let (seconds, overflow) = Int64(days).multipliedReportingOverflow(by: 86_400)
        let end = overflow ? DERTime.latest : notBefore.advanced(bySeconds: seconds)
        self.init(notBefore: notBefore, notAfter: min(end, .latest))
    }

    /// Whether the certificate is valid at `time`.
    public func contains(_ time: DERTime) -> Bool {
        notBefore <= time && time <= notAfter
    }

    /// What this validity and `other` have in common; `nil` where it is nothing.
    public func clamped(to other: Validity) -> Validity? {
        let common = Validity(
            notBefore: max(notBefore, other.notBefore),
            notAfter: min(notAfter, other.notAfter)
        )
        return common.notBefore <= common.notAfter ? common : nil
    }

    init(reading reader: inout PKIXReader) throws(PKIXError) {
        var ends = try reader.inner()
        notBefore = try ends.time()
        notAfter = try ends.time()
        try ends.finish()
    }

    func write(to writer: inout DERWriter) throws(PKIXError) {
        try writer.sequence { writer throws(PKIXError) in
            do {
                try writer.time(notBefore)
                try writer.time(notAfter)
            } catch {
                throw .invalidValidity(self)
            }
        }
    }
}

extension Validity: CustomStringConvertible {
    /// Both ends, as RFC 3339 writes them.
    public var description: String { "\(notBefore) to \(notAfter)" }
}
