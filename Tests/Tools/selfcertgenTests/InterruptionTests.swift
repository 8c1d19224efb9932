import Glibc
import TestSupport
import Testing

@Suite("selfcertgen, killed and raced")
struct InterruptionTests {
    let run: SelfcertgenRun

    init() throws {
        run = try SelfcertgenRun()
    }

    private func start() throws -> RunningProgram {
        try run.program.start(
            octets: run.arguments().map { Array($0.utf8) },
            environment: SelfcertgenRun.noVariables
        )
    }

    @Test("Killed at many instants: no key is open to others, and the next run completes the set")
    func killed() throws {
        // Begin with how long a whole run takes here, then kill at instants spread over that.
        let began = ContinuousClock.now
        #expect(try start().wait() == 0)
        let whole = ContinuousClock.now - began
        var wasKilled = 0
        for part in 1...12 {
            for name in run.folder.names(in: "SSL-TLS") { unlink(run.path + "/" + name) }
            let process = try start()
            let microseconds = whole / .microseconds(1) * Double(part) / 11
            usleep(UInt32(microseconds))
            process.signal(SIGKILL)
            if process.wait() == -SIGKILL { wasKilled += 1 }
            for name in run.folder.names(in: "SSL-TLS") where name.hasSuffix(".key") {
                #expect(try #require(fileStatus(run.path + "/" + name)).st_mode & 0o077 == 0)
            }
            if part % 4 == 0 {
                #expect(try run().status == 0)
                #expect(run.folder.names(in: "SSL-TLS").count == 9)
                try expectConsistent()
            }
        }
        #expect(wasKilled > 0)
    }

    @Test("Several at once leave one consistent set")
    func raced() throws {
        let processes = try (0..<4).map { _ in try start() }
        #expect(processes.map { $0.wait() } == [0, 0, 0, 0])
        #expect(run.folder.names(in: "SSL-TLS").count == 9)
        try expectConsistent()
    }

    private func expectConsistent() throws {
        guard Programs.openssl != nil else { return }
        for (name, purpose) in [("server", "sslserver"), ("client", "sslclient")] {
            let certificate = run.path + "/\(name).crt"
            let root = run.path + "/root.crt"
            _ = try openssl("verify", "-x509_strict", "-purpose", purpose, "-CAfile", root, certificate)
            let key = try openssl("pkey", "-in", run.path + "/\(name).key", "-pubout")
            #expect(try openssl("x509", "-in", certificate, "-noout", "-pubkey") == key)
        }
    }
}
