import TestSupport

extension PostgresServer {
    /// Has it serve the pair of the set in a folder, by TLS that is on from the next reload.
    func serve(pairIn folder: TemporaryFolder) throws {
        for (name, setting) in [("server.crt", "ssl_cert_file"), ("server.key", "ssl_key_file")] {
            try self.folder.write(try folder.read("SSL-TLS/server/" + name), to: "data/" + name)
            try ServerAccount.give(self.folder.path("data/" + name))
            try query("ALTER SYSTEM SET \(setting) = '\(name)'")
        }
        try query("ALTER SYSTEM SET ssl = on")
    }
}
