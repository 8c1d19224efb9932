import Glibc
import TestSupport
import Testing

@Suite(
    "pg_enc -m writes in place what it cannot replace",
    .enabled(if: MountNamespace.isAllowed, "no mounts of its own")
)
struct WritingInPlaceTests {
    private static let nobody: UInt32 = 65534
    /// Both entries under the key `k`, as by the distribution's pg_enc.
    private static let new = "first:1\nbob:\(UpdatingTests.password)\n"
    private let files: Files
    private var arguments: [String] {
        ["-m", "-f", files.folder.path("pgpool.conf"), "-K", "k", "-u", "bob", "secret"]
    }

    init() throws {
        files = try Files()
        try files.folder.write("first:1\n", to: "real", mode: 0o640)
        try files.folder.write("", to: "pool_passwd")
    }

    private func identity(_ name: String) throws -> ino_t { try files.status(name).st_ino }

    private func warning(_ reason: String) -> String {
        "WARNING: \(files.folder.path("pool_passwd")) is written in place, since no new file can take its place "
            + "(cannot \(reason)); a kill or a crash while it is written can damage it\n"
    }

    @Test("a file that is mounted by itself", arguments: [false, true])
    func mounted(isReadOnly: Bool) throws {
        let folder = files.folder.path
        let mount = "mount --bind \(folder)/real \(folder)/pool_passwd"
        let mounts =
            isReadOnly
            ? "mount --bind \(folder) \(folder) && \(mount) && mount -o remount,bind,ro \(folder)" : mount
        let before = try identity("real")
        let outcome = try MountNamespace.run(mounts, Program.built("pg_enc"), arguments)
        #expect(outcome.status == 0)
        let path = files.folder.path("pool_passwd")
        #expect(
            outcome.errorText
                == warning(
                    isReadOnly
                        ? "make \(path): Read-only file system" : "rename \(path): Device or resource busy"
                )
        )
        #expect(try files.folder.text("real") == Self.new)
        #expect(try identity("real") == before)
        #expect(try files.status("real").st_mode & 0o7777 == 0o640)
        #expect(files.folder.names() == ["pgpool.conf", "pool_passwd", "real"])
    }

    @Test("20 at once, in as many folders that one file is mounted into, keep all 20")
    func parallel() throws {
        let running = try (0..<20).map { number in
            let folder = files.folder.path("node\(number)")
            mkdir(folder, 0o700)
            try files.folder.write("port = 9999\n", to: "node\(number)/pgpool.conf")
            try files.folder.write("", to: "node\(number)/pool_passwd")
            let script = """
                mount --bind \(files.folder.path("real")) \(folder)/pool_passwd && \
                exec \(try Program.built("pg_enc").path) -m -f \(folder)/pgpool.conf -K k -u user\(number) secret
                """
            return try #require(Program.find("unshare")).start(
                octets: ["-m", "sh", "-c", script].map { Array($0.utf8) }
            )
        }
        #expect(running.map { $0.wait() } == Array(repeating: 0, count: 20))
        let lines = Set(try files.folder.text("real").split(separator: "\n").map(String.init))
        #expect(lines == Set(["first:1"] + (0..<20).map { "user\($0):\(UpdatingTests.password)" }))
    }

    @Test("on a full disk the old file stays, and the status says so")
    func fullDisk() throws {
        let folder = files.folder.path
        let old = (0..<3000).map { "user\($0):old\n" }.joined()
        try files.folder.write(old, to: "real")
        mkdir(files.folder.path("disk"), 0o700)
        try files.folder.write("", to: "filler")
        // One page is left, and none when it comes to the file itself; a copy shows what became of it.
        let script = """
            mount -t tmpfs -o size=64k tmpfs \(folder)/disk && cp \(folder)/real \(folder)/disk/real && \
            { cat /dev/zero >\(folder)/disk/filler 2>/dev/null; \
            mount --bind \(folder)/disk/real \(folder)/pool_passwd; "$0" "$@"; status=$?; \
            cp \(folder)/disk/real \(folder)/real; exit $status; }
            """
        let input = (0..<1000).map { "new\($0):secret\n" }.joined()
        try files.folder.write(input, to: "input")
        let outcome = try #require(Program.find("unshare")).run(
            [
                "-m", "sh", "-c", script, Program.built("pg_enc").path, "-m", "-f",
                files.folder.path("pgpool.conf"), "-K", "k", "-i", files.folder.path("input"),
            ]
        )
        #expect(outcome.status == 1)
        #expect(outcome.errorText.contains("is written in place"))
        #expect(outcome.errorText.hasSuffix("pool_passwd: No space left on device\n"))
        #expect(try files.folder.text("real") == old)
    }

    @Test(
        "a file of the user's own in a folder that is not",
        arguments: [
            (0o755, nobody, 0o600, "make PATH: Permission denied"),
            (0o711, nobody, 0o600, "open FOLDER: Permission denied"),
            (0o777, 0, 0o666, "set the owner of PATH: Operation not permitted"),
            (0o1777, 0, 0o666, "set the owner of PATH: Operation not permitted"),
        ] as [(mode_t, UInt32, mode_t, String)]
    )
    func unprivileged(folderMode: mode_t, owner: UInt32, mode: mode_t, reason: String) throws {
        try files.folder.write("first:1\n", to: "pool_passwd", mode: mode)
        chown(files.folder.path("pool_passwd"), owner, owner)
        chmod(files.folder.path("pgpool.conf"), 0o644)
        chmod(files.folder.path, folderMode)
        let before = try identity("pool_passwd")
        let outcome = try MountNamespace.run("true", Program.built("pg_enc"), arguments, userID: Self.nobody)
        #expect(outcome.status == 0)
        let path = files.folder.path("pool_passwd")
        #expect(
            outcome.errorText
                == warning(
                    reason.replacing("PATH", with: path).replacing("FOLDER", with: files.folder.path)
                )
        )
        #expect(try files.folder.text("pool_passwd") == Self.new)
        #expect(try identity("pool_passwd") == before)
    }

    @Test("a file that the user cannot write stays, without a word of writing", arguments: [0o755, 0o711])
    func denied(folderMode: mode_t) throws {
        try files.folder.write("first:1\n", to: "pool_passwd", mode: 0o644)
        chmod(files.folder.path("pgpool.conf"), 0o644)
        chmod(files.folder.path, folderMode)
        let outcome = try MountNamespace.run("true", Program.built("pg_enc"), arguments, userID: Self.nobody)
        #expect(outcome.status == 1)
        #expect(
            outcome.errorText == "Error: cannot open \(files.folder.path("pool_passwd")): Permission denied\n"
        )
        #expect(try files.folder.text("pool_passwd") == "first:1\n")
    }
}
