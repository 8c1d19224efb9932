import DERCoding
import DurableFiles
import Foundation
import NodeCertificates
import PostgresConfiguration
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite(
    "A real PostgreSQL starts after a kill at any step",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveKillTests {
    /// Certificates that a server takes.
    private func certificates() throws -> CertificateFiles {
        let openssl = try #require(Programs.openssl)
        let folder = try TemporaryFolder()
        let made = try openssl.run(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", "k", "-out", "c"],
            folder: folder.path
        )
        #expect(made.status == 0)
        let keyOctets = try folder.read("k")
        let certificateOctets = try folder.read("c")
        let key = SharedSecret(copying: keyOctets.span)
        let certificate = SharedSecret(copying: certificateOctets.span)
        return CertificateFiles(
            [
                SetFile("server/root.key", key),
                SetFile("server/root.crt", certificate),
                SetFile("server/server.key", key),
                SetFile("server/server.crt", certificate),
            ],
            at: .now
        )
    }

    @Test("with the old state or the new one, whenever install was killed")
    func kills() throws {
        let server = try PostgresServer(rules: ["host all all 0.0.0.0/0 md5", "host all all ::/0 md5"])
        let copy = try TemporaryFolder()
        // A cluster beside the running one, which is started again and again.
        let program = try #require(Program.find("cp"))
        let copied = try program.run(["-a", server.folder.path("data"), copy.path("data")])
        #expect(copied.status == 0)
        try FileManager.default.removeItem(atPath: copy.path("data/postmaster.pid"))
        try ServerAccount.give(copy.path)
        var layout = NodeLayout(role: .postgres)
        layout.configuration = copy.path("data/postgresql.conf")
        layout.authentication = copy.path("data/pg_hba.conf")
        layout.certificates = copy.path("keys")
        layout.redeploy = copy.path("none/redeploy.conf")
        layout.owner = ServerAccount.postgres.map { FileOwner(userID: $0.userID, groupID: $0.groupID) }
        let certificates = try certificates()
        let before = try [copy.read("data/postgresql.conf"), copy.read("data/pg_hba.conf")]

        for step in stride(from: 5, to: 90, by: 14) {
            if attempt({ try install(layout, certificates, copy, Steps(failingFrom: step)) }) { break }
            try expectStart(copy, "killed at step \(step)")
            if try recover(copy).completed == .install { break }
            let present = try [copy.read("data/postgresql.conf"), copy.read("data/pg_hba.conf")]
            #expect(present == before, "killed at step \(step)")
        }
        let came = attempt { try install(layout, certificates, copy, Steps(failingFrom: .max)) }
        #expect(came)
        try expectStart(copy, "installed")
    }

    /// Whether something came to its end.
    private func attempt(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            return false
        }
    }

    /// Installs as far as the steps let it.
    private func install(
        _ layout: NodeLayout,
        _ certificates: CertificateFiles,
        _ copy: TemporaryFolder,
        _ steps: Steps
    ) throws {
        let plan = try NodePlan.install(layout, certificates: certificates)
        try FileInterception.$current.withValue(steps.interception) { try carryOut(plan, copy) }
    }

    private func carryOut(_ plan: NodePlan, _ copy: TemporaryFolder) throws {
        let state = try state(copy)
        let locks = try FolderLocks(of: plan.changes.map(\.path), patience: .seconds(20))
        _ = try state.run(plan, baseline: try Baseline().adding(plan), on: ContentService(), holding: locks)
    }

    private func state(_ copy: TemporaryFolder) throws -> NodeState {
        try NodeState(path: copy.path("state"), patience: .seconds(20))
    }

    private func recover(_ copy: TemporaryFolder) throws -> NodeState.Recovery {
        let state = try state(copy)
        return try state.recover(on: ContentService())
    }

    private func expectStart(_ copy: TemporaryFolder, _ comment: String) throws {
        let programs = try #require(PostgresServer.programs)
        var command = [programs + "/pg_ctl", "-D", copy.path("data"), "-s", "-w"]
        if let account = ServerAccount.postgres {
            command.insert(
                contentsOf: ["setpriv", "--reuid=\(account.userID)", "--regid=\(account.groupID)"],
                at: 0
            )
            command.insert("--clear-groups", at: 3)
        }
        let environment = try #require(Program.find("env"))
        let options = "-p \(FreePort.any()) -k \(copy.path)"
        let started = try environment.run(
            command + ["-l", copy.path("log"), "-o", options, "start"],
            folder: "/"
        )
        let log = started.status == 0 ? "" : (try? copy.text("log")) ?? ""
        #expect(started.status == 0, "\(comment): \(log)")
        let stopped = try environment.run(command + ["-m", "immediate", "stop"], folder: "/")
        #expect(stopped.status == 0, "\(comment)")
    }
}
