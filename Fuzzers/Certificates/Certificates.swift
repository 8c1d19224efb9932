import DERCoding
import PKIX

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

/// The reader of certificates: what was read is kept, and written, octet for octet.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(PKIXError) {
        let certificate = try Certificate(der: input.span)
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
