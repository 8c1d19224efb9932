import DERCoding
import DurableFiles
import Glibc
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import NodeCertificates

@Suite("Keys and certificates that are replaced are kept")
struct KeepingTests {
    /// The time of the tests' runs, and what openssl says of a certificate's number.
    private static let time = "20270115T080000Z"

    private func serial(_ name: String) throws -> String? {
        guard let openssl = Programs.openssl, let content = SetFolder.whole[name] else { return nil }
        let text = try openssl.run(["x509", "-noout", "-serial"], input: content).text
        return String(text.dropFirst("serial=".count).dropLast())
    }

    private func kept(_ set: SetFolder) -> [String] { set.place.names(in: "replaced") }

    @Test("A pair is kept under one time and its certificate's number, private, as it was")
    func pair() throws {
        guard let serial = try serial("server.crt") else { return }
        let set = try SetFolder()
        try set.place.halve("server.key")
        let half = try set.place.read("server.key")
        let report = try set.makeOrRepair()
        let names = ["server.crt-\(Self.time)-\(serial)", "server.key-\(Self.time)-\(serial)"]
        #expect(kept(set) == names)
        #expect(report.replaced.sorted() == names.map { "replaced/" + $0 })
        #expect(try set.place.read("replaced/" + names[0]) == SetFolder.whole["server.crt"])
        #expect(try set.place.read("replaced/" + names[1]) == half)
        let folder = try Folder(set.place.path)
        #expect(try folder.status(of: "replaced")?.mode == 0o700)
        for name in names { #expect(try folder.folder("replaced").status(of: name)?.mode == 0o600) }
        // Nothing is replaced, and nothing is kept.
        #expect(try set.makeOrRepair().replaced == [])
        #expect(kept(set) == names)
    }

    @Test(
        "What belongs to root, and whoever has the folder moved there, is not given to him",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func rootsOwn() throws {
        let set = try SetFolder()
        try set.place.halve("server.key")
        // What nobody reads may be anything.
        try set.place.write("root's own\n", to: "server-req.pem", mode: 0o600)
        let folder = try Folder(set.place.path)
        for name in try folder.names() where name != "server-req.pem" && name != "server.key" {
            chown(set.place.path(name), 12, 34)
        }
        chown(set.place.path, 12, 34)
        let owner = FileOwner(userID: 12, groupID: 34)
        try set.makeOrRepair(owner: owner)
        let names = kept(set)
        #expect(!names.isEmpty)
        for name in names {
            let present = try folder.folder("replaced").status(of: name)?.owner.userID
            #expect(present == (name.hasPrefix("server.key") ? 0 : 12), "\(name)")
        }
        #expect(try folder.status(of: "server.key")?.owner.userID == 12)

        // Nothing is made now, and the request is left as it is.
        try set.place.write("root's own\n", to: "server-req.pem", mode: 0o600)
        chown(set.place.path("server-req.pem"), 0, 0)
        try set.makeOrRepair(owner: owner)
        #expect(try folder.status(of: "server-req.pem")?.owner.userID == 0)
    }

    @Test("Of several within one second the last three are kept, whatever their certificates' numbers")
    func oneSecond() throws {
        let set = try SetFolder()
        var contents: [[UInt8]] = []
        for _ in 0..<5 {
            contents.append(try set.place.read("server.key"))
            // Keys of its own: one that is kept already is not kept twice.
            try set.makeOrRepair(force: true, makesKeys: true)
        }
        let keys = kept(set).filter { $0.hasPrefix("server.key-") }
        #expect(keys.count == 3)
        #expect(Set(try keys.map { try set.place.read("replaced/" + $0) }) == Set(contents.suffix(3)))
    }

    @Test("Nothing is kept of an empty file, of a request or of a set that is new")
    func nothing() throws {
        let set = try SetFolder()
        try set.place.write("", to: "server.key")
        unlink(set.place.path("server.crt"))
        try set.makeOrRepair()
        #expect(!set.place.names().contains("replaced"))
        // Nor is a folder looked at that nothing is kept in, nor what only has the name of a request.
        #expect(symlink("/tmp", set.place.path("replaced")) == 0)
        unlink(set.place.path("client.csr"))
        #expect(symlink("/dev/null", set.place.path("client.csr")) == 0)
        for name in ["client.key", "client.crt"] { unlink(set.place.path(name)) }
        #expect(try set.makeOrRepair().replaced == [])
        let new = try SetFolder(files: [:])
        #expect(try new.makeOrRepair(makesKeys: false).replaced == [])
        #expect(!new.place.names().contains("replaced"))
    }

    @Test("Without a certificate beside it a key has no number; two of one second have two names")
    func unnumbered() throws {
        let set = try SetFolder()
        for count in 1...2 {
            unlink(set.place.path("client.crt"))
            try set.place.halve("client.key")
            try set.makeOrRepair()
            #expect(kept(set).count == count)
        }
        #expect(kept(set) == ["client.key-\(Self.time)-none", "client.key-\(Self.time)-none-2"])
    }

    @Test(
        "The last three of each are kept, what is none of ours stays, and the folder is none of the set's files"
    )
    func generations() throws {
        let set = try SetFolder()
        try set.place.write("", to: "mine.txt")
        var counts: [Int] = []
        for day in 1...5 {
            try set.makeOrRepair(days: Int64(day), force: true)
            if day == 1 { try set.place.write("the operator's", to: "replaced/server.key.old") }
            // The keys of the tests come again, and are kept once.
            counts.append(kept(set).count { $0.contains(".crt-") })
        }
        #expect(counts == [3, 6, 9, 9, 9])
        let servers = kept(set).filter { $0.hasPrefix("server.crt-") }
        #expect(servers.map { $0.dropFirst(11).prefix(8) } == ["20270118", "20270119", "20270120"])
        #expect(kept(set).contains("server.key.old"))
    }

    @Test("However many there are, a run looks at a hundred of each file, and removes no more")
    func many() throws {
        let content = SharedSecret(copying: Array("key".utf8).span)
        let names = (1_000..<1_300).map { "server.key-2027\($0)T080000Z-none" }
        var looks = 0
        let files = ReplacedFiles(
            [SetFile("server.key", content)],
            present: { _ in nil },
            among: names,
            earlier: { _ in
                looks += 1
                return nil
            },
            at: SetFolder.start
        )
        #expect(looks == 100)
        #expect(files.outdated == Array(names.prefix(100)))
    }

    @Test("Of a folder with one file under many names, sixteen megabytes are read")
    func manyNames() throws {
        let set = try SetFolder()
        try set.place.write(String(repeating: "x", count: 1 << 20), to: "a0.crt")
        for number in 1..<40 {
            #expect(link(set.place.path("a0.crt"), set.place.path("a\(number).crt")) == 0)
        }
        let count = Mutex(0)
        let counting = FileInterception(beforeOpening: { path in
            if path.contains("/a"), path.hasSuffix(".crt") { count.withLock { $0 += 1 } }
        })
        _ = try FileInterception.$current.withValue(counting) { try set.makeOrRepair() }
        #expect(count.withLock { $0 } == 16)
    }

    @Test("A name says which file it was; other names are nobody's")
    func names() {
        let time = "20270115T080000Z"
        for (name, file) in [
            ("server.key-\(time)-1A2B", "server.key"), ("server.key-\(time)-none", "server.key"),
            ("a-b.crt-\(time)-12-2", "a-b.crt"), ("a-\(time)-12.crt-\(time)-12", "a-\(time)-12.crt"),
            ("\u{D4E}-x.key-\(time)-1", "\u{D4E}-x.key"),
        ] { #expect(ReplacedFiles.name(of: name) == file) }
        for name in [
            "server.key", "server.key-\(time)", "server.key-\(time)-", "server.key-\(time)-xyz",
            "server.csr-\(time)-12", "server.key-20270115080000-12", "-\(time)-12", "server.key-\(time)-12-",
            "server.key-\(time)-12-1234567890", "server.key-\(time)-12-x", "server.key-12", "-12", "",
        ] { #expect(ReplacedFiles.name(of: name) == nil) }
        for serial in ["0", "9", "A", "F", "09AF", "none", "12-123456789", "12-2"] {
            #expect(ReplacedFiles.name(of: "a.crt-\(time)-\(serial)") == "a.crt", "\(serial)")
        }
        for serial in ["/", ":", "@", "G", "a", "f", "1.", "None"] {
            #expect(ReplacedFiles.name(of: "a.crt-\(time)-\(serial)") == nil, "\(serial)")
        }
        for time in [
            "20270115U080000Z", "20270115T080000z", "20270115T08000Z", "20270115T0800000Z",
            "2027011T5080000Z",
            "2027011xT080000Z", "20270115T080000", "0Z",
        ] { #expect(ReplacedFiles.name(of: "a.crt-\(time)-12") == nil, "\(time)") }
    }

    /// ISO 8601 in its basic format: four digits of the year and two of each other part.
    @Test("The time in a name has all of its digits, however small its parts are")
    func digits() {
        let files = ReplacedFiles(
            [SetFile("a.key", text: "a key")],
            present: { _ in nil },
            among: [],
            earlier: { _ in nil },
            // 2 January of the year 5, at 3:04:05.
            at: DERTime(secondsSince1970: -62_009_268_955)
        )
        #expect(files.kept.map(\.name) == ["a.key-00050102T030405Z-none"])
    }

    @Test("Names that read alike are of two users, and neither's are too many")
    func alike() {
        let names = (1...3).map { "e\u{301}.key-2026010\($0)T000000Z-\($0)" }
        let old = SetFile("\u{E9}.key", text: "a key")
        let files = ReplacedFiles(
            [old],
            present: { _ in nil },
            among: names,
            earlier: { _ in nil },
            at: SetFolder.start
        )
        #expect(files.outdated == [])
        #expect(files.kept.map { Array($0.name.utf8) } == [Array("\u{E9}.key-\(Self.time)-none".utf8)])
        let own = names.map { $0.replacing("e\u{301}", with: "\u{E9}") }
        let more = ReplacedFiles(
            [old],
            present: { _ in nil },
            among: own,
            earlier: { _ in nil },
            at: SetFolder.start
        )
        #expect(more.outdated == [own[0]])
    }

    @Test("A failure at any step leaves the old set and nothing kept, or the new one and the old kept")
    func failures() throws {
        var damaged = SetFolder.whole
        damaged["server.key"] = Array((damaged["server.key"] ?? []).prefix(100))
        for isKill in [false, true] {
            var step = 0
            var wasReached = true
            var outcomes: Set<Bool> = []
            while wasReached {
                let set = try SetFolder(files: damaged)
                let count = Atomic(0)
                let interception = FileInterception(largestWrite: 5000) {
                    [step] operation, path throws(FileError) in
                    let number = count.wrappingAdd(1, ordering: .relaxed).oldValue
                    if number == step || isKill && number > step {
                        throw .system(operation, path: path, code: ENOSPC)
                    }
                }
                var isDone = false
                FileInterception.$current.withValue(interception) {
                    isDone = (try? set.makeOrRepair()) != nil
                }
                wasReached = count.load(ordering: .relaxed) > step
                if !isKill, !isDone, wasReached {
                    #expect(set.files == damaged, "step \(step)")
                    let others = set.place.names().filter { damaged[$0] == nil && !$0.hasSuffix(".new") }
                    #expect(others == [], "step \(step)")
                }
                outcomes.insert(isDone)
                try set.makeOrRepair(days: 1)
                #expect(kept(set).allSatisfy { !$0.hasPrefix(".") }, "step \(step)")
                // What was there is kept, once, whatever came in between.
                let keys = kept(set).filter { $0.hasPrefix("server.key") }
                #expect(keys.count == 1, "step \(step): \(kept(set))")
                #expect(try set.place.read("replaced/" + keys[0]) == damaged["server.key"])
                step += 1
            }
            #expect(step > 40)
            #expect(outcomes == [true, false])
        }
    }

    @Test(
        "Where a file of the set is immutable or a mount of its own, all stays and nothing is kept",
        .enabled(if: geteuid() == 0, "needs root"),
        arguments: [true, false]
    )
    func irreplaceable(isMount: Bool) throws {
        let set = try SetFolder()
        let path = set.place.path("client.key")
        let other = try TemporaryFolder()
        if isMount {
            try other.write(SetFolder.whole["client.key"] ?? [], to: "key", mode: 0o600)
            guard mount(other.path("key"), path, "", UInt(MS_BIND), nil) == 0 else { return }
        } else {
            guard let chattr = Program.find("chattr"), try chattr.run(["+i", path]).status == 0 else {
                return
            }
        }
        defer {
            if isMount {
                umount2(path, Int32(MNT_DETACH))
            } else {
                _ = try? Program.find("chattr")?.run(["-i", path])
            }
        }
        let before = set.place.names()
        let error = #expect(throws: NodeCertificatesError.self) { try set.makeOrRepair(force: true) }
        #expect(error == .file(.irreplaceable(path: path, code: isMount ? EXDEV : EPERM)))
        #expect(error?.exitStatus == (isMount ? .inputOutput : .noPermission))
        #expect(set.files == SetFolder.whole)
        #expect(set.place.names() == before)
    }

    @Test("A folder of that name that is somebody else's, or a link, is refused")
    func strangers() throws {
        let set = try SetFolder()
        try set.place.halve("server.key")
        #expect(symlink("/tmp", set.place.path("replaced")) == 0)
        let link = #expect(throws: NodeCertificatesError.self) { try set.makeOrRepair() }
        #expect(link == .file(.symbolicLink(path: set.place.path("replaced"))))
        guard geteuid() == 0 else { return }
        unlink(set.place.path("replaced"))
        #expect(
            mkdir(set.place.path("replaced"), 0o777) == 0
                && chown(set.place.path("replaced"), 4711, 4711) == 0
        )
        let foreign = #expect(throws: NodeCertificatesError.self) { try set.makeOrRepair() }
        #expect(foreign == .file(.foreignOwner(path: set.place.path("replaced"), userID: 4711)))
    }
}
