import DurableFiles
import Glibc
import PgpoolPasswords
import SecretMemory
import Synchronization
import TestSupport
import Testing

@testable import NodePlatform

@Suite("pool_passwd written in place, where no other file can take its place")
struct WritingInPlaceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path("pool_passwd") }

    /// What an update of an entry makes of a file: one more line, a longer one, a shorter one, one of the same length,
    /// and, for `nil`, one less.
    static let changes: [(old: String, user: String, secret: String?, new: String)] = [
        ("a:1\nb:22\n", "c", "333", "a:1\nb:22\nc:333\n"),
        ("a:1\nb:22\nd:4\n", "b", "4444", "a:1\nb:4444\nd:4\n"),
        ("a:1\nb:22222\nd:4\n", "b", "3", "a:1\nb:3\nd:4\n"),
        ("a:1\nb:22\nd:4\n", "b", "33", "a:1\nb:33\nd:4\n"),
        ("a:1\nb:22\nd:4\n", "b", nil, "a:1\nd:4\n"), ("", "a", "1", "a:1\n"), ("a:1\n", "a", nil, ""),
    ]

    /// Changes an entry as `pg_enc` does; what was said before the file was written in place.
    private func change(_ user: String, to secret: String?) throws -> [FileError] {
        var notes: [FileError] = []
        var update = try PoolPasswdStore(path: path).beginUpdate()
        if let secret {
            try update.file.set(Array(user.utf8), to: Array(secret.utf8).span)
        } else {
            _ = try update.file.remove(Array(user.utf8))
        }
        try update.write(attributesOfNew: FileAttributes(mode: 0o600)) { notes.append($0) }
        return notes
    }

    /// Lets nothing take the file's place, and then, from the first write to the file itself on, counted from 0, lets
    /// the steps of these numbers fail; a write is of two octets.
    @discardableResult
    private func mounted<Result>(
        _ failing: ClosedRange<Int>? = nil,
        _ body: () throws -> Result
    ) rethrows -> (result: Result, steps: Int) {
        let steps = Steps()
        let interception = FileInterception(largestWrite: 2) { operation, path throws(FileError) in
            if operation == .rename {
                steps.isMounted = true
                throw .system(operation, path: path, code: EBUSY)
            }
            guard steps.isMounted, operation != .remove else { return }
            defer { steps.count += 1 }
            if failing?.contains(steps.count) == true { throw .system(operation, path: path, code: ENOSPC) }
        }
        return try FileInterception.$current.withValue(interception) { (try body(), steps.count) }
    }

    private final class Steps: @unchecked Sendable {
        var isMounted = false
        var count = 0
    }

    private func identity() -> ino_t {
        var status = stat()
        stat(path, &status)
        return status.st_ino
    }

    @Test("every change is made in the file itself, with a word before it", arguments: changes.indices)
    func inPlace(index: Int) throws {
        let (old, user, secret, new) = Self.changes[index]
        try folder.write(old, to: "pool_passwd")
        let before = identity()
        let notes = try mounted { try change(user, to: secret) }.result
        #expect(notes == [.system(.rename, path: path, code: EBUSY)])
        #expect(try folder.text("pool_passwd") == new)
        #expect(identity() == before)
        #expect(folder.names() == ["pool_passwd"])
    }

    @Test(
        "only what denies the place makes it so; a full disk or a fault does not",
        arguments: [
            (.rename, EBUSY, true), (.rename, EPERM, true), (.make, EACCES, true), (.make, EROFS, true),
            (.setOwner, EPERM, true), (.make, ENOSPC, false), (.write, ENOSPC, false), (.rename, EIO, false),
            (.synchronize, EIO, false),
        ] as [(FileOperation, Int32, Bool)]
    )
    func reasons(operation: FileOperation, code: Int32, isDenied: Bool) throws {
        try folder.write("a:1\n", to: "pool_passwd")
        // Another owner than the running one has to be set.
        if operation == .setOwner { guard geteuid() == 0, chown(path, 12345, 12345) == 0 else { return } }
        let before = identity()
        let once = Steps()
        let interception = FileInterception { step, path throws(FileError) in
            guard step == operation, !once.isMounted else { return }
            once.isMounted = true
            throw .system(step, path: path, code: code)
        }
        let notes = try? FileInterception.$current.withValue(interception) { try change("b", to: "2") }
        #expect(once.isMounted)
        #expect(notes?.count == (isDenied ? 1 : nil))
        #expect(try folder.text("pool_passwd") == (isDenied ? "a:1\nb:2\n" : "a:1\n"))
        #expect(identity() == before)
        #expect(folder.names() == ["pool_passwd"])
    }

    @Test("a step that fails leaves the old content, whichever it is", arguments: changes.indices)
    func failure(index: Int) throws {
        let (old, user, secret, new) = Self.changes[index]
        try folder.write(old, to: "pool_passwd")
        let steps = try mounted { try change(user, to: secret) }.steps
        try #require(steps > 1)
        for step in 0..<steps {
            try folder.write(old, to: "pool_passwd")
            let error = #expect(throws: NodePlatformError.self) {
                try mounted(step...step) { try change(user, to: secret) }
            }
            #expect(error?.exitStatus == .inputOutput)
            if case .file = error {} else { Issue.record("step \(step) says \(String(describing: error))") }
            #expect(try folder.text("pool_passwd") == old, "step \(step)")
        }
        #expect(try mounted { try change(user, to: secret) }.result.count == 1)
        #expect(try folder.text("pool_passwd") == new)
    }

    @Test(
        "a kill leaves nothing but octets of both, and all that both begin with",
        arguments: changes.indices
    )
    func killed(index: Int) throws {
        let (old, user, secret, new) = Self.changes[index]
        try folder.write(old, to: "pool_passwd")
        let steps = try mounted { try change(user, to: secret) }.steps
        let (before, after) = (Array(old.utf8), Array(new.utf8))
        let shared = zip(before, after).prefix { $0 == $1 }.count
        var said = Set<Bool>()
        for step in 0..<steps {
            try folder.write(old, to: "pool_passwd")
            let error = #expect(throws: NodePlatformError.self) {
                try mounted(step...(.max)) { try change(user, to: secret) }
            }
            let left = try folder.read("pool_passwd")
            #expect(left.starts(with: before[..<shared]))
            #expect(
                left.count >= min(before.count, after.count) && left.count <= max(before.count, after.count)
            )
            for (place, octet) in left.enumerated() {
                let either = [before, after].contains { place < $0.count && $0[place] == octet }
                #expect(either, "octet \(place) at step \(step)")
            }
            // Where it can be seen, as it cannot after a kill, it is said.
            if case .damagedInPlace(path, _) = error {
                said.insert(true)
            } else if left == before {
                said.insert(false)
            } else {
                Issue.record("step \(step) says \(String(describing: error))")
            }
            // The next run works on what is there.
            _ = try mounted { try change("z", to: "9") }
            #expect(try folder.text("pool_passwd").hasSuffix("z:9\n"))
        }
        #expect(said.contains(true))
    }

    @Test("what a longer file needs is on the disk before an octet of the old content changes")
    func roomFirst() throws {
        let (old, user, secret, _) = Self.changes[1]
        try folder.write(old, to: "pool_passwd")
        let grown = Steps()
        let path = path
        let interception = FileInterception { [folder] operation, place throws(FileError) in
            if operation == .rename {
                grown.isMounted = true
                throw .system(operation, path: place, code: EBUSY)
            }
            guard grown.isMounted, place == path, operation == .synchronize else { return }
            grown.count += 1
            if grown.count == 1, (try? folder.text("pool_passwd"))?.hasPrefix(old) != true {
                grown.count = 100
            }
        }
        _ = try FileInterception.$current.withValue(interception) { try change(user, to: secret) }
        #expect(grown.count == 2)
    }

    @Test("a file with a second name is refused, and so is one that changed under the lock")
    func others() throws {
        try folder.write("a:1\n", to: "pool_passwd")
        try #require(link(path, folder.path("other")) == 0)
        #expect(throws: NodePlatformError.file(.secondName(path: path))) {
            try mounted { try change("b", to: "2") }
        }
        #expect(try folder.text("other") == "a:1\n")
        try #require(unlink(folder.path("other")) == 0)

        try mounted {
            var update = try PoolPasswdStore(path: path).beginUpdate()
            try update.file.set(Array("b".utf8), to: Array("2".utf8).span)
            // Somebody who asks for no lock, as an editor or the original does.
            try folder.write("a:2\n", to: "pool_passwd")
            do {
                try update.write(attributesOfNew: FileAttributes(mode: 0o600)) { _ in }
                Issue.record("written over another's change")
            } catch {
                #expect(error as? NodePlatformError == .file(.changed(path: path)))
            }
        }
        #expect(try folder.text("pool_passwd") == "a:2\n")
    }

    @Test("a file that another took the place of meanwhile is not taken for it")
    func replaced() throws {
        try folder.write("a:1\n", to: "pool_passwd")
        let error = #expect(throws: NodePlatformError.self) {
            try mounted {
                var update = try PoolPasswdStore(path: path).beginUpdate()
                try update.file.set(Array("b".utf8), to: Array("2".utf8).span)
                try folder.write("a:2\n", to: "theirs")
                try #require(rename(folder.path("theirs"), path) == 0)
                try update.write(attributesOfNew: FileAttributes(mode: 0o600)) { _ in }
            }
        }
        #expect(error == .file(.changed(path: path)))
        #expect(try folder.text("pool_passwd") == "a:2\n")
    }

    @Test("a signal waits until the file is whole")
    func signal() throws {
        var handler = sigaction()
        handler.__sigaction_handler.sa_handler = { _ in wasCalled.store(true, ordering: .relaxed) }
        var outer = sigaction()
        sigaction(SIGUSR2, &handler, &outer)
        defer { sigaction(SIGUSR2, &outer, nil) }
        // The threads of the test library block signals; a tool's only thread does not.
        var unblocked = sigset_t()
        var mask = sigset_t()
        sigemptyset(&unblocked)
        sigaddset(&unblocked, SIGUSR2)
        pthread_sigmask(SIG_UNBLOCK, &unblocked, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        try folder.write("a:1\n", to: "pool_passwd")
        wasCalled.store(false, ordering: .relaxed)
        let steps = Steps()
        let interception = FileInterception(largestWrite: 2) { operation, path throws(FileError) in
            if operation == .rename {
                steps.isMounted = true
                throw .system(operation, path: path, code: EBUSY)
            }
            guard steps.isMounted, operation != .remove else { return }
            if steps.count == 0 { pthread_kill(pthread_self(), SIGUSR2) }
            if wasCalled.load(ordering: .relaxed) { steps.count += 100 }
            steps.count += 1
        }
        _ = try FileInterception.$current.withValue(interception) { try change("b", to: "22") }
        #expect((2..<100).contains(steps.count))
        let called = wasCalled.load(ordering: .relaxed)
        #expect(called)
        #expect(try folder.text("pool_passwd") == "a:1\nb:22\n")
    }

    @Test("who writes in place waits for the file's own lock")
    func lock() throws {
        try folder.write("a:1\n", to: "pool_passwd")
        let holder = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(holder) }
        try #require(flock(holder, LOCK_EX | LOCK_NB) == 0)
        let name = try Folder(folder.path)
        #expect(throws: FileError.locked(path: path, seconds: 0)) {
            try name.lockedFile("pool_passwd", patience: .zero)
        }
        try #require(flock(holder, LOCK_UN) == 0)
        _ = try name.lockedFile("pool_passwd", patience: .seconds(10))
    }
}

private let wasCalled = Atomic(false)
