import Foundation
import NodeCertificates
import TestSupport
import Testing

/// An operator's pair and root in forms that are not what is read here: whatever can be told from half-written stays,
/// byte for byte, and is named.
@Suite(
    "Files in other forms",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct ForeignFormsTests {
    /// A pair that another authority signed, and that authority's certificate.
    struct Pair {
        let certificate: [UInt8]
        let key: [UInt8]
        let authority: [UInt8]

        static let operators = Result { try Pair() }

        private init() throws {
            let set = try SetFolder(files: [:])
            try set.openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /O=Public/CN=R3 -days 9000"
            )
            try set.openssl("req -newkey rsa:2048 -nodes -keyout op.key -out op.csr -subj /CN=db.example.com")
            try set.openssl(
                "x509 -req -in op.csr -CA ca.crt -CAkey ca.key -set_serial 1 -days 9000 -out op.crt"
            )
            certificate = try set.place.read("op.crt")
            key = try set.place.read("op.key")
            authority = try set.place.read("ca.crt")
        }
    }

    /// A file in UTF-16, with a mark of the byte order.
    private static func utf16(_ text: [UInt8], isBig: Bool) -> [UInt8] {
        (isBig ? [0xFE, 0xFF] : [0xFF, 0xFE]) + text.flatMap { isBig ? [0, $0] : [$0, 0] }
    }

    private static func base64(_ octets: [UInt8]) -> [UInt8] { Array(Data(octets).base64EncodedData()) }

    private static func replacing(_ text: [UInt8], _ old: String, _ new: String) -> [UInt8] {
        Array(String(decoding: text, as: UTF8.self).replacing(old, with: new).utf8)
    }

    /// The body of a PEM text, without boundaries.
    private static func body(_ text: [UInt8]) -> [UInt8] {
        Array(text.split(separator: 10).filter { $0.first != 45 }.joined(separator: [10]))
    }

    private static func der(_ text: [UInt8]) -> [UInt8] {
        Array(Data(base64Encoded: Data(body(text)), options: .ignoreUnknownCharacters) ?? Data())
    }

    /// Forms of one file, whatever it holds.
    private static let forms: [(name: String, make: @Sendable ([UInt8]) -> [UInt8])] = [
        ("a four-hyphen END line", { replacing($0, "-----\n-----END", "-----END").dropLast(2) + [10] }),
        ("a four-hyphen BEGIN line", { Array($0.dropFirst()) }),
        ("UTF-16, little endian", { utf16($0, isBig: false) }),
        ("UTF-16, big endian", { utf16($0, isBig: true) }),
        ("Base64 of the PEM", { base64($0) }),
        ("Base64 without armour", { body($0) }),
        ("DER", { der($0) }),
        ("a vault of ansible", { Array("$ANSIBLE_VAULT;1.1;AES256\n3338\n".utf8) + base64($0) }),
        ("copyCert's form", { Array("U2FsdGVkX1".utf8) + base64($0) }),
        ("a key of PuTTY", { Array("PuTTY-User-Key-File-3: ssh-rsa\n".utf8) + base64($0) }),
        ("the URI of a token's key", { _ in Array("pkcs11:token=hsm;object=db\n".utf8) }),
        ("half of it with CR LF", { replacing(Array($0.prefix(600)), "\n", "\r\n") }),
        ("half of it behind a comment", { Array("# ours\n".utf8) + $0.prefix(600) }),
        ("half of it, then zeros", { $0.prefix(600) + [0, 0] }),
        ("half of it, changed", { $0.prefix(300) + [37] + $0[301..<600] }),
        ("an encrypted key's half", { _ in Array("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII".utf8) }),
        ("a request's half", { _ in Array("-----BEGIN CERTIFICATE REQUEST-----\nMII".utf8) }),
        ("a blank line", { _ in [10] }),
        ("zeros and a line end", { _ in [0, 0, 10] }),
    ]

    @Test("A certificate or key in another form is refused, and both files stay", arguments: forms.indices)
    func pair(index: Int) throws {
        let pair = try Pair.operators.get()
        for stem in ["server", "client"] {
            for (suffix, content) in [("crt", pair.certificate), ("key", pair.key)] {
                let set = try SetFolder()
                try set.place.write(pair.certificate, to: stem + ".crt")
                try set.place.write(pair.key, to: stem + ".key")
                let name = "\(stem).\(suffix)"
                try set.place.write(Self.forms[index].make(content), to: name)
                guard case .unusableFile(set.place.path(name), _)? = try set.refusal() else {
                    Issue.record("\(Self.forms[index].name) as \(name) was not refused")
                    continue
                }
            }
        }
    }

    @Test("A root's key or certificate in another form is refused, and stays", arguments: forms.indices)
    func root(index: Int) throws {
        let (name, make) = Self.forms[index]
        let key = try SetFolder(files: ["root.key": make(try #require(SetFolder.whole["root.key"]))])
        guard case .unusableRootKey(key.place.path("root.key"), _)? = try key.refusal() else {
            Issue.record("\(name) as root.key was not refused")
            return
        }
        let set = try SetFolder()
        try set.place.write(make(try #require(SetFolder.whole["root.crt"])), to: "root.crt")
        guard case .unusableFile(set.place.path("root.crt"), _)? = try set.refusal() else {
            Issue.record("\(name) as root.crt was not refused")
            return
        }
    }

    @Test("Chains that are not whole are refused, with the key beside them")
    func brokenChains() throws {
        let pair = try Pair.operators.get()
        let chains: [(name: String, text: [UInt8])] = [
            ("glued", pair.certificate.dropLast() + pair.authority),
            ("cut within the second", pair.certificate + pair.authority.prefix(500)),
            ("cut within the second's begin line", pair.certificate + pair.authority.prefix(15) + [10]),
        ]
        for stem in ["server", "client"] {
            for chain in chains.prefix(2) {
                let set = try SetFolder()
                try set.place.write(chain.text, to: stem + ".crt")
                try set.place.write(pair.key, to: stem + ".key")
                guard case .unusableFile(set.place.path(stem + ".crt"), _)? = try set.refusal() else {
                    Issue.record("a chain \(chain.name) was replaced")
                    continue
                }
            }
        }
    }

    @Test(
        "A pair of another authority with a half-written key is refused, since only that authority can repair it"
    )
    func halfKey() throws {
        let pair = try Pair.operators.get()
        let set = try SetFolder()
        try set.place.write(pair.certificate, to: "server.crt")
        try set.place.write(Array(pair.key.prefix(600)), to: "server.key")
        guard case .foreignPair(set.place.path("server.crt"), _, .brokenKey(.cutOff))? = try set.refusal()
        else {
            Issue.record("a pair of another authority was replaced")
            return
        }
    }

    @Test("What OpenSSL and PostgreSQL load stays: chains, comments, also such as begin like a boundary")
    func whole() throws {
        let pair = try Pair.operators.get()
        let comment = Array("-----BEGIN intermediate, see the wiki\n".utf8)
        for text in [
            pair.certificate + pair.authority, pair.certificate + comment + pair.authority,
            comment + pair.certificate, pair.certificate + Array("-----BEGIN X".utf8),
        ] {
            let set = try SetFolder()
            try set.place.write(text, to: "server.crt")
            try set.place.write(pair.key, to: "server.key")
            try set.openssl("x509 -in server.crt -noout")
            let files = set.files
            try set.makeOrRepair()
            #expect(set.files == files)
        }
    }

    @Test(
        "What is refused is called by what it is",
        arguments: [
            (0, "line"), (2, "UTF-16"), (4, "Base64 once more"), (5, "without its BEGIN"), (6, "DER"),
            (7, "ansible-vault"), (8, "copyCert"), (9, "PuTTY"), (10, "token"), (17, "no PEM document"),
        ]
    )
    func named(index: Int, word: String) throws {
        let set = try SetFolder()
        let key = try #require(SetFolder.whole["server.key"])
        try set.place.write(Self.forms[index].make(key), to: "server.key")
        let error = try #require(try set.refusal())
        #expect("\(error)".hasPrefix(set.place.path("server.key")))
        #expect("\(error)".contains(word), "\(error)")
        #expect(error.exitStatus == .data)
    }

    @Test(
        "A beginning of any length is half-written: a new pair is made, or a certificate for the key that is there"
    )
    func beginnings() throws {
        for name in ["server.key", "server.crt"] {
            let whole = try #require(SetFolder.whole[name])
            for count in [0, 1, 5, 11, 20, 27, 28, 92, 93, 200, whole.count - 27, whole.count - 3] {
                let set = try SetFolder()
                try set.place.write(Array(whole.prefix(count)), to: name)
                let report = try set.makeOrRepair()
                switch SetFolder.actions(report)[1] {
                case .made(because: .brokenKey): #expect(name == "server.key")
                case .certified(because: .brokenCertificate): #expect(name == "server.crt")
                default: Issue.record("\(name), \(count): \(SetFolder.actions(report)[1])")
                }
                try set.expectChains()
            }
        }
    }
}
