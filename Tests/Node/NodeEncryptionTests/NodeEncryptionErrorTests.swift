import DurableFiles
import NodePlatform
import Testing

@testable import NodeEncryption

@Suite("What an error tells the operator, and the status that a tool ends with")
struct NodeEncryptionErrorTests {
    private typealias Status = NodePlatform.ExitStatus

    private static let told: [(NodeEncryptionError, [String], Status)] = [
        (
            .foreignRecords(path: "/s", userID: 0, own: 7), ["/s belongs to", "run it as root"],
            .noPermission
        ),
        (.foreignRecords(path: "/s", userID: 7, own: 0), ["/s belongs to", "--state another"], .data),
        (.specialMode(path: "/s", mode: 0o4755), ["/s has mode 04755", "chmod u-s"], .data),
        (.changedMeanwhile(path: "/s\n"), ["/s\\u{a} was changed", "again"], .tryAgain),
        (.unexpectedKind(path: "/s"), ["/s is a directory"], .data),
        (.timeOver(purpose: "a look", seconds: 9), ["a look", "9 s"], .failure),
        (.tooMuchOutput(purpose: "a look", bytes: 99), ["a look", "99 bytes"], .failure),
        (.commandFailed(purpose: "a look", status: 0, said: ""), ["a look failed"], .failure),
        (.commandFailed(purpose: "a look", status: 3, said: "no\n"), ["status 3: no\\u{a}"], .failure),
        (.interrupted(2), ["interrupted", "undone"], .failure),
        (.interruptedRunNotUndone(.install), ["install", "run again"], .inputOutput),
        (
            .interruptedBeside(.renew, configuration: "/c"),
            ["/c", "postgres-ssl", "--configuration /c"],
            .inputOutput
        ),
        (.otherNode(state: "/s", path: "/c"), ["/s", "/c", "--state"], .data),
        (.backendsOfTLSAlone(["a", "b"]), ["a, b let nobody in"], .data),
        (.passwordChangedMeanwhile(user: "w\n"), ["w\\u{a}", "run again"], .tryAgain),
        (
            .missingPoolKey(path: "/k", passwords: "/p", users: [[0x61]]),
            ["/k is missing", "/p", " a;"], .data
        ),
        (.invalidExport, ["pass phrase"], .data),
        (
            .notRenewed(path: "/p", issuer: "CN=i", end: "noon", isReplaceable: true),
            ["/p ends at noon", "CN=i", "reissue"], .data
        ),
        (
            .notRenewed(path: "/p", issuer: "CN=i", end: "noon", isReplaceable: false),
            ["/p ends at noon", "that authority"], .data
        ),
        (.renewedInPart(left: 1, unread: 0), ["1 more certificate of a client needs"], .inPart),
        (
            .renewedInPart(left: 2, unread: 1), ["2 more certificates", "1 certificate of a client was"],
            .inPart
        ),
        (.renewedInPart(left: 0, unread: 2), ["2 certificates of clients were"], .inPart),
        (.noSet(path: "/s", operation: .renew), ["/s is missing", "renew", "install"], .noInput),
        (.invalidSecret("none"), ["none"], .usage),
        (.noLogin("nobody", .failure), ["nobody"], .failure),
    ]

    @Test(
        "one line has what it is about, with line breaks escaped, and the status says what kind it is",
        arguments: told
    )
    private func errors(error: NodeEncryptionError, words: [String], status: Status) {
        for word in words { #expect(error.description.contains(word), "\(error.description)") }
        #expect(!error.description.contains("\n"))
        #expect(error.exitStatus == status)
    }

    @Test("what was undone keeps the status and the signal of its reason")
    func undone() {
        let reason = NodeEncryptionError.refusedByServer(reason: "no")
        let kept = NodeEncryptionError.undoneButKept(because: reason, notes: ["a", "b"])
        #expect(kept.exitStatus == reason.exitStatus && kept.saysUndone && kept.signal == nil)
        let ended = NodeEncryptionError.undoneInPart(because: .interrupted(15), failures: ["f"])
        #expect(ended.signal == 15 && ended.saysUndone && ended.description.contains("f"))
        #expect(NodeEncryptionError.interrupted(2).signal == 2)
        #expect(!NodeEncryptionError.invalidExport.saysUndone)
    }

    @Test("of a long list some are named, and how many more there are")
    func lists() {
        #expect(listed([]) == "" && listed(["a", "b"]) == "a, b")
        #expect(listed((1...10).map(String.init)).hasSuffix(", 10"))
        #expect(listed((1...12).map(String.init)).hasSuffix(", 10 and 2 more"))
        #expect(listed(["a", "b", "c"], most: 1) == "a and 2 more")
    }
}
