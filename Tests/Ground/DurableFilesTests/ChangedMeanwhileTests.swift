import DurableFiles
import Glibc
import TestSupport
import Testing

@Suite("Replacing a file that another program may change")
struct ChangedMeanwhileTests {
    let place: TemporaryFolder
    let folder: Folder

    init() throws {
        place = try TemporaryFolder()
        folder = try Folder(place.path)
    }

    @Test("What another program changed after it was read stays, and nothing is left")
    func changedMeanwhile() throws {
        func replace(_ name: String, changing change: @escaping @Sendable () throws -> Void) throws {
            let status = try folder.status(of: name)
            let other = FileInterception { operation, _ in
                if operation == .synchronize { try? change() }
            }
            try FileInterception.$current.withValue(other) {
                let attributes = FileAttributes(mode: 0o600)
                try folder.replace(
                    name,
                    with: Array("new".utf8).span,
                    attributes: attributes,
                    ifStill: status
                )
            }
        }
        let place = place
        func refuse(_ name: String, _ change: @escaping @Sendable () throws -> Void) {
            #expect(throws: FileError.changed(path: folder.path(of: name))) {
                try replace(name, changing: change)
            }
        }
        try place.write("old", to: "a")
        refuse("a") { try place.write("more", to: "a") }
        #expect(try place.text("a") == "more")
        refuse("a") { unlink(place.path("a")) }
        #expect(place.names() == [])
        refuse("a") { try place.write("theirs", to: "a") }
        #expect(try place.text("a") == "theirs")
        let times = try folder.status(of: "a")
        refuse("a") {
            try place.write("OTHERS", to: "a")
            try folder.setTimes(of: #require(times), on: "a")
        }
        #expect(try place.text("a") == "OTHERS")
        try replace("a") {}
        #expect(try place.text("a") == "new")
        #expect(place.names() == ["a"])
    }
}
