internal import DurableFiles
internal import NodePlatform
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings

extension NodeStatus {
    /// Adds what is wrong with `pcp.conf`, by which programs log in that control Pgpool-II: a line has a user, a colon,
    /// and the md5 hash of the password alone, with which whoever reads it logs in.
    mutating func readPCP(_ passwords: PoolEntries) {
        let layout = passwords.layout
        let path = layout.configurationFolder + "pcp.conf"
        if Self.isForbidden(path) { return addUnseen(path) }
        guard let real = try? ChangeList.realPath(path),
            case .file(let content, let attributes)? = try? FileState.read(real)
        else { return }
        var hasEntries = false
        content.withSpan { text in
            for line in PasswordLines.all(of: text) {
                // As Pgpool-II looks at it, no blank is before a comment.
                if line.bytes.isEmpty || text[line.bytes.lowerBound] == UInt8(ascii: "#") { continue }
                hasEntries = true
                let secret = text.extracting(line.password)
                let end = line.bytes.upperBound
                let endsInCarriageReturn = end < text.count && text[end] != UInt8(ascii: "\n")
                if !endsInCarriageReturn, Self.isPCPHash(secret) { continue }
                let name = printable([UInt8](copying: text.extracting(line.userName)))
                let isEncrypted = EntryKind(of: secret) == .aes
                if isEncrypted, passwords.unseen.contains(passwords.keyPath) { continue }
                if isEncrypted, passwords.password(in: secret) != nil {
                    let text =
                        "the entry for \(name) is encrypted, which Pgpool-II takes here in its latest versions at most"
                    add(.pcpEntryEncrypted, text, path: path, line: line.number, cure: "pg_md5 -p")
                    continue
                }
                add(
                    .pcpEntryUnusable,
                    line.password.isEmpty
                        ? "is no entry, which is a user, a colon and a hash; without the colon nobody of a later line "
                            + "gets in"
                        : "nobody logs in with the entry for \(name), which is not the md5 hash of a password: 32 "
                            + "hexadecimal digits in small letters",
                    path: path,
                    line: line.number,
                    cure: "pg_md5 -p"
                )
            }
        }
        if hasEntries, attributes.letsOthersRead(but: layout.owner) {
            add(
                .pcpExposed,
                "mode 0\(String(attributes.mode, radix: 8)) lets others read the hashes, each of which is enough to "
                    + "control Pgpool-II",
                path: path,
                cure: attributes.closing(path, for: layout.owner)
            )
        }
    }

    private static func isPCPHash(_ secret: Span<UInt8>) -> Bool {
        let digits = [UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f")]
        return secret.count == 32
            && secret.indices.allSatisfy { at in digits.contains { $0.contains(secret[at]) } }
    }
}
