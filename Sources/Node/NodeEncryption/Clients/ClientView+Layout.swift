internal import DERCoding

extension ClientView {
    /// What clients that have the node's own root find in the server's files.
    init(ofServerIn layout: NodeLayout, at now: DERTime) {
        self.init(
            chain: CertificateFile(reading: layout.certificate("server/server.crt")),
            roots: CertificateFile(reading: layout.certificate("server/root.crt")),
            now: now
        )
    }
}

extension ClientFault {
    /// The first thing for which libpq refuses a server for what stands in its files, whatever its name, and that of
    /// another authority at last; `nil` where it does not.
    static func find(in layout: NodeLayout, at now: DERTime) -> ClientFault? {
        let faults = ClientView(ofServerIn: layout, at: now).findings.filter { $0.level == .broken }.map(
            \.fault
        )
        return faults.first { !$0.mayBeWanted } ?? faults.first
    }
}
