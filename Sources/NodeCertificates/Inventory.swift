internal import DurableFiles
internal import KeyEncodings
internal import PKIX
internal import RSACryptography
internal import SecretMemory

/// What is in a folder of certificates.
struct Inventory {
    let rootCertificate: Found<Certificate>
    let rootKey: Found<RootKey>
    let server: FoundPair
    let client: FoundPair?
    /// The whole certificates of the folder beside the root's, by their files' names.
    let leaves: [(name: String, certificate: Certificate)]
    /// Whether the file of the root's last serial number is there and holds one.
    let hasSerial: Bool
    /// Whether that file is there.
    let hasSerialFile: Bool

    /// The most certificates of other clients that are looked at.
    private static let leafLimit = 1000

    init(of folder: Folder, client member: SetMember?) throws(NodeCertificatesError) {
        rootCertificate = try folder.certificate(SetFiles.rootCertificate)
        rootKey = try RootKey.find(in: folder)
        server = try FoundPair(.server, in: folder)
        if let member { client = try FoundPair(member, in: folder) } else { client = nil }

        var leaves: [(name: String, certificate: Certificate)] = []
        for name in try folder.listing() where name.hasSuffix(SetFiles.certificateSuffix) {
            guard name != SetFiles.rootCertificate, leaves.count < Self.leafLimit else { continue }
            // What another put there under such a name is not ours to complain about.
            if case .whole(let certificate)? = try? folder.certificate(name) {
                leaves.append((name, certificate))
            }
        }
        self.leaves = leaves

        let serial = try folder.content(SetFiles.rootSerial)
        hasSerialFile = serial != nil
        hasSerial = serial.map(Self.isSerial) ?? false
    }

    /// Whether a file holds a hexadecimal number, as openssl writes it.
    private static func isSerial(_ content: [UInt8]) -> Bool {
        let digits = content.last == UInt8(ascii: "\n") ? content.dropLast() : content[...]
        return !digits.isEmpty && digits.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x46 ~= $0 & 0xDF }
    }
}

/// What stands at a file's name.
enum Found<Value> {
    case missing
    case broken(FileFault)
    case whole(Value)

    var whole: Value? {
        if case .whole(let value) = self { value } else { nil }
    }

    var fault: FileFault? {
        if case .broken(let fault) = self { fault } else { nil }
    }

    var isMissing: Bool {
        if case .missing = self { true } else { false }
    }
}

/// The root's private key; shared, not copied.
final class RootKey: Sendable {
    let key: RSA.PrivateKey

    init(_ key: consuming RSA.PrivateKey) {
        self.key = key
    }

    var publicKeyInfo: SubjectPublicKeyInfo { key.publicKey.subjectPublicKeyInfo }

    static func find(in folder: Folder) throws(NodeCertificatesError) -> Found<RootKey> {
        guard let content = try folder.secretContent(SetFiles.rootKey) else { return .missing }
        guard content.count > 0 else { return .broken(.empty) }
        do {
            return .whole(RootKey(try RSA.PrivateKey(pem: content.span)))
        } catch {
            return .broken(.key(error))
        }
    }
}

/// A key and the certificate beside it.
struct FoundPair {
    let member: SetMember
    let certificate: Found<Certificate>
    let key: Found<FoundKey>

    /// A private key of a pair: of it, only which public key it has matters.
    enum FoundKey {
        case rsa(SubjectPublicKeyInfo)
        /// Encrypted or of another algorithm: an operator's own, of which nothing can be said here.
        case opaque
    }

    init(_ member: SetMember, in folder: Folder) throws(NodeCertificatesError) {
        self.member = member
        certificate = try folder.certificate(member.certificateName)
        key = try Self.key(member.keyName, in: folder)
    }

    private static func key(_ name: String, in folder: Folder) throws(NodeCertificatesError) -> Found<
        FoundKey
    > {
        guard let content = try folder.secretContent(name) else { return .missing }
        guard content.count > 0 else { return .broken(.empty) }
        do {
            let key = try RSA.PrivateKey(pem: content.span)
            return .whole(.rsa(key.publicKey.subjectPublicKeyInfo))
        } catch .encrypted {
            return .whole(.opaque)
        } catch .otherAlgorithm {
            return .whole(.opaque)
        } catch {
            return .broken(.key(error))
        }
    }
}

extension Folder {
    func certificate(_ name: String) throws(NodeCertificatesError) -> Found<Certificate> {
        guard let content = try content(name) else { return .missing }
        guard !content.isEmpty else { return .broken(.empty) }
        do {
            return .whole(try Certificate(pem: content.span))
        } catch {
            return .broken(.certificate(error))
        }
    }

    /// The content of a file; nil where there is none.
    func content(_ name: String) throws(NodeCertificatesError) -> [UInt8]? {
        do {
            return try read(name, limit: SetFiles.byteLimit)
        } catch  where error.isMissing {
            return nil
        } catch {
            throw .file(error)
        }
    }

    /// The content of a file that holds a secret; nil where there is none.
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
