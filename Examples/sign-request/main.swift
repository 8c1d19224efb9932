// A server's certificate for the key of its request. Names and usages are for the issuer to decide.

import PostgresPKI

let authority = try Folder(".").readSecret("root.pem", limit: PEM.maximumByteCount)
let issuer = try Issuer(Certificate(pem: authority.span), key: RSA.PrivateKey(pem: authority.span))
let text = try Folder(".").read("server.csr", limit: PEM.maximumByteCount)
let request = try CertificateRequest(pem: text.span)
var template = CertificateTemplate(profile: .server, subject: request.subject, validity: Validity(days: 365))
template.names = [try .dns("db.example.com"), try .ip("192.0.2.7")]
var random = OperatingSystemRandom()
print(try template.issued(for: request, by: issuer, using: &random).pemText, terminator: "")
