import Testing

@testable import NodeEncryption

@Suite("A node that waits for an interrupted run of another of the same set")
struct InterruptedBesideTests {
    @Test(
        "it names that run, and the command that goes on with it",
        arguments: [
            ("install", "install"), ("uninstall", "uninstall"), ("reissue", "renew"), ("renew", "renew"),
            ("import", "renew"),
        ]
    )
    func command(interrupted: String, command: String) throws {
        let named: NodeEncryption.Operation? = .init(rawValue: interrupted)
        let operation = try #require(named)
        let fault = NodeEncryptionError.interruptedBeside(operation, configuration: "/one/pgpool.conf")
        let advice = "its \(interrupted) was interrupted; run \"postgres-ssl \(command) "
        #expect(fault.description.contains(advice))
    }
}
