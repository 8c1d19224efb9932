// A user's password in Pgpool-II's pool_passwd, enciphered under the pool key. The lock keeps pg_enc out until the end.

import PostgresPKI

let folder = try Folder(".")
let lock = try folder.lock()
let keyFile = try folder.readSecret(".pgpoolkey", limit: 1 << 10)
let key = try PoolKey(fileContent: keyFile.span)
var file = PoolPasswdFile(try folder.readSecret("pool_passwd", limit: 1 << 24))
let entry = try key.entry(for: readLine() ?? "")
try file.set("webadmin", to: entry.span)
try folder.replace("pool_passwd", with: file.content().span, attributes: FileAttributes(mode: 0o600))
