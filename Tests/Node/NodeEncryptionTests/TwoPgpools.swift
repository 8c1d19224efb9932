import Glibc
import TestSupport
import Testing

@testable import NodeEncryption

/// A host with two Pgpool-II, `one` and `other`, whose records and list of a redeploy are the same.
struct TwoPgpools {
    static let names = ["one", "other"]

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("COMPUTE_TYPE=pgpool\n", to: "metainf.conf")
        try folder.write("/etc/hosts\n", to: "redeploy.conf", mode: 0o644)
        for name in Self.names {
            #expect(mkdir(folder.path(name), 0o755) == 0)
            try folder.write("port = 9999\n", to: name + "/pgpool.conf")
            try folder.write("host all all 0.0.0.0/0 scram-sha-256\n", to: name + "/pool_hba.conf")
        }
    }

    /// What is said of one of them.
    func choices(_ name: String, certificates: String) -> NodeChoices {
        var node = NodeChoices()
        node.role = .pgpool
        node.configuration = folder.path(name + "/pgpool.conf")
        node.certificates = folder.path(certificates)
        node.redeploy = folder.path("redeploy.conf")
        node.poolKey = folder.path("key")
        node.state = folder.path("state")
        node.metadata = folder.path("metainf.conf")
        return node
    }
}
