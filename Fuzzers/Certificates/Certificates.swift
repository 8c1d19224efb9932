import DERCoding

@testable import PKIX

/// Whether an extension that was read is written octet for octet; or, where more than one form of it is read, so that
/// what was written is read as the same, and written so again.
private func check<Contents: ExtensionContents>(_ contents: Contents?, in extensions: Extensions) {
    guard let contents, let original = extensions[Contents.identifier] else { return }
    let written = CertificateExtension(contents, isCritical: original.isCritical)
    if contents is KeyUsage || contents is BasicConstraints {
        let again = try? Extensions([written]).read(Contents.self)
        precondition(again == contents)
    } else {
        precondition(written == original)
    }
}

/// Whether the reader that makes all parts at once takes the same certificates, and of the same parts, or refuses them
/// for the same reason.
private func check(_ input: [UInt8], against certificate: Result<Certificate, PKIXError>) {
    let eager = Result { () throws(PKIXError) in try EagerCertificate(der: input) }
    switch (eager, certificate) {
    case (.failure(let one), .failure(let other)): precondition(one == other)
    case (.success(let one), .success(let other)):
        precondition(one.contents == other.tbsEncoding && one.version == other.version)
        precondition(one.serialNumber == other.serialNumber && one.validity == other.validity)
        precondition(one.issuer == other.issuer && one.subject == other.subject)
        precondition(
            one.subjectPublicKeyInfo == other.subjectPublicKeyInfo && one.signature == other.signature
        )
        precondition(one.extensions == other.extensions.all)
        precondition(one.known == EagerCertificate.Known(other.extensions))
        precondition(SignatureAlgorithm(one.algorithm) == other.signatureAlgorithm)
        precondition((one.issuer == one.subject) == other.isSelfIssued)
    default: preconditionFailure("one takes what the other refuses")
    }
}

/// The reader of certificates: what was read is kept, and written, octet for octet, and another reader of the tests,
/// which makes all parts at once, reads the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let read = Result { () throws(PKIXError) in try Certificate(der: input.span) }
    check(input, against: read)
    do throws(PKIXError) {
        let certificate = try read.get()
        precondition(certificate.encoding == input)
        let subject = certificate.subject.encoding
        let again = try DistinguishedName(der: subject.span)
        precondition(again == certificate.subject)
        let extensions = certificate.extensions
        check(extensions.basicConstraints, in: extensions)
        check(extensions.keyUsage, in: extensions)
        check(extensions.extendedKeyUsage, in: extensions)
        check(extensions.subjectAlternativeName, in: extensions)
        check(extensions.subjectKeyIdentifier, in: extensions)
        check(extensions.authorityKeyIdentifier, in: extensions)
        check(extensions.crlDistributionPoints, in: extensions)
        check(extensions.authorityInformationAccess, in: extensions)
        _ = "\(certificate.issuer) \(certificate.validity) \(certificate.signatureAlgorithm)"
        _ = try certificate.isSigned(by: certificate)
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
