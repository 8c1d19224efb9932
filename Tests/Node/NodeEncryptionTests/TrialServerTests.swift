import Glibc
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("A trial server, played by scripts")
struct TrialServerTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try script("initdb", #"mkdir "$2""#)
    }

    private func script(_ name: String, _ text: String) throws {
        try folder.write("#!/bin/sh\n\(text)\n", to: name, mode: 0o755)
    }

    private func run() throws -> TrialServer.Outcome<Int> {
        let server = TrialServer(
            asServer: [],
            initializer: folder.path("initdb"),
            program: folder.path("postgres")
        )
        return try server.run(with: Array("ssl = 'on'\n".utf8)) { $0 }
    }

    @Test("a port that is taken first is not the last, and no command line has one")
    func takenPort() throws {
        try script(
            "postgres",
            """
            settings=${4#config_file=}
            tr '\\0' ' ' </proc/$PPID/cmdline >>\(folder.path("words"))
            echo "$*" >>\(folder.path("words"))
            sed -n 's/^port = //p' "$settings" >>\(folder.path("ports"))
            cp "$settings" \(folder.path("settings"))
            if [ "$(wc -l <\(folder.path("ports")))" -lt 3 ]; then
                echo 'FATAL:  could not create any TCP/IP sockets' >&2
                exit 1
            fi
            printf '\\n\\n\\n\\n\\n\\n\\nstandby \\n' >"$2/postmaster.pid"
            exec sleep 3600
            """
        )
        guard case .up(let port) = try run() else {
            Issue.record("it did not come up")
            return
        }
        let ports = try folder.text("ports").split(separator: "\n").map(String.init)
        #expect(ports.count == 3 && Set(ports).count == 3)
        #expect(ports.last == "\(port)")
        let words = try folder.text("words").split(whereSeparator: { " \n'\";=$".contains($0) })
        #expect(ports.allSatisfy { port in !words.contains { $0 == port } })
        #expect(try folder.text("settings").contains("ssl = 'on'\nport = \(port)\n"))
    }

    @Test("neither of its streams grows without end while it starts", arguments: [1, 2])
    func endlessStreams(stream: Int) throws {
        // As any program of the server's user can.
        try script(
            "initdb",
            """
            count=0
            for file in /proc/$PPID/fd/*; do
                case $(readlink "$file") in *memfd:*) count=$((count + 1)) ;; esac
                [ "$count" = \(stream) ] && break
            done
            echo "${2%/data}" >\(folder.path("place"))
            head -c 2000000 /dev/zero >>"$file"
            exec sleep 3600
            """
        )
        try script("postgres", "exit 1")
        guard case .unable(let reason) = try run() else {
            Issue.record("it came up")
            return
        }
        #expect(reason.contains("wrote more than 1048576 bytes"), "\(reason)")
        let place = try folder.text("place").dropLast()
        #expect(place.contains("/postgres-ssl-") && access(String(place), F_OK) != 0, "\(place) is left")
    }

    @Test("what its commands write into its log ends")
    func endlessLog() throws {
        try script(
            "postgres",
            """
            trap '' XFSZ
            head -c 100000000 /dev/zero >&2
            ls -s --block-size=1M "${2%/data}/log" >\(folder.path("size"))
            exit 1
            """
        )
        _ = try run()
        let size = try folder.text("size").split(separator: " ").first.flatMap { Int($0) }
        #expect(try #require(size) <= 64)
    }
}
