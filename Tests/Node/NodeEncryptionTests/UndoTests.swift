import DurableFiles
import PgpoolPasswords
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Changes taken back where others changed something since")
struct UndoTests {
    private static let mine = FileAttributes(mode: 0o600)

    private static func file(_ text: String, mode: UInt32 = 0o600) -> FileState {
        .file(SharedSecret(copying: Array(text.utf8).span), FileAttributes(mode: mode))
    }

    private static func undo(
        _ kind: FileChange.Kind,
        before: FileState,
        after: FileState,
        present: FileState
    ) -> Undo {
        let change = FileChange(path: "/p", kind: kind, before: before, after: after)
        return Undo(kind, before: before, after: Trace(of: change), present: present)
    }

    @Test(
        "a file that counts as a whole goes back where it is what the change left, and else stays",
        arguments: [FileChange.Kind.setFile, .setKey, .poolKey]
    )
    func whole(kind: FileChange.Kind) {
        let (before, after) = (Self.file("old"), Self.file("new"))
        #expect(Self.undo(kind, before: before, after: after, present: after) == Undo(target: before))
        #expect(Self.undo(kind, before: .absent, after: after, present: after) == Undo(target: .absent))
        #expect(Self.undo(kind, before: before, after: after, present: before) == Undo(target: before))
        #expect(Self.undo(kind, before: before, after: after, present: .absent) == Undo(target: before))
        for present in [Self.file("other"), .link("elsewhere", owner: nil), .folder(Self.mine)] {
            let undo = Self.undo(kind, before: before, after: after, present: present)
            #expect(undo == Undo(target: present, kept: [.whole], isChangedByOthers: true))
        }
        // Another mode is another's will, and no other content.
        let shared = Self.file("new", mode: 0o640)
        #expect(
            Self.undo(kind, before: before, after: after, present: shared)
                == Undo(target: Self.file("old", mode: 0o640))
        )
    }

    @Test("a text that was not there is kept with the lines of others, which is said, and goes without")
    func addedText() {
        let after = Self.file("ssl = on\n")
        let more = Self.undo(
            .text,
            before: .absent,
            after: after,
            present: Self.file("ssl = on\nwork_mem = 5MB\n")
        )
        #expect(more.target == Self.file("work_mem = 5MB\n"))
        #expect(more.kept == [.othersLines])
        #expect(Self.undo(.text, before: .absent, after: after, present: after) == Undo(target: .absent))
    }

    @Test("the lines that are kept are numbered as they stand, whatever comments stand before them")
    func numbers() {
        let undo = ThreeWayUndo(
            before: Array("a\nb\n".utf8),
            after: Array("x\ny\n".utf8),
            present: Array("x # one\ny changed\n".utf8)
        )
        #expect(String(decoding: undo.bytes, as: UTF8.self) == "a\n# one\ny changed\n")
        #expect(undo.keptLines == [2..<3])
    }

    @Test(
        "pool_passwd goes back entry by entry",
        arguments: [
            // Entries of others stay, wherever they stand.
            ("a:1\n", "a:1\nw:AES1\n", "x:7\na:1\nw:AES1\ny:8\n", "x:7\na:1\ny:8\n", []),
            // One that was there before comes back in its place.
            ("w:md5\nb:2\n", "w:AES1\nb:2\n", "w:AES1\nb:2\nc:3\n", "w:md5\nb:2\nc:3\n", []),
            // One that others changed since stays, and is named; so does one of two.
            ("", "w:AES1\np:AES2\n", "w:AES9\np:AES2\n", "w:AES9\n", ["w"]),
            // Who removed it since has his will.
            ("w:md5\n", "w:AES1\n", "z:1\n", "z:1\n", []),
            // Others took it back already.
            ("w:md5\n", "w:AES1\n", "w:md5\nz:1\n", "w:md5\nz:1\n", []),
            // What the change removed comes back, unless others set it anew.
            ("w:AES1\na:2\n", "a:2\n", "a:2\nz:1 \n", "a:2\nz:1 \nw:AES1\n", []),
            ("w:AES1\na:2\n", "a:2\n", "a:2\nw:AES7\n", "a:2\nw:AES7\n", ["w"]),
            ("w:AES1\na:2\n", "a:2\n", "a:2\nz:1 \nw:AES1\n", "a:2\nz:1 \nw:AES1\n", []),
            // A user's second entry, which is not used, is not the change's.
            ("", "w:AES1\n", "w:AES1\nw:AES5\n", "w:AES5\n", []),
            // Names are bytes: these two are canonically equivalent.
            ("", "\u{E9}:AES1\n", "\u{E9}:AES1\ne\u{301}:AES2\n", "e\u{301}:AES2\n", []),
        ]
    )
    func entries(before: String, after: String, present: String, expected: String, kept: [String]) {
        let undo = Self.undo(
            .poolPasswords,
            before: Self.file(before),
            after: Self.file(after),
            present: Self.file(present)
        )
        #expect(undo.target.content?.publicBytes == Array(expected.utf8))
        let removed: [Undo.Kept] = present == "z:1\n" ? [.removedEntry(Array("w".utf8))] : []
        // Every line that is neither of before nor named already is of others.
        let old = before.split(separator: "\n").map { Array($0.utf8) }
        let names = expected.split(separator: "\n").filter { !old.contains(Array($0.utf8)) }
            .map { Array($0.utf8.prefix { $0 != UInt8(ascii: ":") }) }
            .filter { name in !kept.contains { name == Array($0.utf8) } }
        let others: [Undo.Kept] = names.isEmpty ? [] : [.othersEntries(names)]
        #expect(undo.kept == kept.map { .entry(Array($0.utf8)) } + removed + others)
        #expect(undo.isChangedByOthers)
    }

    @Test("a pool_passwd that was not there stays with the entries of others, and goes without")
    func absentBefore() {
        let after = Self.file("w:AES1\n")
        let more = Self.undo(
            .poolPasswords,
            before: .absent,
            after: after,
            present: Self.file("w:AES1\na:AES2\n")
        )
        #expect(more.target.content?.publicBytes == Array("a:AES2\n".utf8))
        #expect(more.kept == [.othersEntries([Array("a".utf8)])])
        let commented = Self.undo(.poolPasswords, before: .absent, after: after, present: Self.file("w:AES1"))
        #expect(commented.target == .absent)
    }

    @Test("the entries of a pool_passwd that a change removed come back where others made the file anew")
    func removedFile() {
        let undo = Self.undo(
            .poolPasswords,
            before: Self.file("w:AES1\nv:AES3\n"),
            after: .absent,
            present: Self.file("a:AES2\nv:AES4\n")
        )
        #expect(undo.target.content?.publicBytes == Array("a:AES2\nv:AES4\nw:AES1\n".utf8))
        #expect(undo.kept == [.entry(Array("v".utf8)), .othersEntries([Array("a".utf8)])])
    }

    private func plan(_ items: [(String, FileChange.Kind, FileState, FileState, present: FileState)]) throws
        -> UndoPlan
    {
        try UndoPlan(
            undoing: items.map { path, kind, before, after, _ in
                let change = FileChange(path: path, kind: kind, before: before, after: after)
                return UndoPlan.Item(path: path, kind: kind, before: before, after: Trace(of: change))
            },
            present: { (path) throws(NodeEncryptionError) in items.first { $0.0 == path }?.present ?? .absent
            }
        )
    }

    @Test("half a pair does not stay by itself")
    func pairs() throws {
        let new = Self.file("new")
        let undo = try plan([
            ("/s/server.key", .setKey, .absent, new, present: new),
            ("/s/server.crt", .setFile, .absent, new, present: Self.file("the operator's")),
            ("/s/root.key", .setKey, .absent, new, present: new),
            ("/s/root.crt", .setFile, .absent, new, present: new),
        ])
        let left = undo.changes.filter { $0.after == .absent }.map(\.path)
        #expect(left == ["/s/root.crt", "/s/root.key"])
        #expect(
            undo.notes == [
                "/s/server.crt: changed by others since, and kept",
                "/s/server.key is kept, since it belongs to a file that is kept",
            ]
        )
    }

    @Test(
        "a root that signed what others put in meanwhile stays with its key, and with all that it signed",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func signed() throws {
        let folder = try TemporaryFolder()
        func openssl(_ arguments: String) throws {
            let made = try #require(Programs.openssl).run(
                arguments.split(separator: " ").map(String.init),
                folder: folder.path
            )
            try #require(made.status == 0, "\(made.errorText)")
        }
        func file(_ name: String) throws -> FileState { Self.file(try folder.text(name)) }
        let kind = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        for name in ["old", "new"] {
            try openssl("req -x509 \(kind) -subj /CN=\(name) -keyout \(name).key -out \(name).crt")
        }
        for (name, root) in [("server", "new"), ("client", "new"), ("foreign", "old")] {
            try openssl("req \(kind) -subj /CN=\(name) -keyout \(name).key -out \(name).csr")
            try openssl("x509 -req -in \(name).csr -CA \(root).crt -CAkey \(root).key -out \(name).crt")
        }
        for (others, kept) in [("server", ["client", "root"]), ("foreign", [])] {
            let undo = try plan([
                ("/s/root.key", .setKey, file("old.key"), file("new.key"), present: file("new.key")),
                ("/s/root.crt", .setFile, file("old.crt"), file("new.crt"), present: file("new.crt")),
                ("/s/client.crt", .setFile, .absent, file("client.crt"), present: file("client.crt")),
                ("/s/server.crt", .setFile, .absent, file("client.crt"), present: file("\(others).crt")),
            ])
            let unchanged = undo.changes.filter(\.isEmpty).map(\.path)
            let roots = kept.isEmpty ? [] : ["/s/client.crt", "/s/root.crt", "/s/root.key"]
            #expect(unchanged == ["/s/server.crt"] + roots, "\(undo.notes)")
        }
        // A root to which others added one has not signed what they put in.
        let both = Self.file(try folder.text("new.crt") + folder.text("old.crt"))
        let added = try plan([
            ("/s/root.crt", .setFile, .absent, file("new.crt"), present: both),
            ("/s/client.crt", .setFile, .absent, file("client.crt"), present: file("client.crt")),
        ])
        #expect(added.changes.filter(\.isEmpty).map(\.path) == ["/s/root.crt"], "\(added.notes)")
    }

    @Test("the pool key stays where entries of others are encrypted with it, and goes with the last")
    func poolKey() throws {
        let key = Self.file("key\n")
        func notes(_ present: String) throws -> (key: FileState?, [String]) {
            let undo = try plan([
                ("/k", .poolKey, .absent, key, present: key),
                ("/p", .poolPasswords, .absent, Self.file("w:AES1\n"), present: Self.file(present)),
            ])
            return (undo.changes.first { $0.path == "/k" }?.after, undo.notes)
        }
        let kept = try notes("w:AES1\na:AES2\n")
        #expect(kept.key == key)
        #expect(
            kept.1 == [
                "/p is kept, with the entries that others made: a",
                "/k is kept, since entries that stay are encrypted with it",
            ]
        )
        #expect(try notes("w:AES1\n").key == .absent)
        #expect(try notes("w:AES1\na:md5x\n").key == .absent)
    }

    @Test(
        "a file that others put in the place of ours before a second change counts as having been there before it"
    )
    func secondChange() throws {
        func change(_ name: String, _ kind: FileChange.Kind, _ before: FileState, _ after: String)
            -> FileChange
        {
            FileChange(path: "/s/" + name, kind: kind, before: before, after: Self.file(after))
        }
        let first = NodePlan(
            operation: .install,
            changes: [
                change("server.key", .setKey, .absent, "k1"), change("server.crt", .setFile, .absent, "c1"),
            ]
        )
        let second = NodePlan(
            operation: .reissue,
            changes: [
                change("server.key", .setKey, Self.file("k1"), "k2"),
                change("server.crt", .setFile, Self.file("the operator's"), "c2"),
            ]
        )
        let baseline = try Baseline().adding(first).adding(second)
        let undo = try UndoPlan(undoing: baseline.items) { (path) throws(NodeEncryptionError) in
            second.changes.first { $0.path == path }?.after ?? .absent
        }
        let back = Dictionary(uniqueKeysWithValues: undo.changes.map { ($0.path, $0.after) })
        #expect(back == ["/s/server.key": Self.file("k1"), "/s/server.crt": Self.file("the operator's")])
    }

    @Test("the pool key stays where the file moved with entries of others, or another file is in force")
    func poolKeyOfMovedFile() throws {
        let key = Self.file("key\n")
        let linked = try plan([
            ("/k", .poolKey, .absent, key, present: key),
            ("/p", .poolPasswords, .absent, Self.file("w:AES1\n"), present: .link("elsewhere", owner: nil)),
        ])
        #expect(linked.changes.first { $0.path == "/k" }?.after == key)

        let passwords = FileChange(
            path: "/p",
            kind: .poolPasswords,
            before: .absent,
            after: Self.file("w:AES1\n")
        )
        let piped = try UndoPlan(
            undoing: [FileChange(path: "/k", kind: .poolKey, before: .absent, after: key), passwords].map {
                UndoPlan.Item(path: $0.path, kind: $0.kind, before: $0.before, after: Trace(of: $0))
            },
            present: { (path) throws(NodeEncryptionError) in
                if path == "/p" { throw .unexpectedKind(path: path) }
                return key
            }
        )
        #expect(piped.changes.map(\.after) == [key])

        let folder = try TemporaryFolder()
        let change = FileChange(path: "/k", kind: .poolKey, before: .absent, after: key)
        let item = UndoPlan.Item(path: "/k", kind: .poolKey, before: .absent, after: Trace(of: change))
        for (text, expected) in [("a:AES2\n", key), ("a:md5x\n", FileState.absent)] {
            try folder.write(text, to: "other")
            let undo = try UndoPlan(
                undoing: [item],
                poolPasswdsInForce: [folder.path("other")],
                present: { (_) throws(NodeEncryptionError) in key }
            )
            #expect(undo.changes.map(\.after) == [expected])
        }
    }

    @Test("what others removed of pool_passwd is not put back in silence")
    func removed() {
        let before = Self.file("w:md5\n")
        let gone = Self.undo(.poolPasswords, before: before, after: Self.file("w:AES1\n"), present: .absent)
        #expect(gone == Undo(target: .absent, kept: [.removed], isChangedByOthers: true))
    }

    @Test("of a secret no second copy is kept: neither its bytes nor an entry's")
    func traces() {
        for kind in FileChange.Kind.allCases where kind.isSecret {
            let change = FileChange(
                path: "/p",
                kind: kind,
                before: .absent,
                after: Self.file("w:AEShidden\n")
            )
            var writer = StateWriter(kind: "x")
            writer.append(Trace(of: change))
            let bytes = writer.finish()
            let text = String(decoding: [UInt8](copying: bytes.span), as: UTF8.self)
            #expect(!text.contains("hidden"), "\(kind)")
        }
    }
}
