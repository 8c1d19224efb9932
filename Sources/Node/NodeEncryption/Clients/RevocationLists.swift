internal import DERCoding
internal import PKIX
internal import SecretMemory

/// The lists of revoked certificates in a file, by which OpenSSL refuses every certificate of an authority that has no
/// valid one there ("unable to get certificate CRL"; PostgreSQL asks for one of each authority of a path).
struct RevocationLists {
    private let lists: [CertificateList]

    /// Reads a file; `nil` where that cannot be done.
    init?(reading path: String) {
        guard let real = try? ChangeList.realPath(path),
            let content = (try? FileState.read(real))?.content
        else { return nil }
        let text = content.publicBytes
        var lists: [CertificateList] = []
        guard var reader = try? PEMReader(text.span) else { return nil }
        while let block = try? reader.next() {
            guard block.label == "X509 CRL", let octets = try? block.octets(),
                let list = try? CertificateList(der: octets.span)
            else { continue }
            lists.append(list)
        }
        self.lists = lists
    }

    /// Whether there is one of an authority that is valid now; whether it signed it is not looked at.
    func has(_ authority: Certificate, at now: DERTime) -> Bool {
        lists.contains { list in
            list.issuer == authority.subject && list.thisUpdate <= now
                && list.nextUpdate.map { now < $0 } ?? true
        }
    }
}
