import DurableFiles
import Glibc
import TestSupport
import Testing

@Suite("Replacing a set of files")
struct FileSetTests {
    let place: TemporaryFolder
    let folder: Folder
    let old = ["a": "old a", "b": "old b", "c": "old c"]
    let new = ["a": "new a", "b": "new b", "d": "new d"]

    init() throws {
        place = try TemporaryFolder()
        folder = try Folder(place.path)
    }

    private func commit() throws {
        let set = try FileSet(in: folder)
        for (name, text) in new.sorted(by: { $0.key < $1.key }) {
            try set.add(name, Array(text.utf8).span, attributes: FileAttributes(mode: 0o600))
        }
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

    @Test("All files are in their places, the others as they were")
    func all() throws {
        try reset()
        try commit()
        #expect(try present() == ["a": "new a", "b": "new b", "c": "old c", "d": "new d"])
        #expect(try folder.completeReplacement() == false)
    }

    @Test("A kill before any step: the next process finds all of the old or makes all of the new")
    func killed() throws {
        let whole = old.merging(new) { $1 }
        var outcomes: Set<Bool> = []
        var step = 0
        while true {
            try reset()
            let (wasReached, _) = interrupted(atStep: step, by: .kill, largestWrite: 3) { try commit() }
            try folder.completeReplacement()
            try tidyUp(folder)
            let found = try present()
            #expect(found == old || found == whole, "step \(step)")
            outcomes.insert(found == whole)
            if !wasReached { break }
            step += 1
        }
        #expect(step > 15)
        #expect(outcomes == [true, false])
    }

    @Test("A kill while another kill's set is completed changes nothing about the end")
    func killedTwice() throws {
        let whole = old.merging(new) { $1 }
        for first in 13..<22 {
            for second in 0..<6 {
                try reset()
                _ = interrupted(atStep: first, by: .kill) { try commit() }
                let isDecided = try folder.names().contains(FileSet.name)
                _ = interrupted(atStep: second, by: .kill) { try folder.completeReplacement() }
                try folder.completeReplacement()
                try tidyUp(folder)
                if isDecided { #expect(try present() == whole) }
            }
        }
    }

    @Test(
        "A step that fails before the decision leaves the old files and nothing else",
        arguments: [ENOSPC, EROFS]
    )
    func failed(code: Int32) throws {
        var step = 0
        while true {
            try reset()
            let (wasReached, error) = interrupted(atStep: step, by: .failure(code), largestWrite: 3) {
                try commit()
            }
            guard wasReached else { break }
            #expect(error is FileError)
            try folder.completeReplacement()
            #expect(try present() == old || (try present()) == old.merging(new) { $1 }, "step \(step)")
            step += 1
        }
        #expect(step > 15)
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

    @Test("A planted link in place of decided files is refused")
    func planted() throws {
        #expect(symlink("/etc", place.path(FileSet.name)) == 0)
        #expect(throws: FileError.self) { try folder.completeReplacement() }
    }

    @Test(
        "Decided files of a user who owns neither the folder nor this process are refused",
        .enabled(if: geteuid() == 0, "needs root")
    )
    func foreign() throws {
        #expect(mkdir(place.path(FileSet.name), 0o700) == 0)
        #expect(chown(place.path(FileSet.name), 4711, 4711) == 0)
        #expect(throws: FileError.foreignOwner(path: place.path(FileSet.name), userID: 4711)) {
            try folder.completeReplacement()
        }
    }
}
