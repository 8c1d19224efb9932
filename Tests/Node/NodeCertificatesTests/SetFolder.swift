import DERCoding
import DurableFiles
import NodeCertificates
import PKIX
import RSACryptography
import SecretMemory
import Synchronization
import TestSupport
import Testing

/// A folder with a set, and a clock.
struct SetFolder {
    static let start = DERTime(secondsSince1970: 1_800_000_000)

    /// The files of a whole set of a postgres node, made once.
    static let whole: [String: [UInt8]] = newSet()

    /// Keys that are in no file of ``whole``, made once and given in turn.
    private static let keys: [[UInt8]] = {
        let files = newSet()
        return ["root.key", "server.key", "client.key"].compactMap { files[$0] }
    }()

    /// The files of a set with keys of its own.
    ///
    /// Nothing fails on purpose here, also where a test that lets steps fail is the first to ask.
    private static func newSet() -> [String: [UInt8]] {
        FileInterception.$current.withValue(nil) {
            guard let folder = try? SetFolder(files: [:]), (try? folder.makeOrRepair(makesKeys: true)) != nil
            else {
                return [:]
            }
            return folder.files
        }
    }

    private static let nextKey = Atomic(0)

    let place: TemporaryFolder

    init(files: [String: [UInt8]] = SetFolder.whole) throws {
        place = try TemporaryFolder()
        for (name, content) in files { try place.write(content, to: name) }
    }

    var files: [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in place.names() { files[name] = try? place.read(name) }
        return files
    }

    @discardableResult
    func makeOrRepair(
        days: Int64 = 0,
        user: String? = nil,
        environment: String = "env",
        force: Bool = false,
        within: String? = nil,
        makesKeys: Bool = false,
        owner: FileOwner? = nil,
        patience: Duration = .seconds(60),
        variables: [String: String] = [:],
        _ change: (inout NodeInputs) -> Void = { _ in }
    ) throws -> SetReport {
        var inputs = NodeInputs(hostName: "db.example", standsAlone: true) { name in
            variables[name].map { Array($0.utf8) }
        }
        inputs.environment = environment
        inputs.user = user
        change(&inputs)
        let settings = try NodeSettings(inputs)
        var renewal: SetRenewal = force ? .all : .nothing
        if let within {
            renewal = .ending(try RenewalWindow(within, option: "--renew-within", for: settings))
        }
        var set = CertificateSet(path: place.path, settings: settings, owner: owner)
        if !makesKeys {
            let keys = Self.keys
            set.preparedKey = {
                let number = Self.nextKey.wrappingAdd(1, ordering: .relaxed).oldValue
                let pem = keys[number % keys.count]
                return try? RSA.PrivateKey(pem: pem.span)
            }
        }
        var random = OperatingSystemRandom()
        return try set.makeOrRepair(
            renewing: renewal,
            at: Self.start.advanced(bySeconds: days * 86_400),
            using: &random,
            patience: patience
        )
    }

    /// The error of a run, after which every file must be as it was.
    func refusal(days: Int64 = 0, user: String? = nil) throws -> NodeCertificatesError? {
        let before = files
        do {
            try makeOrRepair(days: days, user: user)
        } catch let error as NodeCertificatesError {
            return files == before ? error : nil
        }
        return nil
    }

    /// The names of the files that are not what they are in `files`.
    func changed(from files: [String: [UInt8]] = SetFolder.whole) -> [String] {
        let now = self.files
        return Set(now.keys).union(files.keys).filter { now[$0] != files[$0] }.sorted()
    }

    /// Runs openssl in the folder; what it printed.
    @discardableResult
    func openssl(_ arguments: [String]) throws -> String {
        let outcome = try #require(Programs.openssl).run(arguments, folder: place.path)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errorText)")
        return outcome.text
    }

    /// Runs openssl in the folder, with arguments that have no blanks; what it printed.
    @discardableResult
    func openssl(_ arguments: String) throws -> String {
        try openssl(arguments.split(separator: " ").map(String.init))
    }

    /// Whether openssl verifies a certificate against the root, `days` after the clock's start.
    func verifies(_ name: String, days: Int64 = 0, _ options: String = "-x509_strict") throws -> Bool {
        let time = SetFolder.start.advanced(bySeconds: days * 86_400 + 3600).secondsSince1970
        let arguments = "verify -attime \(time) -CAfile root.crt \(options) \(name)"
        let openssl = try #require(Programs.openssl)
        return try openssl.run(arguments.split(separator: " ").map(String.init), folder: place.path).status
            == 0
    }

    /// What was done to each key and certificate, root first.
    static func actions(_ report: SetReport) -> [SetReport.Action] { report.members.map(\.action) }
}
