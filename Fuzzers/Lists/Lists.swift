import DERCoding
import PKIX

/// The reader of lists of revoked certificates: what was read is kept octet for octet, and its numbers and scopes are
/// written as they were.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(PKIXError) {
        let list = try CertificateList(der: input.span)
        precondition(list.encoding == input)
        let text = Array(list.pemText.utf8)
        let again = try CertificateList(pem: text.span)
        precondition(again == list)
        for one in list.extensions {
            if let number = list.number, one.identifier == ListNumber.identifier {
                precondition(CertificateExtension(number, isCritical: one.isCritical) == one)
            }
            if let scope = list.issuingDistributionPoint,
                one.identifier == IssuingDistributionPoint.identifier
            {
                precondition(CertificateExtension(scope, isCritical: one.isCritical) == one)
            }
        }
        _ = "\(list.issuer) \(list.signatureAlgorithm) \(list.unrecognizedCriticalExtensions)"
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
