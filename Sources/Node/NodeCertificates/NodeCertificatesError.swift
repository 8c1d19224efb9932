package import DERCoding
package import DurableFiles
package import EllipticCurves
package import NodePlatform
package import PKIX
package import RSACryptography
internal import TextEncodings

/// Why a node's certificates were not made.
package enum NodeCertificatesError: Error, Equatable, Sendable {
    /// The value of an input breaks its rule.
    case invalidInput(InputOrigin, value: SafeText, InputRule)
    /// The platform's metadata could not be read or used.
    case platform(NodePlatformError)
    /// A file or folder could not be read or written.
    case file(FileError)
    /// Something must be signed, and the root's key is missing.
    case missingRootKey(path: String, needed: [String])
    /// The root's key is there and cannot be used.
    case unusableRootKey(path: String, reason: FileFault)
    /// A file is complete but cannot be used; it may be the operator's own, so it is not replaced.
    case unusableFile(path: String, reason: FileFault)
    /// A key that cannot be read here, encrypted or of another kind, needs a certificate.
    case keyWithoutCertificate(path: String, certificatePath: String, reason: PairFault)
    /// An RSA key that needs a certificate has too few bits for one.
    case weakKeyWithoutCertificate(path: String, bitCount: Int)
    /// The root needs a new certificate, and has an extension that it would lose.
    case unrenewableRoot(path: String, reason: PairFault, extension: ObjectIdentifier)
    /// The root's certificate is there and cannot be used to sign.
    case unusableRoot(path: String, PKIXError)
    /// The root's key is an Ed25519 or Ed448 key. A certificate signed with it breaks libpq's channel binding, which
    /// uses the digest of the signature: these have none.
    case rootBreaksChannelBinding(path: String)
    /// The root's key does not match its certificate.
    case rootMismatch(keyPath: String, certificatePath: String)
    /// The root is missing, and a certificate that it signed is there.
    case orphan(path: String, issuer: String)
    /// A pair that another authority signed needs repair, which only that authority can do.
    case foreignPair(path: String, issuer: String, reason: PairFault)
    /// A pair that another authority signed was to get or lose a name, which only that authority can do.
    case foreignNames(path: String, issuer: String, InputOrigin, name: String)
    /// A key could not be generated.
    case keyGeneration(RSAError)
    /// A key on an elliptic curve could not be generated.
    case curveKeyGeneration(EllipticCurveError)
    /// A certificate or request could not be made.
    case issuing(PKIXError)
}

extension NodeCertificatesError: OperatorError {
    /// One line: what was wrong, and what would be right.
    package var description: String { description(remedy: "give --force") }

    /// The line, in the words of a tool.
    ///
    /// - Parameter remedy: what makes a new root and reissues all certificates with it, as "give --force".
    package func description(remedy: String) -> String {
        switch self {
        case .invalidInput(let origin, let value, let rule):
            "\(origin) is \"\(value)\"; it must be \(rule)"
        case .platform(let error):
            error.description
        case .file(let error):
            error.description
        case .missingRootKey(let path, let needed):
            "\(printable(path)) is missing, so \(printable(needed.joined(separator: ", "))) cannot be signed; put the "
                + "root's key back, or \(remedy) to make a new root and reissue all certificates"
        case .unusableRootKey(let path, .key(.encrypted)):
            "\(printable(path)) is encrypted; decrypt it while certificates are issued, for example with openssl pkey"
        case .unusableRootKey(let path, let reason):
            "\(printable(path)) \(reason); put the root's key back, or \(remedy) to make a new root and reissue all "
                + "certificates"
        case .unusableFile(let path, let reason):
            "\(printable(path)) \(reason) and is not replaced; put the right file there, move this one away, or "
                + "\(remedy) to make a new root and reissue all certificates"
        case .keyWithoutCertificate(let path, let certificatePath, let reason):
            "\(printable(path)) is encrypted or of a kind that is not read here, so that "
                + "\(printable(certificatePath)) cannot be made for it here (\(reason)); put its certificate there, or "
                + "move the key away to have both made"
        case .weakKeyWithoutCertificate(let path, let bitCount):
            "\(printable(path)) is an RSA key of \(bitCount) bits, and no certificate is made for one of less than "
                + "\(NodeSettings.keySizes.lowerBound); put a longer key or its certificate there, or move the key "
                + "away to have both made"
        case .unrenewableRoot(let path, let reason, let identifier):
            "\(printable(path)) must be renewed (\(reason)), but a certificate made here would lose its extension "
                + "\(identifier); renew it where it was made, or \(remedy) to make a new root and reissue all "
                + "certificates"
        case .unusableRoot(let path, let error):
            "\(printable(path)) cannot sign certificates: \(error)"
        case .rootBreaksChannelBinding(let path):
            "\(printable(path)) belongs to a root with an Ed25519 or Ed448 key, and PostgreSQL clients that use SCRAM "
                + "cannot bind to certificates signed with it; use a root with a key of RSA, P-256 or P-384"
        case .rootMismatch(let keyPath, let certificatePath):
            "\(printable(keyPath)) does not match \(printable(certificatePath)); put the right key back, or "
                + "\(remedy) to make a new root and reissue all certificates"
        case .orphan(let path, let issuer):
            "\(printable(path)) was signed by \(issuer), which is missing; put root.crt and root.key back, or "
                + "\(remedy) to make a new root and reissue all certificates"
        case .foreignPair(let path, let issuer, let reason):
            "\(printable(path)) was signed by \(issuer), not by root.crt, and cannot be repaired here: \(reason)"
        case .foreignNames(let path, let issuer, let origin, let name):
            "\(printable(path)) was signed by \(issuer), not by root.crt, so that its names cannot be changed here; "
                + "have it issued there again, and leave out \(origin) \(name)"
        case .keyGeneration(let error):
            "cannot generate a key: \(error)"
        case .curveKeyGeneration(let error):
            "cannot generate a key: \(error)"
        case .issuing(let error):
            "cannot issue a certificate: \(error)"
        }
    }

    /// Whether a new root would end it, or so the remedy says.
    package var namesNewRoot: Bool {
        switch self {
        case .missingRootKey, .unusableRootKey, .unusableFile, .unrenewableRoot, .rootMismatch, .orphan: true
        default: false
        }
    }

    /// Whether the root's key is not here.
    package var isOfMissingRootKey: Bool { if case .missingRootKey = self { true } else { false } }

    /// Whether the root's key is another's.
    package var isOfStaleRootKey: Bool { if case .rootMismatch = self { true } else { false } }

    /// The status that a tool exits with.
    package var exitStatus: ExitStatus {
        switch self {
        case .platform(let error): error.exitStatus
        case .file(let error): error.exitStatus
        case .invalidInput: .usage
        case .missingRootKey, .unusableRootKey, .unusableRoot, .rootBreaksChannelBinding, .rootMismatch,
            .orphan, .foreignPair, .foreignNames, .unusableFile, .keyWithoutCertificate,
            .weakKeyWithoutCertificate,
            .unrenewableRoot:
            .data
        case .keyGeneration, .curveKeyGeneration, .issuing: .failure
        }
    }
}
