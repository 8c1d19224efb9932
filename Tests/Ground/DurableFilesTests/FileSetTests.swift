import Glibc
import Synchronization
import TestSupport
import Testing

@testable import DurableFiles

@Suite("Replacing a set of files")
struct FileSetTests {
    let place: TemporaryFolder
    let folder: Folder
    let old = ["a": "old a", "b": "old b", "c": "old c"]
    let new = ["a": "new a", "b": "new b", "d": "new d"]
    let whole = ["a": "new a", "b": "new b", "d": "new d"]

    init() throws {
        place = try TemporaryFolder()
        folder = try Folder(place.path)
    }

    private func commit() throws {
        let set = try FileSet(in: folder)
        for (name, text) in new.sorted(by: { $0.key < $1.key }) {
            try set.add(name, Array(text.utf8).span, attributes: FileAttributes(mode: 0o600))
        }
        try set.remove("c")
        try set.remove("e")
        try set.commit()
    }

    private func present() throws -> [String: String] {
        var present: [String: String] = [:]
        for name in try folder.names() { present[name] = try place.text(name) }
        return present
    }

    private func reset() throws {
        for name in place.names() { unlink(place.path(name)) }
        for (name, text) in old { try place.write(text, to: name) }
    }

    @Test("All files are in their places, those to remove are gone, and nothing is left")
    func all() throws {
        try reset()
        try place.write("stays", to: "other")
        try commit()
        #expect(try present() == whole.merging(["other": "stays"]) { $1 })
        #expect(place.names() == ["a", "b", "d", "other"])
        #expect(try folder.status(of: "a")?.nameCount == 1)
        #expect(try folder.takeBackReplacement() == false)
    }

    /// Runs `commit` interrupted at every step in turn, the next process after it, and looks at what is there.
    private func interruptedEverywhere(
        by interruption: Interruption,
        _ look: (_ step: Int, _ error: (any Error)?, _ found: [String: String]) throws -> Void
    ) throws -> Int {
        var step = 0
        while true {
            try reset()
            let (wasReached, error) = interrupted(atStep: step, by: interruption, largestWrite: 3) {
                try commit()
            }
            if case .failure = interruption {
                // A failed run leaves no trace by itself, but for what it could not remove.
                #expect(!place.names().contains(WayBack.name), "step \(step)")
            }
            try folder.takeBackReplacement()
            try tidyUp(folder)
            try look(step, error, try present())
            #expect(place.names().allSatisfy { $0.utf8.count == 1 }, "step \(step)")
            if !wasReached { return step }
            step += 1
        }
    }

    @Test("A kill before any step: the next process finds all of the new or makes all of the old")
    func killed() throws {
        var outcomes: Set<Bool> = []
        let count = try interruptedEverywhere(by: .kill) { step, error, found in
            #expect(found == old || found == whole, "step \(step)")
            #expect(error != nil || found == whole, "step \(step)")
            outcomes.insert(found == whole)
        }
        #expect(count > 30)
        #expect(outcomes == [true, false])
    }

    @Test("A kill while another kill's set is taken back changes nothing about the end")
    func killedTwice() throws {
        var unfinished = 0
        for first in 20..<50 {
            for second in 0..<12 {
                try reset()
                _ = interrupted(atStep: first, by: .kill) { try commit() }
                guard place.names().contains(WayBack.name) else { break }
                unfinished += 1
                _ = interrupted(atStep: second, by: .kill) { try folder.takeBackReplacement() }
                try folder.takeBackReplacement()
                try tidyUp(folder)
                #expect(try present() == old, "steps \(first), \(second)")
            }
        }
        #expect(unfinished > 50)
    }

    @Test(
        "A step that fails leaves all of the old files, or the new ones where all was done",
        arguments: [ENOSPC, EROFS, EIO]
    )
    func failed(code: Int32) throws {
        var outcomes: Set<Bool> = []
        _ = try interruptedEverywhere(by: .failure(code)) { step, error, found in
            #expect((found == whole) == (error == nil), "step \(step)")
            #expect(found == old || found == whole, "step \(step)")
            outcomes.insert(found == whole)
        }
        #expect(outcomes == [true, false])
    }

    @Test(
        "Where the file system has no second names, it is the same with copies",
        arguments: [EPERM, EOPNOTSUPP]
    )
    func copies(code: Int32) throws {
        try reset()
        #expect(
            utimensat(
                AT_FDCWD,
                place.path("a"),
                [timespec(tv_sec: 1, tv_nsec: 2), timespec(tv_sec: 3, tv_nsec: 4)],
                0
            ) == 0
        )
        chmod(place.path("a"), 0o640)
        let place = place
        let interception = FileInterception { operation, path throws(FileError) in
            // Of what is made in the place of files, old and new ones, all but the prepared and the copies is a link.
            if operation == .make, path.utf8.reversed().starts(with: "a/dlo/".utf8) {
                throw .system(.make, path: path, code: code)
            }
            if operation == .rename, path == place.path("d") { throw .system(.rename, path: path, code: EIO) }
        }
        FileInterception.$current.withValue(interception) {
            #expect(throws: FileError.system(.rename, path: place.path("d"), code: EIO)) { try commit() }
        }
        #expect(try present() == old)
        let status = try #require(try folder.status(of: "a"))
        #expect(status.mode == 0o640 && status.changedAt == 3 && status.changedNanoseconds == 4)
        #expect(place.names() == ["a", "b", "c"])
    }

    @Test(
        "Whatever a folder's owner puts in place of a file that is copied, nothing of another's is",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func copiedMeanwhile() throws {
        let place = place
        let file = place.path("a")
        for kind in ["second name", "link", "another's", "a daemon's"] {
            try reset()
            try place.write("root's own", to: "secret")
            let interception = FileInterception { operation, path throws(FileError) in
                guard operation == .make, path.utf8.reversed().starts(with: "a/dlo/".utf8) else { return }
                unlink(file)
                switch kind {
                case "second name": link(place.path("secret"), file)
                case "link": symlink(place.path("secret"), file)
                default:
                    let userID: uid_t = kind == "another's" ? 4712 : 1
                    chown(place.path("secret"), userID, userID)
                    rename(place.path("secret"), file)
                }
                throw .system(.make, path: path, code: EPERM)
            }
            let error = FileInterception.$current.withValue(interception) {
                #expect(throws: FileError.self) { try commit() }
            }
            switch kind {
            case "second name": #expect(error == .secondName(path: file))
            case "link": #expect(error == .symbolicLink(path: file))
            case "another's": #expect(error == .foreignOwner(path: file, userID: 4712))
            default: #expect(error == .foreignOwner(path: file, userID: 1))
            }
            #expect(place.names().filter { $0.hasPrefix(".") } == [])
        }
    }

    @Test("What others put in place of a file since a kill is theirs, and is kept")
    func others() throws {
        var kept = 0
        for step in 20..<50 {
            try reset()
            _ = interrupted(atStep: step, by: .kill) { try commit() }
            guard place.names().contains(WayBack.name) else { continue }
            for name in ["a", "c", "d"] {
                unlink(place.path(name))
                try place.write("theirs", to: name)
            }
            try folder.takeBackReplacement()
            try tidyUp(folder)
            #expect(
                try present() == ["a": "theirs", "b": "old b", "c": "theirs", "d": "theirs"],
                "step \(step)"
            )
            kept += 1
        }
        #expect(kept > 3)
    }

    @Test("A set that fails at any of its changes leaves nothing of its own behind")
    func failedAtOnce() throws {
        for (failing, inner) in [(FileOperation.rename, WayBack.name), (.rename, "a"), (.remove, "c")] {
            try reset()
            let path = place.path(inner)
            let interception = FileInterception { operation, there throws(FileError) in
                if operation == failing, there == path { throw .system(operation, path: path, code: EIO) }
            }
            FileInterception.$current.withValue(interception) {
                #expect(throws: FileError.system(failing, path: path, code: EIO)) { try commit() }
            }
            #expect(place.names() == ["a", "b", "c"], "\(inner)")
        }
    }

    @Test("Each file, and each folder of the set, is on the disk before it counts")
    func synchronized() throws {
        try reset()
        let steps = Mutex<[String]>([])
        let prefix = place.path
        let interception = FileInterception { operation, path throws(FileError) in
            switch operation {
            // Without second names, the old ones are copied.
            case .make where path.utf8.reversed().starts(with: "a/dlo/".utf8):
                throw .system(.make, path: path, code: EPERM)
            case .synchronize, .rename:
                steps.withLock { $0.append("\(operation) \(path.dropFirst(prefix.count))") }
            default: break
            }
        }
        try FileInterception.$current.withValue(interception) { try commit() }
        let unfinished = "/" + WayBack.name
        // The new files, the copy, what holds the old ones; then each change of names.
        let expected = [
            "synchronize /a", "synchronize /b", "synchronize /d", "synchronize \(unfinished)",
            "synchronize /a",
            "synchronize \(unfinished)/old", "synchronize \(unfinished)/new", "synchronize \(unfinished)",
            "rename \(unfinished)", "synchronize ", "rename /a", "rename /b", "rename /d", "synchronize ",
        ]
        let found = steps.withLock { $0 }
        #expect(found.prefix(expected.count) == expected[...])
        #expect(found.count == expected.count + 2 && found.last == "synchronize ")
        #expect(place.names() == ["a", "b", "d"])
    }

    @Test("A way back that was only begun is taken back: what it has no old files of stays as it is")
    func begunWayBack() throws {
        try reset()
        #expect(mkdir(place.path(WayBack.name), 0o700) == 0)
        #expect(try folder.takeBackReplacement())
        #expect(try present() == old && place.names() == ["a", "b", "c"])
        // The old file alone: it comes back, also where nothing says which one took its place.
        #expect(mkdir(place.path(WayBack.name), 0o700) == 0)
        #expect(mkdir(place.path(WayBack.name + "/old"), 0o700) == 0)
        try place.write("older", to: WayBack.name + "/old/a")
        let steps = Mutex<[FileOperation]>([])
        let interception = FileInterception { operation, _ in steps.withLock { $0.append(operation) } }
        #expect(try FileInterception.$current.withValue(interception) { try folder.takeBackReplacement() })
        // What came back is on the disk before the way back goes, and that before anything of it does.
        #expect(
            steps.withLock { $0 } == [.rename, .synchronize, .rename, .synchronize, .remove, .remove]
        )
        #expect(try present() == old.merging(["a": "older"]) { $1 })
        #expect(place.names() == ["a", "b", "c"])
        #expect(try !folder.takeBackReplacement())
        // What is no way back of ours is none.
        #expect(mkdir(place.path(WayBack.name), 0o700) == 0)
        try place.write("x", to: WayBack.name + "/old")
        #expect(
            throws: FileError.system(.open, path: place.path(WayBack.name + "/old"), code: ENOTDIR)
        ) { try folder.takeBackReplacement() }
    }

    @Test("What is no file's name, or a folder's, is refused, and nothing is left")
    func names() throws {
        try reset()
        let set = try FileSet(in: folder)
        for name in ["../x", "", "."] {
            #expect(throws: FileError.invalidName(name)) {
                try set.add(name, [1].span, attributes: FileAttributes(mode: 0o600))
            }
            #expect(throws: FileError.invalidName(name)) { try set.remove(name) }
        }
        unlink(place.path("a"))
        try #require(mkdir(place.path("a"), 0o700) == 0)
        #expect(throws: FileError.notRegular(path: place.path("a"))) { try commit() }
        rmdir(place.path("a"))
        try set.commit()
        #expect(place.names() == ["b", "c"])
    }

    @Test("A folder that somebody makes among what is prepared is not removed with it")
    func folderBetween() throws {
        try reset()
        do {
            let set = try FileSet(in: folder)
            let staging = try #require(place.names().first(where: Leftover.isOne))
            try #require(mkdir(place.path(staging + "/theirs"), 0o700) == 0)
            try place.write("theirs", to: staging + "/theirs/file")
            withExtendedLifetime(set) {}
        }
        let staging = try #require(place.names().first(where: Leftover.isOne))
        #expect(try place.text(staging + "/theirs/file") == "theirs")
    }

    @Test("Where there are no second names, files of 16 MiB are copied, and larger ones stay")
    func copiedSizes() throws {
        let interception = FileInterception { operation, path throws(FileError) in
            if operation == .make, path.utf8.reversed().starts(with: "a/dlo/".utf8) {
                throw .system(.make, path: path, code: EPERM)
            }
        }
        let limit = 16 << 20
        for size in [limit, limit + 1] {
            try reset()
            #expect(truncate(place.path("a"), size) == 0)
            FileInterception.$current.withValue(interception) {
                if size == limit {
                    #expect(throws: Never.self) { try commit() }
                } else {
                    #expect(throws: FileError.tooLarge(path: place.path("a"), limit: limit)) { try commit() }
                }
            }
            #expect(place.names() == (size == limit ? ["a", "b", "d"] : ["a", "b", "c"]))
        }
    }

    @Test("A set that is dropped changes nothing")
    func dropped() throws {
        try reset()
        do {
            let set = try FileSet(in: folder)
            try set.add("a", Array("new".utf8).span, attributes: FileAttributes(mode: 0o600))
        }
        #expect(try present() == old)
        #expect(place.names() == ["a", "b", "c"])
    }

    @Test("A planted link in place of an unfinished change is refused")
    func planted() throws {
        #expect(symlink("/etc", place.path(WayBack.name)) == 0)
        let error = FileError.system(.open, path: place.path(WayBack.name), code: ENOTDIR)
        #expect(throws: error) { try folder.takeBackReplacement() }
        guard geteuid() == 0 else { return }
        #expect(lchown(place.path(WayBack.name), 4711, 4711) == 0)
        #expect(throws: error) { try folder.takeBackReplacement() }
    }

    @Test(
        "Old files of a user who owns neither the folder nor this process are refused",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func foreign() throws {
        #expect(mkdir(place.path(WayBack.name), 0o700) == 0)
        for userID: uid_t in [4711, 1] {
            #expect(chown(place.path(WayBack.name), userID, userID) == 0)
            #expect(throws: FileError.foreignOwner(path: place.path(WayBack.name), userID: userID)) {
                try folder.takeBackReplacement()
            }
        }
    }
}
