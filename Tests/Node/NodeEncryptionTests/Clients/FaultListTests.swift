import Testing

@testable import NodeEncryption

@Suite("The faults of a certificate, of which nobody reads too many")
struct FaultListTests {
    @Test("however many there are of others, a client that fails for one is not without")
    func most() throws {
        var list = FaultList()
        for number in 0..<150 {
            list.add(ClientFault(.unknownExtension(identifier: "1.2.\(number)"), "file"), [.python])
        }
        #expect(list.all.count == 100)
        let name = ClientFault(.otherName(host: "db.example", origin: "given"), "file")
        list.add(name, VerifyingClient.all)
        let found = try #require(list.all.first { $0.fault == name })
        #expect(found.clients == VerifyingClient.all)
        list.add(ClientFault(.noSignatures, "file"), [.jdbc])
        #expect(list.all.count == 101)
    }

    @Test("what some of a kind fail for stands for no failure of all of it")
    func some() {
        var list = FaultList()
        list.add(ClientFault(.keyNotTaken(key: "P-521", overRingAlone: true), "file"), [.rustls])
        for number in 0..<99 {
            list.add(ClientFault(.unknownExtension(identifier: "1.2.\(number)"), "file"), [.python])
        }
        list.add(ClientFault(.signatureNotVerified(algorithm: "x"), "file"), [])
        #expect(list.contains(ClientFault(.signatureNotVerified(algorithm: "x"), "file")))
        list.add(ClientFault(.authorityAsServer, "file"), [.rustls])
        #expect(list.contains(ClientFault(.authorityAsServer, "file")))
    }
}
