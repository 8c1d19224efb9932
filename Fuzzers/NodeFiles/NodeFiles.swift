import Checking
import DERCoding
import PKIX

@testable import NodeEncryption
@testable import NodePlatform

/// What a node's folders hold, taken for each of the files that it could be: certificates, keys and requests, told
/// apart by how they begin, `postmaster.pid`, the platform's list of what stays, the host's accounts, a list of suites.
///
/// What is told of a file is what the readers of keys and certificates find in it; what is put into a list is in it,
/// once and for good; a list of suites that ends by taking all away leaves none.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    checkKind(input)
    checkList(input)
    if let file = PostmasterFile(input) {
        precondition(file.processID > 0)
        let fields = [file.dataFolder, file.socketFolder ?? "", file.address ?? "", file.host ?? ""]
        precondition(fields.allSatisfy { !$0.utf8.contains(10) })
    }
    let accounts = Accounts(passwd: input, group: input)
    for line in input.split(separator: 10) {
        let name = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        guard let user = accounts.user(named: name) else { continue }
        precondition(accounts.user(numbered: user.owner.userID)?.owner.userID == user.owner.userID)
        precondition(!user.home.utf8.contains(UInt8(ascii: ":")) && !user.home.utf8.contains(10))
    }
    let text = String(decoding: input, as: UTF8.self)
    let suites = CipherList(text).suites
    precondition(suites.isSubset(of: CipherList.Suite.all))
    if !text.utf8.starts(with: "SUITEB".utf8) {
        precondition(CipherList(text + ":!ALL").suites.isEmpty)
        precondition(CipherList(text + ":!aRSA").suites.isSubset(of: suites.filter { !$0.isOfRSA }))
    }
    let unit = SystemdUnit.find(of: 1, groups: input) { name in
        precondition(name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
        return 1
    }
    precondition(unit.map { $0.name.utf8.suffix(8).elementsEqual(".service".utf8) } ?? true)
}

private func checkKind(_ input: [UInt8]) {
    let kind = FileContent(input.span)
    precondition(!kind.insteadOfLists.isEmpty && !kind.insteadOfCertificates.isEmpty)
    if FileContent.isDER(input.span) {
        if (try? Certificate(der: input.span)) != nil { precondition(kind == .certificates) }
        if (try? CertificateList(der: input.span)) != nil { precondition(kind == .lists) }
        if (try? CertificateRequest(der: input.span)) != nil { precondition(kind == .request) }
        if (try? PrivateKey(der: input.span)) != nil { precondition(kind == .privateKey) }
        if (try? SubjectPublicKeyInfo(encoding: input.span)) != nil { precondition(kind == .publicKey) }
    } else {
        if (try? PrivateKey(pem: input.span)) != nil { precondition(kind == .privateKey) }
        if let all = try? Certificate.all(pem: input.span), !all.isEmpty {
            precondition([.certificates, .privateKey, .request].contains(kind))
        }
    }
}

private func checkList(_ input: [UInt8]) {
    let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let path = "/" + String(decoding: parts[0].filter { $0 != 10 }, as: UTF8.self)
    let list = parts.count > 1 ? Array(parts[1]) : []
    let before = RedeployList(list)
    let added = before.adding([path])
    precondition(added.starts(with: list))
    let after = RedeployList(added)
    precondition(after.keeps(path) && after.adding([path]) == added)
    precondition(!before.keeps(path) || added == list)
    for known in ["/", "/etc", "/etc/a b", "/\(path)"] where before.keeps(known) {
        precondition(after.keeps(known))
    }
    precondition(before.keeping([path], besides: list).isEmpty)
}
