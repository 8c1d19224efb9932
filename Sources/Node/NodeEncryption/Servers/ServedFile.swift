/// A server that has the set's certificate in force, or another one by its settings.
protocol ServesFile {
    var layout: NodeLayout { get }
    /// The file of the certificate in force; `nil` if it is the set's.
    var otherCertificate: String? { get throws(NodeEncryptionError) }
}

extension ServesFile {
    /// The file of the certificate in force.
    var servedFile: String {
        get throws(NodeEncryptionError) {
            try otherCertificate ?? layout.certificate(ServedFiles.certificate)
        }
    }
}

extension PostgresService: ServesFile {}
extension PgpoolService: ServesFile {}
