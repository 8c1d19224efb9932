package import DERCoding
package import PKIX

/// The last part of a certificate's validity, in which it is made again.
package struct RenewalWindow: Sendable, Hashable {
    /// The most days that nobody said.
    package static let standardDays = 30

    /// Its length in days; `nil` for a third of the whole validity, at most ``standardDays``.
    private let days: Int?

    /// The one that nobody said.
    package static let standard = RenewalWindow(days: nil)

    private init(days: Int?) { self.days = days }

    /// What an operator said, as the value of `option`; nothing, or an empty text, is the standard.
    ///
    /// - Throws: ``NodeCertificatesError/invalidInput(_:value:_:)`` where it is as long as what is issued by `settings`
    ///   is valid, since every run would then make all again.
    package init(
        _ text: String?,
        option: String,
        for settings: NodeSettings
    ) throws(NodeCertificatesError) {
        guard let text, !text.isEmpty else {
            days = nil
            return
        }
        let input = Input(text: text, origin: .option(option))
        let longest = min(settings.serverDays, settings.client == nil ? .max : settings.clientDays) - 1
        let isDigits = text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        guard isDigits, let days = Int(text), days > 0, days <= longest else {
            throw input.refused(by: .renewalDays(longest))
        }
        self.days = days
    }

    /// Whether `now` is in it, or behind the end.
    package func isReached(_ validity: Validity, at now: DERTime) -> Bool {
        validity.notAfter.secondsSince1970 - now.secondsSince1970 < length(of: validity)
    }

    /// When it begins.
    package func start(of validity: Validity) -> DERTime {
        DERTime(secondsSince1970: validity.notAfter.secondsSince1970 - length(of: validity))
    }

    /// In seconds.
    private func length(of validity: Validity) -> Int64 {
        let life = validity.notAfter.secondsSince1970 - validity.notBefore.secondsSince1970
        return days.map { Int64($0) * 86_400 } ?? min(life / 3, Int64(Self.standardDays) * 86_400)
    }

    /// Whether a certificate ends in it that none of these roots issued, by its name: then it is another authority's to
    /// renew.
    package func leaves(_ certificate: Certificate, by roots: [Certificate], at now: DERTime) -> Bool {
        isReached(certificate.validity, at: now) && !roots.contains { certificate.namesIssuer($0) }
    }
}
