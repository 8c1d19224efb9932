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
let path = try pathRows(&rows)
try withFolder { folder in
    for (name, octets) in [
        ("server", certificate), ("root", path.root.encoding), ("intermediate", path.intermediate.encoding),
        ("leaf", path.leaf.encoding),
    ] {
        try Data(octets).write(to: URL(fileURLWithPath: "\(folder)/\(name).der"))
    }
    for script in ["Peers/openssl.py", "Peers/gnutls.py"] { rows.add(try Peer(["python3", script, folder])) }
}
try rows.measureAll()
