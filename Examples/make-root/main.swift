// A key, and the certificate of an authority for it.

import PostgresPKI

var random = OperatingSystemRandom()
let key = try RSA.PrivateKey.generate(bitCount: 3072, using: &random)
let name = try DistinguishedName(commonName: "Example root")
let years = Validity(days: 3650)
let template = CertificateTemplate(profile: .root(pathLength: 0), subject: name, validity: years)
let root = try template.selfSigned(by: key, using: &random)
let folder = try Folder(".")
try folder.make("root.key", with: key.pkcs8PEM.span, attributes: FileAttributes(mode: 0o600))
try folder.make("root.crt", with: root.pemText.utf8Span.span, attributes: FileAttributes(mode: 0o644))
