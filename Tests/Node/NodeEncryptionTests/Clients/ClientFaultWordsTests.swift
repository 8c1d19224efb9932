import Testing

@testable import NodeEncryption

@Suite("What is said of a client's fault")
struct ClientFaultWordsTests {
    @Test(
        "each kind is one line that has its figures, of the file and of what a server shows",
        arguments: [
            (.missing, ["missing"]),
            (.notFollowed, ["link", "not followed"]),
            (.unreadable(reason: "no PEM"), ["no PEM"]),
            (.partlyUnread(reason: "cut off"), ["cut off"]),
            (.otherRoots(than: "/r.crt"), ["/r.crt"]),
            (.tooManySent(count: 12, limit: 10), ["11 others", "10 in all"]),
            (.tooLongSent(byteCount: 70_000, limit: 65_536), ["70000", "65536"]),
            (.notYetValid(from: "tomorrow"), ["before tomorrow"]),
            (.expired(at: "noon"), ["noon"]),
            (.wrongUsage(.server, by: .extendedKey), ["for servers", "extended key usage"]),
            (.wrongUsage(.client, by: .netscapeType), ["for clients", "Netscape"]),
            (.noSignatures, ["key usage", "TLS 1.3"]),
            (.unknownExtension(identifier: "1.2.3"), ["critical", "1.2.3"]),
            (.noAuthority, ["authority"]),
            (.pathTooLong(limit: 3), ["3 intermediate"]),
            (.outsideConstraints(name: "a.b", authority: "CN=c"), ["a.b", "CN=c"]),
            (.constraintsNotUnderstood, ["name constraints"]),
            (.tooManyConstraints, ["more name constraints"]),
            (.oldVersion(1), ["version 1", "3 is due"]),
            (.authorityAsServer, ["authority", "server"]),
            (.weakSignature(algorithm: "md5"), ["md5", "not secure"]),
            (.shortKey(bitCount: 1024), ["1024 bits", "2048"]),
            (.keyNotTaken(key: "P-521", overRingAlone: false), ["P-521", "clients"]),
            (.keyNotTaken(key: "P-521", overRingAlone: true), ["P-521", "aws-lc-rs", "ring"]),
            (.malformed(.netscapeType), ["Netscape certificate type", "cannot be read"]),
            (.nameNotRead(type: "VisibleString"), ["VisibleString", "do not read"]),
            (.signatureNotVerified(algorithm: "gost"), ["gost", "not verified here"]),
            (
                .signatureNotTaken(algorithm: "a", key: "k", overRingAlone: false),
                ["signed by a with a key of k", "do not verify"]
            ),
            (
                .signatureNotTaken(algorithm: "a", key: nil, overRingAlone: true),
                ["signed by a, which rustls", "ring"]
            ),
            (.noBindingDigest(algorithm: "Ed25519"), ["Ed25519", "SCRAM", "channel_binding=disable"]),
            (.tooManyIssuers, ["issuers"]),
            (.otherKey(issuer: "CN=i", path: "/i.crt"), ["CN=i", "/i.crt"]),
            (.otherKeyIdentifier(root: "/r.crt"), ["/r.crt"]),
            (.otherAuthority(root: "/r.crt", issuer: "CN=i"), ["CN=i", "/r.crt"]),
            (.notSelfSigned(issuer: "CN=i"), ["CN=i", "signed itself"]),
            (.noAlternativeName, ["subject alternative name"]),
            (.otherName(host: "h", origin: "the host's name"), ["h, which is the host's name"]),
            (.addressAsName(host: "192.0.2.1"), ["192.0.2.1", "old clients"]),
            (.nullInCommonName, ["zero octet", "libpq"]),
            (.otherUser(commonName: "a", user: "b"), ["of the user a", "says b"]),
            (.otherUser(commonName: nil, user: "b"), ["no common name", "says b"]),
        ] as [(ClientFault.Kind, [String])]
    )
    func kinds(kind: ClientFault.Kind, words: [String]) {
        let own = ClientFault(kind, "/server.crt")
        let other = ClientFault(kind, "/server.crt", subject: "CN=between")
        #expect(own.description == "/server.crt \(kind)")
        #expect(other.description == "/server.crt holds CN=between, which \(kind)")
        #expect(own.ofServed == "its certificate \(kind)" && other.ofServed == "CN=between \(kind)")
        for word in words { #expect("\(kind)".contains(word), "\(kind)") }
        #expect(!"\(kind)".contains("\n") && !"\(kind)".hasSuffix("."))
    }

    @Test("a fault of ring alone is of some clients of its kind, and another authority's may be wanted")
    func kept() {
        for overRing in [true, false] {
            #expect(ClientFault(.keyNotTaken(key: "k", overRingAlone: overRing), "/p").isOfSome == overRing)
            let unverified = ClientFault.Kind.signatureNotTaken(
                algorithm: "a",
                key: nil,
                overRingAlone: overRing
            )
            #expect(ClientFault(unverified, "/p").isOfSome == overRing)
        }
        #expect(!ClientFault(.missing, "/p").isOfSome && !ClientFault(.missing, "/p").mayBeWanted)
        #expect(ClientFault(.otherAuthority(root: "r", issuer: "i"), "/p").mayBeWanted)
    }
}
