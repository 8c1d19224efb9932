internal import DERCoding
internal import DurableFiles
internal import PKIX
internal import SecretMemory

/// Where the files of a set are read from.
protocol SetSource {
    /// The content of a file; nil if there is none.
    func content(_ name: String) throws(NodeCertificatesError) -> [UInt8]?

    /// The content of a file that holds a secret; nil if there is none.
    func secretContent(_ name: String) throws(NodeCertificatesError) -> SecretBytes?

    /// The names of all files.
    func listing() throws(NodeCertificatesError) -> [String]
}

extension SetSource {
    func certificate(_ name: String) throws(NodeCertificatesError) -> Found<Certificate> {
        try content(name).map(Found.init(certificate:)) ?? .missing
    }
}

extension Found<Certificate> {
    /// Reads the first certificate of a file.
    init(certificate content: [UInt8]) {
        do {
            self = .whole(try Certificate(pem: content.span))
        } catch {
            let labels = [Certificate.pemLabel]
            let isMissing = if case .malformedPEM(.missingDocument) = error { true } else { false }
            self = .broken(
                FileFault(of: content.span, labels, isMissing: isMissing) ?? .certificate(error)
            )
        }
    }
}

extension Folder: SetSource {
    func content(_ name: String) throws(NodeCertificatesError) -> [UInt8]? {
        do {
            return try read(name, limit: SetFiles.byteLimit)
        } catch  where error.isMissing {
            return nil
        } catch {
            throw .file(error)
        }
    }

    func secretContent(_ name: String) throws(NodeCertificatesError) -> SecretBytes? {
        do {
            return try readSecret(name, limit: SetFiles.byteLimit)
        } catch  where error.isMissing {
            return nil
        } catch {
            throw .file(error)
        }
    }

    func listing() throws(NodeCertificatesError) -> [String] {
        do {
            return try names()
        } catch {
            throw .file(error)
        }
    }
}

extension [SetFile]: SetSource {
    func content(_ name: String) -> [UInt8]? {
        first { $0.name == name }?.content.publicBytes
    }

    func secretContent(_ name: String) -> SecretBytes? {
        first { $0.name == name }?.content.copy()
    }

    func listing() -> [String] { map(\.name) }
}
