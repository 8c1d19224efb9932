import Glibc
import TestSupport
import Testing

@testable import ToolSupport

@Suite("Where programs are looked up")
struct SearchPathTests {
    private func completed(_ path: String?) -> String {
        String(decoding: SearchPath.complete(path.map { Array($0.utf8) }), as: UTF8.self)
    }

    @Test("What a timer or su leaves out is added at the end, and nothing that is there moves")
    func completes() {
        let standard = SearchPath.standard.joined(separator: ":")
        #expect(standard == "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        #expect(completed("") == ":" + standard)
        #expect(completed("/sbin::/x").hasPrefix("/sbin::/x:/usr/local/sbin:"))
        #expect(completed(nil) == standard)
        #expect(completed("/usr/bin:/bin") == "/usr/bin:/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin")
        #expect(completed("/opt/own:" + standard) == "/opt/own:" + standard)
    }

    @Test("The tool that starts others finds those in sbin, whatever PATH it got")
    func programs() throws {
        // runuser, which Debian has in /usr/sbin alone.
        guard getuid() == 0, access("/usr/sbin/runuser", X_OK) == 0, access("/usr/bin/runuser", X_OK) != 0
        else {
            return
        }
        let folder = try TemporaryFolder()
        try folder.write("ssl = on\n", to: "postgresql.conf")
        let outcome = try Program.built("postgres-ssl").run(
            [
                "install", "--role", "postgres", "--configuration", folder.path("postgresql.conf"),
                "--as-server",
                "runuser -u root --", "--server", "true", "--state", folder.path("state"), "--server-version",
                "15",
                "--certificates", folder.path("keys"), "--redeploy", folder.path("none/list"), "--metainf",
                folder.path("none"), "--owner", "root",
            ],
            environment: ["PATH": "/usr/bin:/bin"]
        )
        #expect(!outcome.errorText.contains("cannot run runuser"), "\(outcome.errorText)")
    }
}
