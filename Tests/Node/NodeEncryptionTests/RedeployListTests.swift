import Testing

@testable import NodeEncryption

@Suite("The platform's list of what stays of a node")
struct RedeployListTests {
    private func list(_ text: String) -> RedeployList { RedeployList(Array(text.utf8)) }

    @Test(
        "a path that is put into the list is in it, and not put there again",
        arguments: ["/etc/ssl", "/etc/ssl/", "/data/a b", "/data/b ", "/data/c\t", "/data/d\r", "/data/e /f"]
    )
    func added(path: String) {
        for before in ["", "/opt\n", "/opt"] {
            let octets = list(before).adding([path])
            let after = RedeployList(octets)
            #expect(octets.starts(with: before.utf8))
            #expect(after.keeps(path))
            #expect(after.adding([path]) == octets)
        }
    }

    @Test("what an editor leaves behind a path is none of it, and a folder stays with what is in it")
    func kept() {
        #expect(list("/etc/ssl/ \r\n").keeps("/etc/ssl/server.key"))
        #expect(list("/data/b \n").keeps("/data/b") && list("/data/b \n").keeps("/data/b /x"))
        #expect(!list("/etc/ssl\n").keeps("/etc/ssl2"))
        #expect(!list("\n \n").keeps("/etc"))
    }
}
