import PostgresConfiguration
import Testing

@Suite("Networks of HBA rules")
struct NetworkAddressTests {
    private func network(_ address: String) throws -> NetworkAddress {
        let record = try #require(authentication("host all all \(address) md5").records.first)
        guard case .network(let network) = record.address else { throw Unexpected() }
        return network
    }

    private struct Unexpected: Error {}

    /// The octets of a mask, bit for bit as a prefix length is meant (RFC 4632, section 3.1; RFC 4291, section 2.3).
    private func mask(_ prefix: Int, octetCount: Int) -> [UInt8] {
        (0..<octetCount).map { octet in
            (0..<8).reduce(0) { $0 << 1 | (8 * octet + $1 < prefix ? 1 : 0) }
        }
    }

    @Test("each prefix length is the mask of that many bits, and one more than there are is refused")
    func prefixes() throws {
        for (address, octets) in [("10.1.2.3", 4), ("2001:db8::1", 16)] {
            for prefix in 0...8 * octets {
                let network = try network("\(address)/\(prefix)")
                #expect(network.mask == mask(prefix, octetCount: octets), "\(prefix)")
                #expect(network.octets.count == octets)
                #expect(network.isEverything == (prefix == 0))
            }
            for prefix in ["\(8 * octets + 1)", "-1", "+8", "", "8/8", "99999999999999999999"] {
                let problems = authentication("host all all \(address)/\(prefix) md5").problems
                #expect(problems.map(\.kind) == [.address], "\(prefix)")
            }
        }
    }

    @Test(
        "only 127.0.0.0/8, ::1 and what is within are this machine's own",
        arguments: [
            ("127.0.0.1/32", true), ("127.0.0.0/8", true), ("127.255.255.255/32", true),
            ("127.0.0.0/7", false),
            ("126.255.255.255/32", false), ("128.0.0.0/32", false), ("0.0.0.0/0", false), ("::1/128", true),
            ("::1/127", false), ("::/128", false), ("::2/128", false), ("::ffff:127.0.0.1/128", false),
            ("127.0.0.1 255.0.0.255", true), ("localhost", false), ("samehost", false), ("all", false),
        ]
    )
    func loopback(address: String, isLoopback: Bool) {
        let records = authentication("host all all \(address) md5").records
        #expect(records.map(\.isLoopbackOnly) == [isLoopback])
    }

    @Test("the ends of a network are its first and its last address, one where they are the same")
    func ends() throws {
        let ends = try network("10.1.2.77/24").ends
        #expect(ends.map(\.octets) == [[10, 1, 2, 0], [10, 1, 2, 255]])
        #expect(ends.allSatisfy { $0.mask == [255, 255, 255, 255] && $0.family == .ipv4 })
        #expect(try network("10.1.2.77/32").ends.map(\.octets) == [[10, 1, 2, 77]])
        let wide = try network("2001:db8::/33").ends.map(\.octets)
        let first: [UInt8] = [0x20, 0x01, 0x0D, 0xB8]
        #expect(
            wide == [
                first + [UInt8](repeating: 0, count: 12),
                first + [0x7F] + [UInt8](repeating: 0xFF, count: 11),
            ]
        )
        #expect(NetworkAddress.last(of: .ipv4).octets == [255, 255, 255, 255])
        #expect(NetworkAddress.last(of: .ipv6).octets == [UInt8](repeating: 255, count: 16))
        #expect(NetworkAddress.last(of: .ipv6).ends.count == 1)
    }

    @Test(
        "a network has those that are as narrow or narrower and agree in its bits",
        arguments: [
            ("10.0.0.0/8", "10.255.0.0/16", true), ("10.0.0.0/8", "10.0.0.0/8", true),
            ("10.0.0.0/8", "10.0.0.0/7", false),
            ("10.0.0.0/8", "11.0.0.0/8", false), ("10.0.0.0/8", "::/8", false), ("0.0.0.0/0", "::/0", false),
            ("::/0", "fe80::/10", true), ("10.0.0.1 255.0.0.255", "10.9.9.1/32", true),
            ("10.0.0.1 255.0.0.255", "10.9.9.2/32", false), ("10.0.0.1 255.0.0.255", "10.0.0.1/8", false),
        ]
    )
    func contains(wide: String, narrow: String, isThere: Bool) throws {
        #expect(try network(wide).contains(try network(narrow)) == isThere)
    }
}
