import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import DurableFiles

@Suite("Locks of folders")
struct FolderLocksTests {
    private let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
        for name in ["a", "b", "c"] { try #require(mkdir(place.path(name), 0o700) == 0) }
    }

    private func isLocked(_ name: String) throws -> Bool {
        do {
            try Folder.locked(place.path(name), patience: .zero).release()
            return false
        } catch FileError.locked {
            return true
        }
    }

    @Test("several are held at once, let go of for a while, and taken again")
    func several() throws {
        let locks = try FolderLocks([
            place.path("b"), place.path("a"), place.path("b/../a"), place.path("missing"),
        ])
        #expect(try isLocked("a") && isLocked("b"))
        #expect(try !isLocked("c"))
        let result = try locks.released { try? (isLocked("a"), isLocked("b")) }.get()
        #expect(try #require(result) == (false, false))
        #expect(try isLocked("a") && isLocked("b"))
        try locks.add(place.path("c"))
        #expect(try isLocked("c"))
        try locks.add(place.path("a"))
        _ = try locks.released { 0 }.get()
        #expect(try isLocked("c"))
        locks.release()
        #expect(try !isLocked("a") && !isLocked("b") && !isLocked("c"))
    }

    @Test("what is no folder is an error, and what is missing is passed over")
    func noFolder() throws {
        try place.write("x", to: "file")
        #expect(throws: FileError.system(.open, path: place.path("file"), code: ENOTDIR)) {
            try FolderLocks([place.path("file/inner")])
        }
        try FolderLocks([place.path("missing/inner")]).release()
    }

    @Test("whoever makes a folder waits for the lock of the one around, and takes what was made meanwhile")
    func makingWaits() throws {
        let locked = try Folder.locked(place.path("a"))
        let maker = WaitingThread { [place] in
            let folder = try? Folder(place.path("a/new"), makingWith: FileAttributes(mode: 0o700))
            return folder == nil ? "not made" : "made"
        }
        // It waits for the lock now, or soon.
        usleep(100_000)
        #expect(place.names(in: "a") == [])
        try locked.folder.makeFolder("new", attributes: FileAttributes(mode: 0o711))
        locked.release()
        #expect(maker.result() == "made")
        #expect(try Folder(place.path("a/new")).status().mode == 0o711)
        #expect(place.names(in: "a") == ["new"])
    }

    @Test("whoever takes several has the folder that took the place of the one that was waited for")
    func exchangedSeveral() throws {
        let locks = try FolderLocks([place.path("a")])
        let waiting = WaitingThread { [place] in
            do {
                let own = try FolderLocks([place.path("a"), place.path("b")], patience: .seconds(30))
                return try own.holds(Folder(place.path("a")).descriptor) ? "the new one" : "the old one"
            } catch {
                return "\(error)"
            }
        }
        // It waits for the lock now, or soon.
        usleep(100_000)
        rename(place.path("a"), place.path("old"))
        try #require(mkdir(place.path("a"), 0o700) == 0)
        locks.release()
        #expect(waiting.result() == "the new one")
    }

    @Test("the lock that went over to another folder is given up, although that is open elsewhere")
    func releasedOpen() throws {
        for isDropped in [false, true] {
            try place.write("old", to: "a/file")
            var locks: FolderLocks? = try FolderLocks([place.path("a"), place.path("b")])
            let exchange = try FolderExchange(of: "a", in: Folder(place.path))
            #expect(try exchange.commit(holding: locks))
            #expect(try isLocked("a") && isLocked("b"))
            if !isDropped { locks?.release() }
            withExtendedLifetime(locks) {}
            if isDropped { locks = nil }
            #expect(try !isLocked("a") && !isLocked("b"))
            withExtendedLifetime(exchange) {}
        }
    }

    @Test("one that cannot be taken leaves none, and one that cannot be taken again is said")
    func lost() throws {
        let other = try Folder.locked(place.path("b"))
        #expect(throws: FileError.self) {
            try FolderLocks([place.path("a"), place.path("b")], patience: .zero)
        }
        #expect(try !isLocked("a"))
        other.release()
        let locks = try FolderLocks([place.path("a"), place.path("b")], patience: .milliseconds(50))
        let taken = Mutex<Descriptor?>(nil)
        #expect(throws: FolderLocks.Lost.self) {
            _ = try locks.released {
                let folder = try? Folder(place.path("b"))
                taken.withLock {
                    $0 = try? folder?.lockedDescriptor(
                        until: LockDeadline(in: .seconds(5)),
                        patience: .seconds(5)
                    )
                }
            }
        }
        #expect(try !isLocked("a"))
        #expect(try isLocked("b"))
    }

    @Test(
        "a folder that two paths lead to, as where it is mounted twice, is locked once",
        .enabled(if: geteuid() == 0)
    )
    func mountedTwice() throws {
        guard mount(place.path("a"), place.path("c"), "", UInt(MS_BIND), nil) == 0 else { return }
        defer { umount2(place.path("c"), Int32(MNT_DETACH)) }
        let locks = try FolderLocks([place.path("c"), place.path("a"), place.path("b")], patience: .zero)
        try locks.add(place.path("c"))
        #expect(try isLocked("a") && isLocked("b") && isLocked("c"))
        _ = try locks.released { 0 }.get()
        locks.release()
        #expect(try !isLocked("a") && !isLocked("c"))
    }

    @Test("a folder that was removed or moved away is not there, and where that cannot be seen is an error")
    func stillThere() throws {
        let folder = try Folder(place.path("a"))
        #expect(try folder.isStillThere())
        rename(place.path("a"), place.path("moved"))
        #expect(try !folder.isStillThere())
        try #require(mkdir(place.path("a"), 0o700) == 0)
        #expect(try !folder.isStillThere())
        rmdir(place.path("a"))
        try place.write("x", to: "a")
        #expect(throws: FileError.system(.open, path: place.path("a"), code: ENOTDIR)) {
            try folder.isStillThere()
        }
    }

    @Test("two that take the same ones in another order never wait for each other")
    func order() throws {
        let failures = Mutex<[String]>([])
        let paths = ["a", "b", "c"].map { place.path($0) }
        DispatchQueue.concurrentPerform(iterations: 8) { number in
            for round in 0..<25 {
                do {
                    let mine = (number + round) % 2 == 0 ? paths : paths.reversed()
                    try FolderLocks(mine, patience: .seconds(30)).release()
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
    }

    @Test("a folder is made within a folder whose lock is held")
    func making() throws {
        let locks = try FolderLocks([place.path("a")])
        _ = try Folder(place.path("a/new"), makingWith: FileAttributes(mode: 0o700), holding: locks)
        #expect(place.names(in: "a") == ["new"])
    }

    @Test("whoever waited for a folder that was exchanged meanwhile works in the one that took its place")
    func exchanged() throws {
        try place.write("old", to: "a/file")
        let locks = try FolderLocks([place.path("a")])
        let waiting = Thread(target: place.path("a"))
        waiting.start()
        // It waits for the lock now, or soon.
        usleep(100_000)
        let exchange = try FolderExchange(of: "a", in: Folder(place.path))
        try exchange.put("file", Array("new".utf8).span, attributes: FileAttributes(mode: 0o600))
        #expect(try exchange.commit(holding: locks))
        #expect(try isLocked("a"), "the lock went over to the folder that took the place")
        locks.release()
        waiting.join()
        #expect(place.names(in: "a") == ["by-the-other", "file"])
        #expect(place.names() == ["a", "b", "c"])
    }

    /// Waits for a folder's lock in a thread of its own, and writes a file there.
    private final class Thread: @unchecked Sendable {
        private let path: String
        private let done = DispatchSemaphore(value: 0)

        init(target path: String) { self.path = path }

        func start() {
            Foundation.Thread.detachNewThread { [self] in
                if let locked = try? Folder.locked(path, patience: .seconds(30)) {
                    try? locked.folder.replace(
                        "by-the-other",
                        with: [1].span,
                        attributes: FileAttributes(mode: 0o600)
                    )
                    locked.release()
                }
                done.signal()
            }
        }

        func join() { done.wait() }
    }
}
