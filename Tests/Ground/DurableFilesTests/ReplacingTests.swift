import DurableFiles
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite("Replacing a file")
struct ReplacingTests {
    let place: TemporaryFolder
    let folder: Folder

    init() throws {
        place = try TemporaryFolder()
        folder = try Folder(place.path)
    }

    private func replace(_ name: String, _ text: String, mode: UInt32 = 0o600) throws {
        try folder.replace(name, with: Array(text.utf8).span, attributes: FileAttributes(mode: mode))
    }

    @Test("The new file has the content, the mode whatever the umask, and no companion")
    func content() throws {
        for mode: UInt32 in [0o600, 0o640, 0o644] {
            try replace("a", "text \(mode)", mode: mode)
            #expect(try place.text("a") == "text \(mode)")
            #expect(try folder.status(of: "a")?.mode == mode)
        }
        #expect(place.names() == ["a"])
    }

    @Test("A file that stays as it was in mode and owner")
    func kept() throws {
        try place.write("old", to: "a", mode: 0o4640)
        let status = try #require(try folder.status(of: "a"))
        try folder.replace("a", with: Array("new".utf8).span, attributes: status.attributes)
        #expect(try folder.status(of: "a")?.attributes == status.attributes)
    }

    @Test(
        "A planted symbolic link is replaced itself, and what it leads to stays",
        arguments: ["target", "missing"]
    )
    func plantedLink(target: String) throws {
        try place.write("precious", to: "target")
        #expect(symlink(target, place.path("a")) == 0)
        try replace("a", "new")
        #expect(try folder.status(of: "a")?.kind == .file)
        #expect(try place.text("target") == "precious")
        #expect(place.names() == ["a", "target"])
    }

    @Test("A folder at the name is an error and stays")
    func folderInTheWay() throws {
        #expect(mkdir(place.path("a"), 0o700) == 0)
        #expect(throws: FileError.system(.rename, path: place.path("a"), code: EISDIR)) {
            try replace("a", "new")
        }
        #expect(place.names() == ["a"])
    }

    @Test(
        "What cannot be the name of one file is refused",
        arguments: ["", ".", "..", "a/b", "../a", "a\0b"]
    )
    func names(name: String) {
        let attributes = FileAttributes(mode: 0o600)
        #expect(throws: FileError.invalidName(name)) { try replace(name, "new") }
        #expect(throws: FileError.invalidName(name)) {
            try folder.make(name, with: Array("new".utf8).span, attributes: attributes)
        }
        #expect(throws: FileError.invalidName(name)) { try folder.set(attributes, of: name) }
        #expect(throws: FileError.invalidName(name)) {
            try folder.setTimes(of: try folder.status(), on: name)
        }
    }

    @Test("A name may be as long as Linux has them, and no longer")
    func longNames() throws {
        let longest = String(repeating: "n", count: 255)
        try replace(longest, "new")
        #expect(place.names() == [longest])
        #expect(throws: FileError.invalidName(longest + "n")) { try replace(longest + "n", "new") }
    }

    @Test("What is being prepared is no leftover to anybody else")
    func preparedMeanwhile() throws {
        let folder = folder
        let interception = FileInterception { operation, _ in
            if [.write, .synchronize].contains(operation) { folder.removeLeftovers() }
        }
        try FileInterception.$current.withValue(interception) { try replace("a", "new") }
        #expect(try place.text("a") == "new")
    }

    @Test("What the system refuses for a reason of its own is told by its own words")
    func refusedRename() throws {
        try place.write("old", to: "a")
        let error = FileError.system(.rename, path: place.path("a"), code: EPERM)
        let interception = FileInterception { operation, _ throws(FileError) in
            if operation == .rename { throw error }
        }
        FileInterception.$current.withValue(interception) {
            #expect(throws: error) { try replace("a", "new") }
        }
    }

    @Test("A mode is on the disk before it counts")
    func modeSteps() throws {
        try place.write("x", to: "a", mode: 0o644)
        let steps = Mutex<[FileOperation]>([])
        let interception = FileInterception { operation, _ in steps.withLock { $0.append(operation) } }
        try FileInterception.$current.withValue(interception) {
            try folder.set(FileAttributes(mode: 0o600), of: "a")
        }
        #expect(steps.withLock { $0 } == [.setMode, .synchronize])
    }

    @Test("A link is on the disk with its name before it counts")
    func linkSteps() throws {
        let steps = Mutex<[FileOperation]>([])
        let interception = FileInterception { operation, _ in steps.withLock { $0.append(operation) } }
        try FileInterception.$current.withValue(interception) { try folder.replace("a", withLinkTo: "b") }
        #expect(steps.withLock { $0 } == [.makeLink, .rename, .synchronize])
    }

    @Test("A file that is made never takes the place of another, not even of one that came meanwhile")
    func making() throws {
        func make(_ name: String) throws {
            let attributes = FileAttributes(mode: 0o640)
            try folder.make(name, with: Array("new".utf8).span, attributes: attributes)
        }
        try make("a")
        #expect(try place.text("a") == "new")
        #expect(try folder.status(of: "a")?.mode == 0o640)
        #expect(try folder.status(of: "a")?.nameCount == 1)

        try place.write("old", to: "b")
        #expect(symlink("nowhere", place.path("c")) == 0)
        for name in ["b", "c"] {
            let error = #expect(throws: FileError.self) { try make(name) }
            #expect(error == .system(.make, path: place.path(name), code: EEXIST))
            #expect(error?.isExisting == true)
        }
        #expect(try place.text("b") == "old")

        // Another program makes it while ours is about to synchronize what it prepared.
        let place = place
        let other = FileInterception { operation, _ throws(FileError) in
            if operation == .synchronize { try? place.write("theirs", to: "d") }
        }
        let late = FileInterception.$current.withValue(other) {
            #expect(throws: FileError.self) { try make("d") }
        }
        #expect(late?.isExisting == true)
        #expect(try place.text("d") == "theirs")
        #expect(place.names() == ["a", "b", "c", "d"])
    }

    @Test(
        "A kill or a failure at any step of making a file leaves none or a whole one",
        arguments: [true, false]
    )
    func interruptedMaking(isKill: Bool) throws {
        var step = 0
        while true {
            let (wasReached, error) = interrupted(
                atStep: step,
                by: isKill ? .kill : .failure(ENOSPC),
                largestWrite: 1
            ) {
                try folder.make("a", with: Array("new".utf8).span, attributes: FileAttributes(mode: 0o600))
            }
            try tidyUp(folder)
            let isThere = place.names() == ["a"]
            #expect(isThere || place.names() == [])
            #expect(isThere || error != nil)
            if isThere {
                #expect(try place.text("a") == "new")
                #expect(try folder.status(of: "a")?.nameCount == 1)
                try folder.remove("a")
            }
            if !wasReached { break }
            step += 1
        }
        #expect(step >= 9)
    }

    @Test("A kill before any step, or within a write, leaves the old file or the new one")
    func killed() throws {
        var step = 0
        while true {
            try place.write("old", to: "a")
            let (wasReached, error) = interrupted(atStep: step, by: .kill, largestWrite: 1) {
                try replace("a", "new")
            }
            let text = try place.text("a")
            #expect(text == "old" || text == "new")
            #expect((text == "new") == (error == nil) || step == 7)
            if !wasReached { break }
            step += 1
            // The next process tidies up.
            try tidyUp(folder)
            #expect(place.names() == ["a"])
        }
        #expect(step >= 7)
    }

    @Test(
        "A step that fails is an error, and leaves nothing behind",
        arguments: [ENOSPC, EIO, EROFS, EDQUOT]
    )
    func failed(code: Int32) throws {
        for step in 0..<8 {
            try place.write("old", to: "a")
            let (wasReached, error) = interrupted(atStep: step, by: .failure(code), largestWrite: 1) {
                try replace("a", "new")
            }
            guard wasReached else { break }
            guard case .system(let operation, _, code)? = error as? FileError else {
                Issue.record("step \(step): \(String(describing: error))")
                continue
            }
            let isDecided = operation == .synchronize && step == 7
            #expect(try place.text("a") == (isDecided ? "new" : "old"))
            #expect(place.names() == ["a"])
        }
    }

    @Test(
        "A disk that is full is an error in one line, and the old file stays",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func fullDisk() throws {
        let disk = place.path("disk")
        #expect(mkdir(disk, 0o700) == 0)
        try #require(mount("none", disk, "tmpfs", 0, "size=64k") == 0)
        defer { umount(disk) }
        let folder = try Folder(disk)
        let attributes = FileAttributes(mode: 0o600)
        try folder.replace("a", with: Array("old".utf8).span, attributes: attributes)
        let large = [UInt8](repeating: 0x61, count: 1 << 20)
        let error = #expect(throws: FileError.self) {
            try folder.replace("a", with: large.span, attributes: attributes)
        }
        #expect(error?.description.hasSuffix(": No space left on device") == true)
        #expect(try folder.read("a", limit: 10) == Array("old".utf8))
        #expect(try folder.names() == ["a"])
    }

    @Test("What a living process prepares is no leftover; what a killed one left is removed, links included")
    func leftovers() throws {
        let set = try FileSet(in: folder)
        try set.add("a", Array("new".utf8).span, attributes: FileAttributes(mode: 0o600))
        folder.removeLeftovers()
        #expect(place.names().count == 1)
        try set.commit()
        #expect(place.names() == ["a"])

        #expect(symlink("a", place.path(".pki-0123456789abcdef01234567.new")) == 0)
        try place.write("half a key", to: ".pki-0123456789abcdef01234568.new")
        // None of these is a name that is ever made here.
        let own = [
            ".pki-0123.new", ".pki-0123456789abcdef012345678.new", ".pki-0123456789abcdef0123456G.new",
            ".pki-0123456789abcdef01234567.old", "pki-0123456789abcdef012345678.new",
        ]
        for name in own { try place.write("the user's own", to: name) }
        try tidyUp(folder)
        #expect(Set(place.names()) == Set(own + ["a"]))
    }

    @Test("What cannot be removed stays, and keeps no other leftover from being removed")
    func stuckLeftover() throws {
        let stuck = ".pki-000000000000000000000000.new"
        #expect(mkdir(place.path(stuck), 0o700) == 0)
        var deep = stuck
        for _ in 0..<3 {
            deep += "/inner"
            #expect(mkdir(place.path(deep), 0o700) == 0)
        }
        try place.write("half a key", to: ".pki-0123456789abcdef01234568.new")
        _ = eventually {
            folder.removeLeftovers()
            return place.names().count == 1
        }
        #expect(place.names() == [stuck])
        #expect(try !Folder(place.path).removeFolderIfEmpty(stuck))
    }

    @Test("Mode and owner are set only of what can be nobody else's")
    func attributes() throws {
        try place.write("x", to: "a", mode: 0o644)
        try folder.set(FileAttributes(mode: 0o600), of: "a")
        #expect(try folder.status(of: "a")?.mode == 0o600)

        #expect(link(place.path("a"), place.path("b")) == 0)
        #expect(throws: FileError.secondName(path: place.path("b"))) {
            try folder.set(FileAttributes(mode: 0o644), of: "b")
        }
        #expect(symlink("a", place.path("c")) == 0)
        #expect(throws: FileError.symbolicLink(path: place.path("c"))) {
            try folder.set(FileAttributes(mode: 0o644), of: "c")
        }
        #expect(throws: FileError.system(.open, path: place.path("d"), code: ENOENT)) {
            try folder.set(FileAttributes(mode: 0o644), of: "d")
        }
    }

    @Test("What has its mode and owner is left alone, a second name or not")
    func sameAttributes() throws {
        try place.write("x", to: "a", mode: 0o640)
        #expect(link(place.path("a"), place.path("b")) == 0)
        try folder.set(FileAttributes(mode: 0o640), of: "a")
        try folder.set(FileAttributes(mode: 0o640, owner: .running), of: "a")
        #expect(throws: FileError.secondName(path: place.path("a"))) {
            try folder.set(FileAttributes(mode: 0o600, owner: .running), of: "a")
        }
    }

    @Test(
        "Another user's file is not touched, nor root's in his folder that nobody looked at",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func foreignAttributes() throws {
        let wanted = FileAttributes(mode: 0o600, owner: FileOwner(userID: 4711, groupID: 4711))
        for userID: uid_t in [1, 4712] {
            try place.write("x", to: "a", mode: 0o644)
            #expect(chown(place.path("a"), userID, userID) == 0)
            #expect(throws: FileError.foreignOwner(path: place.path("a"), userID: userID)) {
                try folder.set(wanted, of: "a")
            }
        }
        #expect(chown(place.path("a"), 4711, 4712) == 0)
        try folder.set(wanted, of: "a", isOurs: false)
        #expect(try folder.status(of: "a")?.attributes == wanted)

        for owner: uid_t in [0, 1, 4711] {
            try place.write("x", to: "root's", mode: 0o644)
            #expect(chown(place.path("root's"), 0, 0) == 0 && chown(place.path, owner, owner) == 0)
            try folder.set(FileAttributes(mode: 0o640), of: "root's", isOurs: false)
            #expect(try folder.status(of: "root's")?.mode == (owner == 0 ? 0o640 : 0o644))
            try folder.set(FileAttributes(mode: 0o640), of: "root's")
            #expect(try folder.status(of: "root's")?.mode == 0o640)
        }
    }

    @Test("Root gives the file its owner while it is empty", .enabled(if: geteuid() == 0, "needs root"))
    func owner() throws {
        let owner = FileOwner(userID: 4711, groupID: 4712)
        let attributes = FileAttributes(mode: 0o640, owner: owner)
        try folder.replace("a", with: Array("new".utf8).span, attributes: attributes)
        #expect(try folder.status(of: "a")?.attributes == attributes)

        // The steps in their order: no octet is written before owner and mode are set.
        var steps: [FileOperation] = []
        for step in 0..<16 {
            let (wasReached, error) = interrupted(atStep: step, by: .kill) {
                try folder.replace("a", with: Array("new".utf8).span, attributes: attributes)
            }
            guard wasReached, case .system(let operation, _, _)? = error as? FileError else { break }
            steps.append(operation)
        }
        #expect(steps == [.make, .setOwner, .setMode, .write, .synchronize, .rename, .synchronize])
    }
}
