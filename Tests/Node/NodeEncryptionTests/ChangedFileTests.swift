import Testing

@testable import NodeEncryption

@Suite("What a file's times say of it")
struct ChangedFileTests {
    @Test(
        "no time that is yet to come makes a file wait for one reload after the other",
        arguments: [
            // In the order of content, change, load.
            (10, 10, 20, nil), (30, 10, 20, nil), (90, 10, 20, nil),
            (10, 30, 20, .touched), (30, 30, 20, .written), (90, 30, 20, .written),
            // The system's own clock went back, or it is another host's.
            (10, 90, 20, .ahead), (90, 90, 20, .ahead), (10, 51, 49, .ahead), (10, 50, 49, .touched),
        ] as [(Int, Int, Int, ChangedFile.Change?)]
    )
    func times(content: Int, change: Int, load: Int, expected: ChangedFile.Change?) {
        let times = FileTimes(content: content, change: change)
        #expect(times.change(since: load, now: 50) == expected)
    }

    @Test("what ends the doubt is a reload, after a touch where the time is ahead of the clock")
    func cures() {
        func file(_ change: ChangedFile.Change) -> ChangedFile {
            ChangedFile(kind: .rules, path: "/a b/pg_hba.conf", change: change)
        }
        #expect(file(.touched).cure(reload: "pg_ctl reload") == "pg_ctl reload")
        #expect(file(.ahead).cure(reload: "pg_ctl reload") == "touch '/a b/pg_hba.conf', then pg_ctl reload")
    }
}
