// A key, and a server's certificate that it signs itself. Clients with it as sslrootcert trust it and nothing else.

import PostgresPKI

var random = OperatingSystemRandom()
let key = try RSA.PrivateKey.generate(bitCount: 3072, using: &random)
let name = try DistinguishedName(commonName: "db.example.com")
var template = CertificateTemplate(profile: .server, subject: name, validity: Validity(days: 365))
template.names = [try .dns("db.example.com"), try .ip("192.0.2.7")]
let server = try template.selfSignedServer(by: key, using: &random)
let folder = try Folder(".")
try folder.make("server.key", with: key.pkcs8PEM.span, attributes: FileAttributes(mode: 0o600))
try folder.make("server.crt", with: server.pemText.utf8Span.span, attributes: FileAttributes(mode: 0o644))
