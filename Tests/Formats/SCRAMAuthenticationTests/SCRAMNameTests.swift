import SecretMemory
import TestSupport
import Testing
import TextEncodings

@testable import SCRAMAuthentication

@Suite("the names and nonces of SCRAM (RFC 5802, sections 5.1 and 7)")
struct SCRAMNameTests {
    @Test(
        "a name that no client may send is refused before anything is sent",
        arguments: ["a\0b", "\u{7}", "\u{627}1"]
    )
    func userNames(name: String) {
        let refused = refusal { () throws(SCRAMError) in
            _ = try SCRAMClient(
                userName: Array(name.utf8).span,
                password: [65].span,
                nonce: [65],
                channelBinding: .notSupported
            )
        }
        #expect(refused == .invalidUserName)
    }

    @Test("nonces are printable ASCII without a comma", arguments: ["", "a b", "a,b", "\u{E9}", "\u{7F}"])
    func nonces(nonce: String) throws {
        let refused = refusal { () throws(SCRAMError) in
            _ = try SCRAMClient(
                userName: [UInt8]().span,
                password: [65].span,
                nonce: Array(nonce.utf8),
                channelBinding: .notSupported
            )
        }
        #expect(refused == .invalidNonce)
        let refusedOfServer = refusal { () throws(SCRAMError) in
            let server = try begin(Array("n,,n=,r=a".utf8))
            let secret = try SCRAMSecret(parsing: Array(SCRAMSecretTests.example.utf8).span)
            _ = try server.challenge(secret: secret, nonce: Array(nonce.utf8))
        }
        #expect(refusedOfServer == .invalidNonce)
    }

    @Test("every printable octet but the comma may be in a nonce")
    func printableNonces() throws {
        let nonce = (UInt8(0x21)...0x7E).filter { $0 != UInt8(ascii: ",") }
        let client = try SCRAMClient(
            userName: [UInt8]().span,
            password: [65].span,
            nonce: nonce,
            channelBinding: .notSupported
        )
        #expect(client.firstMessage == Array("n,,n=,r=".utf8) + nonce)
        _ = try begin(client.firstMessage)
    }

    @Test("a fresh nonce is the Base64 of 18 octets of the source")
    func freshNonce() {
        var random = SeededRandom(seed: 3)
        var same = SeededRandom(seed: 3)
        let nonce = SCRAMNonce.make(using: &random)
        #expect(string(nonce) == Base64.encode(same.bytes(count: 18).span))
        #expect(SCRAMNonce.make(using: &random) != nonce)
    }
}
