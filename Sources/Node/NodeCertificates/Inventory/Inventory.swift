internal import DERCoding
internal import PKIX
internal import SecretMemory

/// What is present of a set, in a folder or in memory.
struct Inventory {
    let root: RootFile
    let rootKey: Found<SetKey>
    /// The pairs of the settings, in their order.
    let pairs: [FoundPair]
    /// The whole certificates of the folder beside the root's, by their files' names.
    let leaves: [(name: String, certificate: Certificate)]
    /// Whether the file of the root's last serial number is there and holds one.
    let hasSerial: Bool
    /// Whether that file is there.
    let hasSerialFile: Bool

    /// The most files of other clients that are read, and the most bytes of all: a file has any number of names.
    private static let leafLimit = 1000
    private static let leafByteLimit = 16 << 20

    init(of source: some SetSource, pairs settings: [PairSettings]) throws(NodeCertificatesError) {
        rootKey = try SetKey.find(SetFiles.rootKey, in: source)
        root = try RootFile(of: source, key: rootKey.whole)
        var pairs: [FoundPair] = []
        for pair in settings { pairs.append(try FoundPair(pair, in: source)) }
        self.pairs = pairs

        var leaves: [(name: String, certificate: Certificate)] = []
        var bytesLeft = Self.leafByteLimit
        let names = try source.listing().filter {
            SetFiles.isCertificate($0) && $0 != SetFiles.rootCertificate
        }
        for name in names.prefix(Self.leafLimit) where bytesLeft > 0 {
            // A broken file of somebody else's is not an error of this set.
            guard let content = (try? source.content(name)) ?? nil else { continue }
            bytesLeft -= content.count
            if case .whole(let certificate) = Found(certificate: content) {
                leaves.append((name, certificate))
            }
        }
        self.leaves = leaves

        let serial = try source.content(SetFiles.rootSerial)
        hasSerialFile = serial != nil
        hasSerial = serial.map(Self.isSerial) ?? false
    }

    var rootCertificate: Found<Certificate> { root.certificate }

    /// The names of the certificates that belong to no pair of this run, name the present root as issuer, or the new
    /// one where none is there, and are not by the new one.
    func orphans(of new: Certificate) -> [String] {
        let own = pairs.map(\.settings.member.certificateName)
        let name = rootCertificate.whole?.subject ?? new.subject
        let key = new.subjectPublicKeyInfo
        let isSameKey = rootKey.whole?.publicKeyInfo == key
        return leaves.filter { leaf in
            guard !own.contains(leaf.name), leaf.certificate.issuer == name else { return false }
            return !isSameKey || !leaf.certificate.isOf(key, new.extensions.subjectKeyIdentifier?.octets)
        }.map(\.name)
    }

    /// Whether a file holds a hexadecimal number, as openssl writes it.
    private static func isSerial(_ content: [UInt8]) -> Bool {
        let digits = content.last == UInt8(ascii: "\n") ? content.dropLast() : content[...]
        return !digits.isEmpty && digits.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x46 ~= $0 & 0xDF }
    }
}

/// What was found under a file's name.
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

/// A key and the certificate beside it.
struct FoundPair {
    /// What the pair shall be.
    let settings: PairSettings
    let certificate: Found<Certificate>
    /// The certificates of its file.
    let chain: [Certificate]
    let key: Found<FoundKey>

    /// A private key of a pair.
    enum FoundKey {
        case usable(SetKey)
        /// Encrypted or of a kind that is not used here: the operator's own, of which no more than the algorithm can be
        /// compared with a certificate here; `nil` where that is encrypted, too.
        case opaque(ObjectIdentifier?)
    }

    init(_ settings: PairSettings, in source: some SetSource) throws(NodeCertificatesError) {
        self.settings = settings
        let content = try source.content(settings.member.certificateName)
        certificate = content.map(Found.init(certificate:)) ?? .missing
        // One that cannot be read says nothing about those beside it.
        chain = content.map { RootFile.certificates(in: $0).map(\.certificate) } ?? []
        key = try Self.key(settings.member.keyName, in: source)
    }

    private static func key(
        _ name: String,
        in source: some SetSource
    ) throws(NodeCertificatesError) -> Found<FoundKey> {
        switch try SetKey.find(name, in: source) {
        case .missing: .missing
        case .whole(let key): .whole(.usable(key))
        case .broken(.key(.encrypted)): .whole(.opaque(nil))
        case .broken(.key(let error)):
            error.unusedAlgorithm.map { .whole(.opaque($0)) } ?? .broken(.key(error))
        case .broken(let fault): .broken(fault)
        }
    }
}
