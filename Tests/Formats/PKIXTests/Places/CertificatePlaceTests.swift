import DERCoding
import Foundation
import TestSupport
import Testing

@testable import PKIX

@Suite("A certificate is checked at once, and its parts are made when they are asked for")
struct CertificatePlaceTests {
    /// All certificates of `Vectors` that can be read, and those of the tests: words of hexadecimal that are documents
    /// behind one another.
    private static func certificates() throws -> [[UInt8]] {
        let root = #filePath.split(separator: "/").dropLast(5).map { "/" + $0 }.joined()
        var all: Set<[UInt8]> = [try certificate(pem: Fixtures.certificate).encoding]
        all.insert(try certificate(pem: Fixtures.ed448Certificate).encoding)
        for path in ["certificates/certificates", "nist-pkits/certificates", "limbo/paths"] {
            let text = try #require(FileManager.default.contents(atPath: root + "/Vectors/\(path).txt"))
            for word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A })
            where word.starts(with: "3082".utf8) {
                var rest = octets(String(decoding: word, as: UTF8.self))[...]
                while rest.count >= 4, rest.starts(with: [0x30, 0x82]) {
                    let count = 4 + Int(rest[rest.startIndex + 2]) << 8 + Int(rest[rest.startIndex + 3])
                    let document = Array(rest.prefix(count))
                    rest = rest.dropFirst(count)
                    if (try? certificate(der: document)) != nil { all.insert(document) }
                }
            }
        }
        return all.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// What is not the same whoever reads; `nil` where all is.
    private func difference(_ octets: [UInt8]) -> String? {
        let eager = Result { () throws(PKIXError) in try EagerCertificate(der: octets) }
        let checked = Result { () throws(PKIXError) in try certificate(der: octets) }
        switch (eager, checked) {
        case (.failure(let one), .failure(let other)): return one == other ? nil : "\(one) and \(other)"
        case (.success, .failure(let error)): return "refused: \(error)"
        case (.failure(let error), .success): return "taken, in spite of: \(error)"
        case (.success(let one), .success(let other)):
            let parts: [(String, Bool)] = [
                ("encoding", octets == other.encoding), ("contents", one.contents == other.tbsEncoding),
                ("version", one.version == other.version), ("number", one.serialNumber == other.serialNumber),
                ("issuer", one.issuer == other.issuer), ("validity", one.validity == other.validity),
                ("subject", one.subject == other.subject),
                ("key", one.subjectPublicKeyInfo == other.subjectPublicKeyInfo),
                ("extensions", one.extensions == other.extensions.all),
                ("contents of extensions", one.known == EagerCertificate.Known(other.extensions)),
                ("algorithm", SignatureAlgorithm(one.algorithm) == other.signatureAlgorithm),
                ("signature", one.signature == other.signature),
                ("self-issued", (one.issuer == one.subject) == other.isSelfIssued),
            ]
            return parts.first { !$0.1 }?.0
        }
    }

    /// As many as `MUTANT_COUNT` says, 20,000 where it says nothing: 200,000 take a debug build about a minute.
    private static let count = getenv("MUTANT_COUNT").flatMap { Int(String(cString: $0)) } ?? 20_000

    @Test(
        "of 20,000 changed certificates, or MUTANT_COUNT, the same are taken with the same parts, or refused alike"
    )
    func mutants() throws {
        let originals = try Self.certificates()
        #expect(originals.count > 500)
        for original in originals { #expect(difference(original) == nil) }
        let mutator = CertificateMutator(originals)
        var random = SeededRandom(seed: 844)
        var taken = 0
        for number in 0..<Self.count {
            let octets = mutator.next(&random)
            if (try? certificate(der: octets)) != nil { taken += 1 }
            let difference = difference(octets)
            #expect(difference == nil, "\(number): \(hexadecimal(octets))")
        }
        // Many of each, else nothing was compared.
        #expect(taken > Self.count / 10 && taken < Self.count / 2)
    }

    @Test("the known extensions are told by the contents of their identifiers")
    func knownExtensions() {
        for kind in KnownExtension.allCases {
            #expect(KnownExtension(kind.identifier.contents.span) == kind)
            for place in kind.identifier.contents.indices {
                var other = kind.identifier.contents
                other[place] ^= 0x40
                #expect(KnownExtension(other.span) == nil)
            }
        }
    }

    private func extensions(_ last: [UInt]) -> [CertificateExtension] {
        last.map {
            CertificateExtension(
                identifier: ObjectIdentifier(1, 2, 3, $0),
                isCritical: false,
                contents: [5, 0]
            )
        }
    }

    @Test("an extension that stands twice is found among few and among many")
    func duplicates() throws {
        for count: UInt in [2, 15, 16, 17, 18, 100] {
            #expect(try Extensions(extensions(Array(0..<count))).all.count == Int(count))
            for first in [0, count / 2, count - 1] {
                let all = extensions(Array(0..<count) + [first])
                #expect(throws: PKIXError.duplicateExtension(ObjectIdentifier(1, 2, 3, first))) {
                    try Extensions(all)
                }
            }
            // The first that was there, and not the first that comes again.
            let both = extensions(Array(0..<count) + [1, 0])
            #expect(throws: PKIXError.duplicateExtension(ObjectIdentifier(1, 2, 3, 1))) {
                try Extensions(both)
            }
        }
        // The last octets of both are one in six bits.
        #expect(try Extensions(extensions([1, 65])).all.count == 2)
    }

    @Test("extensions are equal where each is, whatever stands around them and however a default is written")
    func equality() throws {
        let read = try certificate(pem: Fixtures.certificate).extensions
        let made = try Extensions(read.all)
        #expect(made == read && made.hashValue == read.hashValue)
        #expect(made.subjectAlternativeName == read.subjectAlternativeName)
        #expect(try Extensions(Array(read.all.dropLast())) != read)
        #expect(Extensions.none == (try Extensions([])) && Extensions.none.isEmpty)
        #expect(Extensions.none[KeyUsage.identifier] == nil && Extensions.none.keyUsage == nil)
        let usage: [UInt8] = [6, 3, 0x55, 0x1D, 15], value: [UInt8] = [4, 4, 3, 2, 7, 0x80]
        let short = try Self.read([0x30, 13, 0x30, 11] + usage + value)
        let long = try Self.read([0x30, 16, 0x30, 14] + usage + [1, 1, 0] + value)
        #expect(short == long && short.hashValue == long.hashValue)
        #expect(long.keyUsage == .digitalSignature)
    }

    private static func read(_ octets: [UInt8]) throws(PKIXError) -> Extensions {
        try PKIXReader.read(octets.span) { (reader) throws(PKIXError) in try Extensions(reading: &reader) }
    }
}
