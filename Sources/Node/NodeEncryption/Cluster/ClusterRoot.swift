internal import DERCoding
package import NodeCertificates
internal import PKIX
package import SecretMemory
internal import TextEncodings

/// The root of a cluster as it travels: certificates and a key, or one of both, as PEM documents one after the other.
///
/// The first certificate is the one that the key belongs to; others are further roots that clients trust, as while one
/// root takes over from another.
package struct ClusterRoot: Sendable {
    /// The certificates, in their order.
    let certificates: [Certificate]
    /// The public key that belongs to the key; `nil` where no key came along.
    let publicKey: SubjectPublicKeyInfo?
    /// The files that it is on a node.
    package let files: [SetFile]

    /// What stands around the documents.
    package enum Surroundings: Sendable {
        /// Nothing but blank lines: what came from elsewhere is taken as a whole or not at all.
        case refused
        /// Any text, which is left out: what an operator wrote into his own files stays with him.
        case leftOut
    }

    /// Reads documents, and checks that they are a root.
    package init(_ content: SharedSecret, surroundings: Surroundings = .refused) throws(NodeEncryptionError) {
        do throws(RootImportError) {
            self = try content.withSpan { (span) throws(RootImportError) in
                try ClusterRoot(documents: span, surroundings)
            }
        } catch {
            throw .importedRoot(error)
        }
    }

    /// Whether a file of a node holds what the file of that name here does, however it is written.
    func isSame(_ file: SetFile, as present: SharedSecret) -> Bool {
        present.withSpan { present in
            if file.name == Self.keyName {
                guard let key = try? PrivateKey(pem: present) else { return false }
                return key.publicKeyInfo == publicKey
            }
            return (try? Certificate.all(pem: present)) == certificates
        }
    }

    /// A note for each authority but the first whose certificate is in a file that `file` replaces, and not in `file`.
    func anchorsDropped(by file: SetFile, from present: SharedSecret, at path: String) -> [String] {
        guard file.name == Self.certificateName else { return [] }
        let old = present.withSpan { (try? Certificate.all(pem: $0)) ?? [] }
        return old.dropFirst().filter { !certificates.contains($0) }.map { anchor in
            "\(printable(path)) no longer has the certificate of \(printable("\(anchor.subject)")), which is kept in "
                + "\(ReplacedFiles.folderName)"
        }
    }

    /// The documents as one text.
    package var text: SharedSecret { Self.joined(files.map(\.content)) }

    /// The contents one after the other, each with a newline at its end.
    package static func joined(_ contents: [SharedSecret]) -> SharedSecret {
        let count = contents.reduce(0) { $0 + $1.count + 1 }
        return SharedSecret(
            SecretBytes(capacity: count) { output in
                for content in contents {
                    content.withSpan { span in
                        output.append(copying: span)
                        if span.count > 0, span[span.count - 1] != 10 { output.append(10) }
                    }
                }
            }
        )
    }

    static let certificateName = "server/root.crt"
    static let keyName = "server/root.key"
}

extension ClusterRoot {
    private init(
        documents text: Span<UInt8>,
        _ surroundings: Surroundings
    ) throws(RootImportError) {
        var certificates: [Certificate] = []
        var publicKey: SubjectPublicKeyInfo?
        var key: SharedSecret?
        var ranges: [Range<Int>] = []
        do throws(PEMError) {
            // Malformed boundaries first: after this, every byte is either in a document or not.
            var reader = try PEMReader(text)
            while let block = try reader.next() { ranges.append(block.range) }
        } catch {
            throw .malformed(error)
        }
        if surroundings == .refused, let line = Self.strayLine(of: text, besides: ranges) {
            throw .strayLine(line)
        }
        guard var reader = try? PEMReader(text) else { throw .empty }
        while let block = try? reader.next() {
            let line = block.line
            switch block.label {
            case Certificate.pemLabel:
                certificates.append(try Self.certificate(block, isFirst: certificates.isEmpty))
            case let label where PrivateKey.pemLabels.contains(label):
                guard key == nil else { throw .secondKey(line: line) }
                (key, publicKey) = try Self.key(block)
            case "ENCRYPTED PRIVATE KEY": throw .invalidKey(line: line, .encrypted)
            // OpenSSL writes them before a key, which names its curve itself.
            case "EC PARAMETERS": continue
            default: throw .otherDocument(label: block.label, line: line)
            }
        }
        var files: [SetFile] = []
        if let first = certificates.first {
            if let publicKey, !first.subjectPublicKeyInfo.isSameKey(as: publicKey) { throw .keyMismatch }
            let text = certificates.map(\.pemText).joined()
            files.append(SetFile(Self.certificateName, SharedSecret(copying: Array(text.utf8).span)))
        }
        if let key { files.append(SetFile(Self.keyName, key)) }
        guard !files.isEmpty else { throw .empty }
        self.certificates = certificates
        self.publicKey = publicKey
        self.files = files
    }

    private static func certificate(
        _ block: borrowing PEMBlock,
        isFirst: Bool
    ) throws(RootImportError) -> Certificate {
        let octets: [UInt8]
        do throws(PEMError) { octets = try block.octets() } catch { throw .malformed(error) }
        let certificate: Certificate
        do throws(PKIXError) {
            certificate = try Certificate(der: octets.span)
        } catch {
            throw .invalidCertificate(line: block.line, error)
        }
        do throws(PKIXError) {
            if isFirst {
                try certificate.requireAuthority()
            } else if !(certificate.extensions.basicConstraints?.isAuthority ?? (certificate.version == .v1))
            {
                // Of a further one nothing is issued here: what its key is does not matter.
                throw PKIXError.issuerIsNoAuthority
            }
        } catch {
            throw .noAuthority(line: block.line, error)
        }
        return certificate
    }

    private static func key(
        _ block: borrowing PEMBlock
    ) throws(RootImportError) -> (SharedSecret, SubjectPublicKeyInfo) {
        let octets: SecretBytes
        do throws(PEMError) {
            octets = try block.secretOctets()
        } catch .headersPresent {
            throw .invalidKey(line: block.line, .encrypted)
        } catch {
            throw .malformed(error)
        }
        do throws(KeyEncodingError) {
            let key = try PrivateKey(octets.span, pemLabel: block.label)
            let document = SharedSecret(PEM.encodeSecret(octets.span, label: block.label))
            return (document, key.publicKeyInfo)
        } catch {
            throw .invalidKey(line: block.line, error)
        }
    }

    /// The first line with something that is neither blank nor in one of the documents, from 1.
    private static func strayLine(of text: Span<UInt8>, besides documents: [Range<Int>]) -> Int? {
        // A mark of the byte order, as the reader of PEM passes over it.
        var position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for document in documents + [text.count..<text.count] {
            while position < document.lowerBound {
                guard [0x09, 0x0A, 0x0D, 0x20].contains(text[position]) else {
                    return lineNumber(of: position, in: text)
                }
                position += 1
            }
            position = document.upperBound
        }
        return nil
    }

    /// The number of the line, from 1, which a line feed, a carriage return, or both end.
    private static func lineNumber(of position: Int, in text: Span<UInt8>) -> Int {
        var line = 1
        for index in 0..<position {
            let isPair = text[index] == 13 && text[index + 1] == 10
            if text[index] == 10 || text[index] == 13 && !isPair { line += 1 }
        }
        return line
    }
}
