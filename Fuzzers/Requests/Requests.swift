import DERCoding
import PKIX

/// The reader of requests.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(PKIXError) {
        let request = try CertificateRequest(der: input.span)
        precondition(request.encoding == input)
        _ = try request.isSignedByOwnKey()
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
