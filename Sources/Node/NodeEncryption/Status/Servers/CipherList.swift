/// A list of suites as OpenSSL has it (`openssl-ciphers`; `ssl/ssl_ciph.c`, `ssl_create_cipher_list` and
/// `ssl_cipher_process_rulestr`), as far as it says which suites of TLS 1.2 and before a server takes whose key
/// exchange is on an elliptic curve, with a certificate and encryption.
struct CipherList {
    /// Those that are taken; none where OpenSSL refuses the list.
    private(set) var suites: Set<Suite> = []
    /// Those that no word brings back.
    private var killed: Set<Suite> = []
    private var fewestBits = 0

    /// A suite and the words that stand for it.
    struct Suite: Hashable {
        /// OpenSSL's name.
        let name: String
        fileprivate let words: Set<String>
        fileprivate let bitCount: Int
        /// Whether a server takes it that has an RSA key, and else one that has a key of ECDSA.
        var isOfRSA: Bool { words.contains("aRSA") }
        /// Whether it is of TLS 1.2 alone.
        var isOfTLS12: Bool { words.contains("TLSv1.2") }
        fileprivate var isDefault: Bool { !words.contains("COMPLEMENTOFDEFAULT") }
    }

    /// Reads a list. A word that nobody knows stands for nothing.
    init(_ text: String) {
        let text = Array(text.utf8)
        if let suiteB = Self.suiteB.first(where: { text.starts(with: $0.word.utf8) }) {
            suites = Suite.all.filter { suiteB.names.contains($0.name) }
            return
        }
        var rest = text[...]
        // The word for the default is one at the beginning alone, whatever follows it.
        if text.starts(with: "DEFAULT".utf8) {
            suites = Suite.all.filter(\.isDefault)
            killed = Suite.all.subtracting(suites)
            rest = rest.dropFirst("DEFAULT".utf8.count)
        }
        while let first = rest.first {
            if ": ;,".utf8.contains(first) {
                rest.removeFirst()
            } else if !apply(&rest) {
                suites = []
                return
            }
        }
        suites = suites.filter { $0.bitCount >= fewestBits }
    }

    /// Takes the next item; gives whether there is one.
    private mutating func apply(_ rest: inout ArraySlice<UInt8>) -> Bool {
        let sign = rest.first.flatMap { "+-!@".utf8.contains($0) ? $0 : nil }
        if sign != nil { rest.removeFirst() }
        var found = Suite.all
        while true {
            let word = rest.prefix(while: Self.isOfWord)
            if word.isEmpty { return false }
            rest = rest.dropFirst(word.count)
            if sign == UInt8(ascii: "@") {
                Self.passItem(&rest)
                return applySpecial(word)
            }
            found.formIntersection(Suite.named[String(decoding: word, as: UTF8.self)] ?? [])
            if found.isEmpty {
                Self.passItem(&rest)
                return true
            }
            guard rest.first == UInt8(ascii: "+") else { break }
            rest.removeFirst()
        }
        switch sign {
        case nil: suites.formUnion(found.subtracting(killed))
        case UInt8(ascii: "+"): break  // It is of the order alone.
        default:
            suites.subtract(found)
            if sign == UInt8(ascii: "!") { killed.formUnion(found) }
        }
        return true
    }

    private mutating func applySpecial(_ word: ArraySlice<UInt8>) -> Bool {
        if word.elementsEqual("STRENGTH".utf8) { return true }
        guard word.dropLast().elementsEqual("SECLEVEL=".utf8), let digit = word.last,
            Self.bitsOfLevels.indices.contains(Int(digit) - 0x30)
        else { return false }
        fewestBits = Self.bitsOfLevels[Int(digit) - 0x30]
        return true
    }

    private static func isOfWord(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._=".utf8.contains(octet)
        }
    }

    private static func passItem(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { !": ;,".utf8.contains($0) }
    }

    /// How many bits of security each level asks for (SSL_CTX_set_security_level(3)).
    private static let bitsOfLevels = [0, 80, 112, 128, 192, 256]

    /// The words of RFC 6460, which leave nothing else of a list.
    private static let suiteB: [(word: String, names: [String])] = {
        let (short, long) = ("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384")
        return [
            ("SUITEB128ONLY", [short]), ("SUITEB128C2", [short, long]), ("SUITEB128", [short, long]),
            ("SUITEB192", [long]),
        ]
    }()
}

extension CipherList.Suite {
    /// The suites of which a list speaks.
    static let all: Set<CipherList.Suite> = {
        var all: Set<CipherList.Suite> = []
        for (bits, digest) in [(128, "SHA256"), (256, "SHA384")] {
            let aes = ["AES", "AES\(bits)"]
            add("AES\(bits)-GCM-\(digest)", bits, aes + ["AESGCM", "FIPS", "TLSv1.2"], to: &all)
            add("AES\(bits)-\(digest)", bits, aes + [digest, "FIPS", "TLSv1.2"], to: &all)
            // HMAC on SHA-1 is as strong as its digest is long.
            add(
                "AES\(bits)-SHA",
                min(bits, 160),
                aes + ["SHA", "SHA1", "FIPS", "TLSv1", "TLSv1.0"],
                to: &all
            )
            add(
                "CAMELLIA\(bits)-\(digest)",
                bits,
                ["CAMELLIA", "CAMELLIA\(bits)", digest, "TLSv1.2", other],
                to: &all
            )
            add(
                "ARIA\(bits)-GCM-\(digest)",
                bits,
                ["ARIA", "ARIA\(bits)", "ARIAGCM", "TLSv1.2", other],
                to: &all
            )
            add("AES\(bits)-CCM", bits, aes + ["AESCCM", "TLSv1.2", other], to: &all)
            add("AES\(bits)-CCM8", bits, aes + ["AESCCM", "AESCCM8", "TLSv1.2", other], to: &all)
        }
        add("CHACHA20-POLY1305", 256, ["CHACHA20", "TLSv1.2"], to: &all)
        return all
    }()

    private static let other = "COMPLEMENTOFDEFAULT"
    private static let common = ["ALL", "HIGH", "ECDH", "ECDHE", "EECDH", "kECDHE", "kEECDH"]

    /// Adds the suite for both kinds of keys; AES in CCM is for those of ECDSA alone.
    private static func add(
        _ form: String,
        _ bits: Int,
        _ words: [String],
        to all: inout Set<CipherList.Suite>
    ) {
        for (key, own) in [("ECDSA-", ["ECDSA", "aECDSA"]), ("RSA-", ["aRSA"])] {
            if words.contains("AESCCM"), key == "RSA-" { continue }
            // Of ARIA's names, those for RSA leave the key out.
            let name = "ECDHE-" + (words.contains("ARIA") && key == "RSA-" ? "" : key) + form
            all.insert(
                CipherList.Suite(name: name, words: Set(words + own + common + [name]), bitCount: bits)
            )
        }
    }

    /// The suites for which each word stands.
    fileprivate static let named: [String: Set<CipherList.Suite>] = all.reduce(into: [:]) { named, suite in
        for word in suite.words { named[word, default: []].insert(suite) }
    }
}
