// A server's certificate for the key of its request. Names and usages are for the issuer to decide.

import PostgresPKI

let issuer = try Folder(".").readSecret("root.pem", limit: PEM.maximumByteCount)
let root = try Certificate(pem: issuer.span)
let rootKey = try RSA.PrivateKey(pem: issuer.span)
let text = try Folder(".").read("server.csr", limit: PEM.maximumByteCount)
let request = try CertificateRequest(pem: text.span)
var template = CertificateTemplate(profile: .server, subject: request.subject, validity: Validity(days: 365))
template.names = [try .dns("db.example.com"), try .ip("192.0.2.7")]
var random = OperatingSystemRandom()
print(try template.issued(for: request, by: root, key: rootKey, using: &random).pemText, terminator: "")
