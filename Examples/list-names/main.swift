// Whose the certificates of a chain are, by which names, and until when.

import PostgresPKI

let text = try Folder(".").read("chain.pem", limit: PEM.maximumByteCount)
for certificate in try Certificate.all(pem: text.span) {
    print(certificate.subject, certificate.names, certificate.validity.notAfter)
}
