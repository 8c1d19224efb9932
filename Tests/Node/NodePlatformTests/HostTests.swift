import DurableFiles
import Glibc
import TestSupport
import Testing

@testable import NodePlatform

@Suite("What a host, its users and its files are called")
struct HostTests {
    @Test(
        "a host that says it alone: RFC 6761 and RFC 6890",
        arguments: [
            ("localhost", true), ("LOCALHOST", true), ("LocalHost.", true), ("127.0.0.0", true),
            ("127.255.255.255", true), ("::1", true), ("0:0:0:0:0:0:0:1", true), ("localhost..", false),
            ("localhos", false),
            ("", false), ("126.255.255.255", false), ("128.0.0.0", false), ("0.0.0.0", false), ("::", false),
            ("::2", false), ("::101", false), ("1::1", false), ("127.0.0.1.example", false),
        ]
    )
    func loopback(host: String, isLoopback: Bool) {
        #expect(HostName.isLoopback(host) == isLoopback)
    }

    @Test("a secret is open by every bit but its owner's, and root's not by that its group may read")
    func secretModes() {
        for bit in 0..<9 as Range<UInt32> {
            let mode: UInt32 = 1 << bit
            #expect(SecretMode.isOpen(mode, ofRoot: false) == (bit < 6), "\(bit)")
            #expect(SecretMode.isOpen(mode, ofRoot: true) == (bit < 5), "\(bit)")
        }
        #expect(!SecretMode.isOpen(0o600, ofRoot: false))
        #expect(!SecretMode.isOpen(0o640, ofRoot: true))
        #expect(SecretMode.sentence(0o644) == "mode 0644 lets others read it")
        #expect(SecretMode.cure("/a b") == "chmod 600 '/a b'")
    }

    @Test("a user is shown by number, and by name where there is one")
    func shown() {
        #expect(shownUser(0) == "user ID 0 (root)")
        #expect(shownUser(4_000_000_000) == "user ID 4000000000")
    }

    @Test("files belong to who is given, else to the servers' account where root runs")
    func serverOwner() throws {
        #expect(try ServerOwner.find(given: "3:4") == FileOwner(userID: 3, groupID: 4))
        let account = try Accounts.ofThisHost().user(named: "postgres")?.owner
        #expect(try ServerOwner.find(given: nil) == (geteuid() == 0 ? account : nil))
    }

    @Test("a line of accounts may lack what nobody asks for, and no more")
    func shortLines() throws {
        let accounts = Accounts(passwd: "a:x:1:2::/a\nb:x:3:4:\n", group: "g:x:5\nh:x\n")
        #expect(accounts.user(named: "a")?.home == "/a")
        #expect(accounts.user(named: "b") == nil)
        #expect(try accounts.owner("a:g") == FileOwner(userID: 1, groupID: 5))
        #expect(throws: NodePlatformError.unknownGroup("h")) { try accounts.owner("a:h") }
        #expect(throws: NodePlatformError.unknownGroup("4294967295")) { try accounts.owner("0:4294967295") }
        #expect(throws: NodePlatformError.unknownUser("+1")) { try accounts.owner("+1:0") }
        #expect(try accounts.owner("4294967294:0") == FileOwner(userID: 4_294_967_294, groupID: 0))
    }
}

@Suite("What the platform says about a node")
struct NodeMetadataTests {
    @Test("a value, none, an empty one, and such as no tool can know")
    func values() throws {
        let text = Array("A='x y'\nB=\nC=$A\nD=".utf8) + [0xFF]
        let metadata = try NodeMetadata(path: "/m", content: text)
        #expect(metadata.path == "/m")
        #expect(try metadata.value("A") == "x y")
        #expect(try metadata.value("B") == nil)
        #expect(try metadata.value("none") == nil)
        #expect(throws: NodePlatformError.computedValue(path: "/m", name: "C")) { try metadata.value("C") }
        #expect(throws: NodePlatformError.valueNotUTF8(path: "/m", name: "D", value: "\u{FFFD}")) {
            try metadata.value("D")
        }
        #expect(throws: NodePlatformError.unclosedQuote(path: "/m", line: 2)) {
            try NodeMetadata(path: "/m", content: Array("A=1\nB='".utf8))
        }
    }

    @Test("a file of a mebibyte at most; none where there is none")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("m")
        #expect(try NodeMetadata(readingFrom: path)?.path == nil)
        let most = 1 << 20
        try folder.write("A=1\n" + String(repeating: "#", count: most - 4), to: "m")
        #expect(try NodeMetadata(readingFrom: path)?.value("A") == "1")
        try folder.write("A=1\n" + String(repeating: "#", count: most - 3), to: "m")
        #expect(throws: NodePlatformError.file(.tooLarge(path: path, limit: most))) {
            try NodeMetadata(readingFrom: path)
        }
        #expect(throws: NodePlatformError.file(.notRegular(path: folder.path))) {
            try NodeMetadata(readingFrom: folder.path)
        }
    }
}
