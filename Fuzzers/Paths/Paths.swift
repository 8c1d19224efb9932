import DERCoding
import PKIX

/// Paths: certificates and lists behind one another, of which the first certificate is an anchor and the last one is
/// validated. What is found is a chain of signatures, whatever else is among the documents.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    var certificates: [Certificate] = []
    var lists: [CertificateList] = []
    for document in documents(input) {
        if let one = try? Certificate(der: document.span) {
            certificates.append(one)
        } else if let one = try? CertificateList(der: document.span) {
            lists.append(one)
        }
    }
    guard let root = certificates.first, let leaf = certificates.last else { return 0 }
    let verifier = CertificateVerifier(
        anchors: [TrustAnchor(root)],
        intermediates: certificates,
        lists: lists
    )
    var strict = ValidationPolicy.server(.dnsName("db.example.com"))
    strict.rules = Set(CertificateRule.allCases)
    strict.revocation = .required
    strict.requiresExplicitPolicy = true
    strict.minimumRSABitCount = 0
    for policy in [strict, ValidationPolicy()] {
        // Within the time of the seeds.
        switch verifier.validate(leaf, for: policy, at: DERTime(secondsSince1970: 1_302_825_600)) {
        case .valid(let path):
            precondition(path.certificates.first == leaf)
            for (one, above) in zip(path.certificates, path.certificates.dropFirst()) {
                precondition((try? one.isSigned(by: above.subjectPublicKeyInfo)) == true)
            }
            if let last = path.certificates.last, path.anchor.certificate != last {
                precondition((try? last.isSigned(by: path.anchor.publicKey)) == true)
            }
        case .invalid(let failures):
            precondition(!failures.isEmpty && failures.allSatisfy { !$0.faults.isEmpty })
            precondition(failures.allSatisfy { !$0.description.isEmpty })
        }
    }
    return 0
}

/// The elements of the input, up to the first that is none.
private func documents(_ input: [UInt8]) -> [[UInt8]] {
    var documents: [[UInt8]] = []
    do throws(DERError) {
        var reader = try DERReader<DERError>(input.span)
        while !reader.isAtEnd, documents.count < 32 {
            let element = try reader.anyElement()
            documents.append((0..<element.count).map { element[$0] })
        }
    } catch {
        return documents
    }
    return documents
}
