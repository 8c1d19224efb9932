import DERCoding

/// The reader of PEM: what was read is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(PEMError) {
        let documents = try PEM.documents(in: input.span)
        let text = Array(documents.map(\.text).joined().utf8)
        let again = try PEM.documents(in: text.span)
        precondition(again == documents)
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
