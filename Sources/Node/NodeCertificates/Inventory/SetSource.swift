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
        guard let content = try content(name) else { return .missing }
        let octets = content.span
        if let fault = FileFault(emptyOf: octets) { return .broken(fault) }
        do {
            return .whole(try Certificate(pem: octets))
        } catch {
            return .broken(.certificate(error))
        }
    }
}

extension FileFault {
    /// The fault of a file with nothing in it to read; nil for any other file.
    init?(emptyOf octets: Span<UInt8>) {
        guard !octets.isEmpty else {
            self = .empty
            return
        }
        // DER of a key or certificate begins with a SEQUENCE.
        guard octets[0] != 0x30, !Self.hasBoundary(octets) else { return nil }
        self = .noDocument
    }

    /// Whether five hyphens, with which every boundary of PEM begins, stand anywhere.
    private static func hasBoundary(_ octets: Span<UInt8>) -> Bool {
        var count = 0
        for index in octets.indices {
            count = octets[index] == UInt8(ascii: "-") ? count + 1 : 0
            if count == 5 { return true }
        }
        return false
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
