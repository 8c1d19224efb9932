import Glibc
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import DurableFiles

@Suite("Writing a file in place")
struct WritingInPlaceTests {
    private let place: TemporaryFolder
    private let folder: Folder

    init() throws {
        place = try TemporaryFolder()
        folder = try Folder(place.path)
    }

    private func overwrite(_ old: String, with new: String) throws {
        try place.write(old, to: "a", mode: 0o640)
        let file = try folder.lockedFile("a")
        try write(new, over: old, in: file)
    }

    /// Contents of which the new one is as long, longer and shorter, with and without what both begin with.
    static let contents = [
        ("abcdef", "abXYef"), ("abc", "abcdef"), ("abc", "Xbcdef"), ("abcdef", "abc"), ("abcdef", "aXc"),
        ("", "abc"), ("abc", ""), ("abc", "abc"),
    ]

    @Test("the same file has the new content, its mode, and nothing beside it", arguments: contents)
    func whole(old: String, new: String) throws {
        try place.write(old, to: "a", mode: 0o640)
        let before = try #require(try folder.status(of: "a"))
        let file = try folder.lockedFile("a")
        #expect(file.refusal == nil)
        #expect(file.status.identity == before.identity)
        try write(new, over: old, in: file)
        #expect(try place.text("a") == new)
        // It reads from the beginning each time.
        for _ in 0..<2 { #expect(try text(file) == new) }
        let after = try #require(try folder.status(of: "a"))
        #expect(after.identity == before.identity && after.mode == 0o640)
        #expect(place.names() == ["a"])
    }

    /// What the file holds before each step, and the step.
    private func steps(_ old: String, with new: String) throws -> [String] {
        let steps = Mutex<[String]>([])
        let place = place
        let interception = FileInterception(largestWrite: 1) { operation, _ throws(FileError) in
            let text = (try? place.text("a")) ?? "nothing"
            steps.withLock { $0.append("\(operation) \(text)") }
        }
        try FileInterception.$current.withValue(interception) { try overwrite(old, with: new) }
        return steps.withLock { $0 }
    }

    @Test(
        "what it is longer by is on the disk first, what is the same is not touched, and what is too long goes last"
    )
    func order() throws {
        #expect(
            try steps("abc", with: "abXde") == [
                "write abc", "write abcd", "synchronize abcde", "write abcde", "synchronize abXde",
            ]
        )
        #expect(
            try steps("abcde", with: "aXc") == [
                "write abcde", "write aXcde", "synchronize aXcde", "write aXcde", "synchronize aXc",
            ]
        )
        #expect(try steps("abc", with: "abc") == [])
    }

    @Test(
        "where a step fails, the old content is put back; where that fails, too, it is said",
        arguments: contents
    )
    func interruptions(old: String, new: String) throws {
        var step = 0
        while true {
            let (wasReached, error) = interrupted(atStep: step, by: .failure(ENOSPC), largestWrite: 1) {
                try overwrite(old, with: new)
            }
            #expect(try place.text("a") == (wasReached ? old : new), "step \(step)")
            guard wasReached else { break }
            let (_, damage) = interrupted(atStep: step, by: .kill, largestWrite: 1) {
                try overwrite(old, with: new)
            }
            let reasons = [fact(error, isDamaged: false), fact(damage, isDamaged: true)]
            #expect(reasons.map { $0?.code } == [ENOSPC, 0], "step \(step)")
            #expect(reasons.allSatisfy { $0?.path == place.path("a") }, "step \(step)")
            step += 1
        }
        #expect((step == 0) == (old == new))
    }

    @Test("what somebody changed who asks for no lock is his")
    func changed() throws {
        try place.write("old", to: "a")
        let file = try folder.lockedFile("a")
        for other in ["odd", "older"] {
            try place.write(other, to: "a")
            let error = #expect(throws: OverwritingError.self) {
                try write("new", over: "old", in: file)
            }
            #expect(error == .unchanged(.changed(path: place.path("a"))))
            #expect(try place.text("a") == other)
        }
    }

    @Test("a file that got a second name is another's, too")
    func secondName() throws {
        try place.write("old", to: "a")
        let error = FileError.secondName(path: place.path("a"))
        do {
            let file = try folder.lockedFile("a")
            #expect(link(place.path("a"), place.path("b")) == 0)
            #expect(throws: OverwritingError.unchanged(error)) { try write("new", over: "old", in: file) }
        }
        #expect(throws: error) { try folder.lockedFile("a") }
        #expect(try place.text("b") == "old")
    }

    @Test("where another takes the name, before or meanwhile, the old content stays in what is nobody's")
    func placeTaken() throws {
        let place = place
        let exchange: @Sendable () -> Void = {
            guard !place.names().contains("aside") else { return }
            rename(place.path("a"), place.path("aside"))
            try? place.write("old", to: "a")
        }
        for isMeanwhile in [false, true] {
            unlink(place.path("aside"))
            try place.write("old", to: "a")
            let file = try folder.lockedFile("a")
            if !isMeanwhile { exchange() }
            let steps = Steps()
            let interception = FileInterception { operation, _ in
                _ = steps.next()
                if operation == .synchronize { exchange() }
            }
            FileInterception.$current.withValue(interception) {
                #expect(throws: OverwritingError.unchanged(.changed(path: place.path("a")))) {
                    try write("newer", over: "old", in: file)
                }
            }
            #expect(try place.text("a") == "old")
            #expect(try place.text("aside") == "old")
            // Where it is seen before, nothing is written at all.
            #expect((steps.value > 0) == isMeanwhile)
        }
    }

    @Test("signals wait while it is written, and come afterwards")
    func signals() throws {
        // The threads of tests hold all signals; this one lets them come.
        let seen = WaitingThread {
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_UNBLOCK, &all, nil)
            let seen = Mutex([isHeld(SIGTERM)])
            let interception = FileInterception { _, _ in seen.withLock { $0.append(isHeld(SIGTERM)) } }
            try? FileInterception.$current.withValue(interception) { try overwrite("old", with: "new") }
            return "\(seen.withLock { $0 } + [isHeld(SIGTERM)])"
        }.result()
        #expect(seen == "[false, true, true, false]")
        #expect(try place.text("a") == "new")
    }

    @Test("one holds the lock, another waits, and works in what has the name then")
    func locking() throws {
        try place.write("old", to: "a")
        var file: LockedFile? = try folder.lockedFile("a")
        #expect(throws: FileError.locked(path: place.path("a"), seconds: 0)) {
            try folder.lockedFile("a", patience: .zero)
        }
        let thread = WaitingThread { [folder] in
            do {
                return try text(folder.lockedFile("a", patience: .seconds(30)))
            } catch {
                return "\(error)"
            }
        }
        // It waits for the lock now, or soon.
        usleep(100_000)
        try folder.replace("a", with: Array("new".utf8).span, attributes: FileAttributes(mode: 0o600))
        withExtendedLifetime(file) {}
        file = nil
        #expect(thread.result() == "new")
    }

    @Test(
        "a file that nobody may change is read, and why it is not written is known",
        .enabled(if: geteuid() == 0)
    )
    func refusal() throws {
        try place.write("old", to: "a")
        let path = place.path("a")
        guard let chattr = Program.find("chattr"), try chattr.run(["+i", path]).status == 0 else { return }
        defer { _ = try? chattr.run(["-i", path]) }
        let file = try folder.lockedFile("a")
        let refusal = FileError.system(.open, path: path, code: EPERM)
        #expect(file.refusal == refusal)
        #expect(try text(file) == "old")
        #expect(throws: FileError.tooLarge(path: path, limit: 2)) { try text(file, limit: 2) }
        #expect(throws: OverwritingError.unchanged(refusal)) {
            try write("new", over: "old", in: file)
        }
    }

    @Test("a program that runs is not written, and that is no matter of rights")
    func running() throws {
        let (folder, name) = try Folder.holding(CommandLine.arguments[0], followingLink: true)
        #expect(throws: FileError.system(.open, path: folder.path(of: name), code: ETXTBSY)) {
            try folder.lockedFile(name)
        }
    }

    @Test("what is somebody else's, no file or no name is not opened for a change")
    func others() throws {
        #expect(throws: FileError.invalidName("../a")) { try folder.lockedFile("../a") }
        #expect(throws: FileError.system(.open, path: place.path("a"), code: ENOENT)) {
            try folder.lockedFile("a")
        }
        #expect(symlink("b", place.path("a")) == 0)
        #expect(throws: FileError.symbolicLink(path: place.path("a"))) { try folder.lockedFile("a") }
        guard geteuid() == 0 else { return }
        try place.write("x", to: "theirs")
        #expect(chown(place.path("theirs"), 4711, 4711) == 0 && chmod(place.path, 0o1777) == 0)
        #expect(throws: FileError.foreignOwner(path: place.path("theirs"), userID: 4711)) {
            try folder.lockedFile("theirs")
        }
        _ = try folder.lockedFile(
            "theirs",
            ownedBy: FileOwner(userID: 4711, groupID: 0),
            patience: .seconds(10)
        )
    }
}

/// The file and the number of what the system refused, of an error that says that the old content is there, or not.
private func fact(_ error: (any Error)?, isDamaged: Bool) -> (path: String, code: Int32)? {
    let reason: FileError
    switch error as? OverwritingError {
    case .unchanged(let error) where !isDamaged: reason = error
    case .damaged(let error) where isDamaged: reason = error
    default: return nil
    }
    if case .system(_, let path, let code) = reason { return (path, code) }
    return nil
}

private func write(_ new: String, over old: String, in file: LockedFile) throws {
    try file.overwrite(Array(old.utf8).span, with: Array(new.utf8).span)
}

/// All that a file holds.
private func text(_ file: LockedFile, limit: Int = 6) throws -> String {
    let content = try file.read(limit: limit)
    return String(decoding: [UInt8](copying: content.span), as: UTF8.self)
}

/// Whether a signal waits for this thread to let it come.
private func isHeld(_ signal: Int32) -> Bool {
    var mask = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &mask)
    return sigismember(&mask, signal) == 1
}
