internal import TextEncodings

/// The names of the files of a set.
enum SetFiles {
    static let rootKey = "root.key"
    static let rootCertificate = "root.crt"
    static let rootSerial = "root.srl"
    static let certificateSuffix = ".crt"
    static let keySuffix = ".key"

    /// Whether a file of that name is a certificate's.
    static func isCertificate(_ name: String) -> Bool {
        name.utf8.ends(with: certificateSuffix)
    }

    /// Whether a file of that name is a key's.
    static func isKey(_ name: String) -> Bool {
        name.utf8.ends(with: keySuffix)
    }

    /// The most bytes that a key, a certificate or a serial number may take.
    static let byteLimit = 1 << 20

    /// The mode of every file of a set.
    static let fileMode: UInt32 = 0o600
    /// The bits of a mode by which a file may be read, which a public one keeps where it is made again.
    static let readers: UInt32 = 0o444
    /// The mode of a new folder.
    static let folderMode: UInt32 = 0o755
}

/// One pair of key and certificate in a set.
package enum SetMember: Hashable, Sendable {
    /// The server.
    case server
    /// The client whose files have this name before the dot.
    case client(String)

    /// The name of the key's file.
    package var keyName: String { stem + SetFiles.keySuffix }
    /// The name of the certificate's file.
    package var certificateName: String { stem + SetFiles.certificateSuffix }
    /// The name of the request's file.
    package var requestName: String {
        switch self {
        case .server: "server-req.pem"
        case .client(let stem): stem + ".csr"
        }
    }

    private var stem: String {
        switch self {
        case .server: "server"
        case .client(let stem): stem
        }
    }
}
