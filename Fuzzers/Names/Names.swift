import DERCoding
import PKIX

/// The reader of names: what was read is written octet for octet, and its text stays on its line.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(PKIXError) {
        let name = try DistinguishedName(der: input.span)
        precondition(name.encoding == input)
        precondition(!name.description.unicodeScalars.contains { $0.properties.generalCategory == .control })
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
