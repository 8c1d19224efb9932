// Whether a message is signed by the key of a server, and the server's certificate by a root, for a host and for now.

import PostgresPKI

let folder = try Folder(".")
let text = try folder.read("chain.pem", limit: PEM.maximumByteCount)
let chain = try Certificate.all(pem: text.span)
let message = try folder.read("message", limit: 1 << 20)
let signature = try folder.read("message.sig", limit: 1 << 12)
let key = try RSA.PublicKey(chain[0].subjectPublicKeyInfo)
let isServer = chain[0].validity.contains(.now) && chain[0].dnsNames.contains("db.example.com")
print("certificate:", try isServer && chain[0].isSigned(by: chain[1]))
print("message:", key.isValidSignature(signature.span, for: message.span, scheme: .pkcs1v15(.sha256)))
