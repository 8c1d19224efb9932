import Checking
import PgpoolPasswords
import SecretMemory

/// The secrets that Pgpool-II uses, in the order of the file, but for those of one user.
private func used(_ file: borrowing PoolPasswdFile, but name: [UInt8]) -> [[UInt8]] {
    var all: [[UInt8]] = []
    file.forEachEntry { entry in
        if entry.isUsed, entry.userName != name {
            all.append(entry.userName + [0] + octets(of: entry.secret))
        }
    }
    return all
}

private func secret(of name: [UInt8], in file: borrowing PoolPasswdFile) -> [UInt8]? {
    guard let entry = file.entry(of: name) else { return nil }
    return octets(of: entry.secret)
}

private func content(_ file: borrowing PoolPasswdFile) -> [UInt8] {
    let content = file.content()
    return octets(of: content)
}

/// A `pool_passwd`, and entries of Pgpool-II: a user's name and a secret, each up to a zero octet, and the file.
///
/// The file is kept octet for octet; the entry that a look-up gives is the one marked as used; a secret that is set is
/// what is found, and that of all other users stays; a password that is deciphered is the one that was enciphered.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    let parts = input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 3 else { return }
    let (name, given, original) = (parts[0], parts[1], parts[2])
    try checkKey(name, given)
    var file = PoolPasswdFile(SecretBytes(copying: original.span))
    precondition(content(file) == original)
    file.forEachEntry { entry in
        guard entry.isUsed else { return }
        precondition(secret(of: entry.userName, in: file) == octets(of: entry.secret))
    }
    let others = used(file, but: name)
    if (try? file.set(name, to: given.span)) != nil {
        precondition(secret(of: name, in: file) == given)
        precondition(used(file, but: name) == others)
        let once = content(file)
        try file.set(name, to: given.span)
        precondition(content(file) == once)
    } else {
        precondition(content(file) == original)
    }
    if let removed = try? file.remove(name) {
        precondition(removed == 0 || file.entry(of: name) == nil)
        precondition(used(file, but: name) == others)
    }
    let again = PoolPasswdFile(file.content())
    precondition(used(again, but: name) == others)
}

private func checkKey(_ content: [UInt8], _ secret: [UInt8]) throws {
    guard let key = try? PoolKey(fileContent: content.span) else { return }
    _ = try? key.password(ofEntry: secret.span)
    guard let entry = try? key.rawEntry(for: secret.span) else { return }
    let password = try key.password(ofEntry: entry.span)
    precondition(octets(of: password) == secret)
}
