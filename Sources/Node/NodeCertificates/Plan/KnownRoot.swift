internal import DERCoding
internal import PKIX

/// What certificates that a root's key signed know of it. A certificate of the same root that says otherwise is none of
/// theirs to a client (RFC 5280, section 4.2.1.1), so that a new one for the key must say the same.
struct KnownRoot {
    /// The root's name, where anything tells it.
    let name: DistinguishedName?
    /// The identifier of its key.
    private let identifier: SubjectKeyIdentifier?
    /// Its certificate's serial number, where certificates name it. Elsewhere a new certificate gets a new one.
    private let serialNumber: SerialNumber?

    /// Asks the root's old certificate, where there is one, and then what in `inventory` the key really signed: where
    /// this disagrees, the most.
    init(of key: SubjectPublicKeyInfo, old: Certificate?, _ inventory: Inventory) {
        let signed = inventory.leaves.map(\.certificate).filter { (try? $0.isSigned(by: key)) == true }
        name = old?.subject ?? signed.first?.issuer
        let named = signed.compactMap(\.extensions.authorityKeyIdentifier)
        identifier =
            old?.extensions.subjectKeyIdentifier
            ?? named.compactMap(\.keyIdentifier).mostFrequent.map { SubjectKeyIdentifier($0) }
        let references = named.compactMap(\.certificate?.serialNumber)
        if let old {
            // The old certificate's own extension shows the habit of whoever issued by it; other users keep what he
            // issued, and it is nowhere here.
            let own = old.extensions.authorityKeyIdentifier?.certificate?.serialNumber
            let isNamed = own == old.serialNumber || references.contains(old.serialNumber)
            serialNumber = isNamed ? old.serialNumber : nil
        } else {
            serialNumber = references.mostFrequent
        }
    }

    /// The template with what is known.
    func completed(_ template: CertificateTemplate) -> CertificateTemplate {
        var template = template
        template.subjectKeyIdentifier = identifier
        template.serialNumber = serialNumber
        return template
    }
}

extension Array where Element: Hashable {
    /// The element that is there most often; of several the one that comes first.
    fileprivate var mostFrequent: Element? {
        var counts: [Element: Int] = [:]
        for element in self { counts[element, default: 0] += 1 }
        return self.max { counts[$0, default: 0] < counts[$1, default: 0] }
    }
}
