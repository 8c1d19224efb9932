package import DERCoding
package import DurableFiles
package import NodePlatform
package import PKIX
package import RSACryptography
internal import TextEncodings

/// Why a node's certificates were not made.
package enum NodeCertificatesError: Error, Equatable, Sendable {
    /// The value of an input is not what it must be.
    case invalidInput(InputOrigin, value: SafeText, InputRule)
    /// The platform's metadata could not be read, or say what they must not.
    case platform(NodePlatformError)
    /// A file or folder could not be read or written.
    case file(FileError)
    /// Something must be signed, and the root's key is missing.
    case missingRootKey(path: String, needed: [String])
    /// The root's key is there and cannot be used.
    case unusableRootKey(path: String, reason: FileFault)
    /// A file is there, is whole, and cannot be used; it may be an operator's own and is not replaced.
    case unusableFile(path: String, reason: FileFault)
    /// A key of which nothing can be said stands there without its certificate.
    case keyWithoutCertificate(path: String, certificatePath: String)
    /// The root must be certified again, and has an extension that it would lose.
    case unrenewableRoot(path: String, reason: PairFault, extension: ObjectIdentifier)
    /// The root's certificate is there and cannot be used to sign.
    case unusableRoot(path: String, PKIXError)
    /// The root's key is an Ed25519 or Ed448 key: a certificate signed with it breaks the channel binding of libpq,
    /// which takes the signature's digest, and these have none.
    case rootBreaksChannelBinding(path: String)
    /// The root's key is not the one of its certificate.
    case rootMismatch(keyPath: String, certificatePath: String)
    /// The root is missing, and a certificate that it signed is there.
    case orphan(path: String, issuer: String)
    /// A pair that another authority signed needs repair, which only that authority can do.
    case foreignPair(path: String, issuer: String, reason: PairFault)
    /// A key was not made.
    case keyGeneration(RSAError)
    /// A certificate or request was not made.
    case issuing(PKIXError)
}

/// Why a file of a set cannot be used.
package enum FileFault: Equatable, Sendable {
    /// It has no octet.
    case empty
    /// It has neither a PEM document nor DER.
    case noDocument
    /// It is no certificate.
    case certificate(PKIXError)
    /// It is no private key.
    case key(KeyEncodingError)
}

/// Why a key and its certificate cannot be used.
package enum PairFault: Equatable, Sendable {
    /// Nothing is there.
    case absent
    /// The key is there and the certificate missing.
    case missingCertificate
    /// The certificate is there and the key missing.
    case missingKey
    /// The certificate's file is broken.
    case brokenCertificate(FileFault)
    /// The key's file is broken.
    case brokenKey(FileFault)
    /// The key is not the certificate's.
    case mismatch
    /// The certificate's time is over.
    case expired(String)
    /// The certificate names the root as its issuer, and the root's key did not sign it.
    case orphaned
    /// A new root makes it worthless.
    case newRoot
}

extension FileFault {
    /// Whether somebody was killed while he wrote the file, or never began: there is nothing in it that could be lost.
    var isHalfWritten: Bool {
        switch self {
        case .empty, .noDocument: true
        case .certificate(.malformedPEM(let error)), .key(.malformedPEM(let error)):
            switch error {
            case .missingEnd, .malformedBoundary: true
            default: false
            }
        case .certificate, .key: false
        }
    }
}

extension FileFault: CustomStringConvertible {
    /// What is wrong with the file.
    package var description: String {
        switch self {
        case .empty: "is empty"
        case .noDocument: "holds no PEM document"
        case .certificate(let error): "is no certificate that can be used (\(error))"
        case .key(let error): "is no usable private key (\(error))"
        }
    }
}

extension PairFault: CustomStringConvertible {
    /// What is wrong with the pair.
    package var description: String {
        switch self {
        case .absent: "nothing was there"
        case .missingCertificate: "the certificate is missing"
        case .missingKey: "the key is missing"
        case .brokenCertificate(let fault): "the certificate's file \(fault)"
        case .brokenKey(let fault): "the key's file \(fault)"
        case .mismatch: "the key is not the certificate's"
        case .expired(let time): "the certificate expired at \(time)"
        case .orphaned: "the certificate is of a root that is no more"
        case .newRoot: "the root is new"
        }
    }
}

extension NodeCertificatesError: OperatorError {
    /// One line: what was wrong, and what would be right.
    package var description: String {
        switch self {
        case .invalidInput(let origin, let value, let rule):
            "\(origin) is \"\(value)\"; it must be \(rule)"
        case .platform(let error):
            error.description
        case .file(let error):
            error.description
        case .missingRootKey(let path, let needed):
            "\(printable(path)) is missing, so that nothing can be signed for "
                + "\(printable(needed.joined(separator: ", "))); put the root's key back, or give --force to make a "
                + "new root and all certificates anew"
        case .unusableRootKey(let path, .key(.encrypted)):
            "\(printable(path)) is encrypted; decrypt it for as long as certificates are made, for example with "
                + "openssl pkey"
        case .unusableRootKey(let path, let reason):
            "\(printable(path)) \(reason); put the root's key back, or give --force to make a new root and all "
                + "certificates anew"
        case .unusableFile(let path, let reason):
            "\(printable(path)) \(reason) and is not replaced; put the right file there or move this one away, or give "
                + "--force to make a new root and all certificates anew"
        case .keyWithoutCertificate(let path, let certificatePath):
            "\(printable(path)) is encrypted or no RSA key, and \(printable(certificatePath)) is missing or broken; "
                + "put its certificate there or move the key away"
        case .unrenewableRoot(let path, let reason, let identifier):
            "\(printable(path)) needs a new certificate (\(reason)), and has the extension \(identifier), which a new "
                + "one made here would not have; renew it where it was made, or give --force to make a new root"
        case .unusableRoot(let path, let error):
            "\(printable(path)) cannot sign certificates: \(error)"
        case .rootBreaksChannelBinding(let path):
            "\(printable(path)) is of a root with an Ed25519 or Ed448 key: PostgreSQL clients that use SCRAM cannot "
                + "bind to a certificate signed with it; use a root with an RSA key"
        case .rootMismatch(let keyPath, let certificatePath):
            "\(printable(keyPath)) is not the key of \(printable(certificatePath)); put the right one back, or give "
                + "--force to make a new root and all certificates anew"
        case .orphan(let path, let issuer):
            "\(printable(path)) is signed by \(issuer), which is missing; put root.crt and root.key back, or give "
                + "--force to make a new root and all certificates anew"
        case .foreignPair(let path, let issuer, let reason):
            "\(printable(path)) is signed by \(issuer), which is not root.crt, and cannot be repaired here: \(reason)"
        case .keyGeneration(let error):
            "no key was made: \(error)"
        case .issuing(let error):
            "no certificate was made: \(error)"
        }
    }

    /// What it means to whoever started the tool.
    package var exitStatus: ExitStatus {
        switch self {
        case .platform(let error): error.exitStatus
        case .file(let error): error.exitStatus
        case .invalidInput: .usage
        case .missingRootKey, .unusableRootKey, .unusableRoot, .rootBreaksChannelBinding, .rootMismatch,
            .orphan, .foreignPair, .unusableFile, .keyWithoutCertificate, .unrenewableRoot:
            .data
        case .keyGeneration, .issuing: .failure
        }
    }
}
