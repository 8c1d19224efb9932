import Foundation
import Glibc
import TLSHandshake
import TestSupport
import Testing

/// A server of another maker on loopback, for the time of a test.
final class LiveServer: Sendable {
    let port: Int
    private let program: RunningProgram
    private let log: String

    /// Starts a program that listens on a port, which `arguments` say how to give it.
    init(_ program: Program, log folder: TemporaryFolder, _ arguments: (Int) -> [String]) throws {
        port = FreePort.any()
        log = folder.path("server.log")
        self.program = try program.start(
            octets: arguments(port).map { Array($0.utf8) },
            output: log,
            errors: log
        )
    }

    deinit {
        program.signal(SIGKILL)
        _ = program.wait()
    }

    /// A connection, once the server listens.
    func connect() throws -> SocketTransport {
        var connection: LoopbackConnection?
        _ = eventually {
            connection = try? LoopbackConnection(port: port)
            return connection != nil || program.hasEnded
        }
        if let connection { return SocketTransport(connection: connection) }
        throw ServerNotStarted(log: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }
}

struct ServerNotStarted: Error {
    let log: String
}

/// Kinds of keys that servers have, as `openssl req -newkey` makes them.
enum KeyKind: String, CaseIterable, Sendable {
    case rsa2048, rsa3072, rsa4096, rsaPSS, p256, p384, p521, ed25519

    var arguments: [String] {
        switch self {
        case .rsa2048: ["-newkey", "rsa:2048"]
        case .rsa3072: ["-newkey", "rsa:3072"]
        case .rsa4096: ["-newkey", "rsa:4096"]
        case .rsaPSS: ["-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"]
        case .p256: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        case .p384: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]
        case .p521: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"]
        case .ed25519: ["-newkey", "ed25519"]
        }
    }

    /// The suites that a server with such a key has, each with a group. Over all kinds every suite meets every group,
    /// and every key does.
    var pairs: [(CipherSuite, NamedGroup)] {
        let isOfRSA = rawValue.hasPrefix("rsa")
        let suites = CipherSuite.allCases.filter { suite in
            suite.version == .tls13 || "\(suite)".contains(isOfRSA ? "_RSA_" : "_ECDSA_")
        }
        let first = KeyKind.allCases.firstIndex(of: self) ?? 0
        let groups = NamedGroup.allCases
        return suites.enumerated().map { ($0.element, groups[(first + $0.offset) % groups.count]) }
    }

    /// Writes a key and a certificate that it signed itself.
    func write(to folder: TemporaryFolder, named name: String) throws {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(
            ["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"] + arguments + [
                "-keyout", folder.path("\(name).key"), "-out", folder.path("\(name).crt"),
            ]
        )
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }
}

extension CipherSuite {
    /// How openssl calls a suite of TLS 1.2, such as ECDHE-RSA-AES128-GCM-SHA256.
    var opensslName: String {
        String("\(self)".dropFirst("TLS_".count)).replacing("WITH_AES_", with: "AES").replacing(
            "_",
            with: "-"
        )
    }
}
