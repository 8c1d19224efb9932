package import PKIX

extension GeneralName {
    /// The name that a certificate has for a host as it is typed: an address if the text is one, else a DNS name; `nil`
    /// where it is neither.
    package init?(ofHost text: String) {
        guard let name = (try? GeneralName.ip(text)) ?? (try? GeneralName.dns(text)) else { return nil }
        self = name
    }
}
