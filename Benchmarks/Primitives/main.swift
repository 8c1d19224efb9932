import Foundation
import Measuring
import Sampling

var rows = Rows()
keyGenerationRows(&rows)
signatureRows(&rows)
ellipticCurveRows(&rows)
digestRows(&rows)
cipherRows(&rows)
passwordRows(&rows)
let certificate = try certificateRows(&rows)
try withFolder { folder in
    let path = "\(folder)/server.der"
    try Data(certificate).write(to: URL(fileURLWithPath: path))
    for script in ["Peers/openssl.py", "Peers/gnutls.py"] { rows.add(try Peer(["python3", script, path])) }
}
try rows.measureAll()
