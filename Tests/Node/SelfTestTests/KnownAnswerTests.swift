import Testing
import VectorFiles

@testable import SelfTest

@Suite("Known answers")
struct KnownAnswerTests {
    @Test("all of them are right", arguments: KnownAnswers.all.map(\.name))
    func right(name: String) throws {
        let answer = try #require(KnownAnswers.all.first { $0.name == name })
        #expect(answer.isRight())
    }

    @Test("each is called what it tests, and none is wrong")
    func names() {
        #expect(
            KnownAnswers.all.map(\.name) == [
                "SHA-224", "SHA-256", "SHA-384", "SHA-512", "HMAC-SHA-256", "PBKDF2-HMAC-SHA-256",
                "AES-256-CBC",
                "SCRAM-SHA-256", "RSA signature, PKCS#1 v1.5", "RSA signature, PSS", "RSA key in PEM and DER",
                "X.509 certificate",
            ]
        )
        #expect(KnownAnswers.wrong() == [])
    }

    @Test("an error and a wrong answer are both told")
    func wrong() {
        #expect(!KnownAnswer("a") { false }.isRight())
        #expect(!KnownAnswer("b") { throw VectorFileError.noCases }.isRight())
    }

    /// The figures with another last digit but one.
    private func changed(_ figure: String) -> String {
        var digits = Array(figure)
        digits[digits.count - 2] = digits[digits.count - 2] == "1" ? "2" : "1"
        return String(digits)
    }

    @Test("a changed figure makes each of them wrong")
    func changedFigures() throws {
        typealias F = Figures
        #expect(!Checks.digest(.sha224, F.sha224Message, changed(F.sha224Value)))
        #expect(!Checks.digest(.sha256, changed(F.sha256Message), F.sha256Value))
        #expect(!Checks.digest(.sha384, F.sha384Message, changed(F.sha384Value)))
        #expect(!Checks.digest(.sha512, changed(F.sha512Message), F.sha512Value))
        #expect(!Checks.code(key: F.hmacKey, message: changed(F.hmacMessage), tag: F.hmacTag))
        #expect(
            try !Checks.derivedKey(password: changed(F.pbkdf2Password), salt: F.pbkdf2Salt, key: F.pbkdf2Key)
        )
        let plaintext = changed(F.aesPlaintext)
        #expect(
            try !Checks.cbc(key: F.aesKey, iv: F.aesIV, plaintext: plaintext, ciphertext: F.aesCiphertext)
        )
        let messages = [
            F.scramClientFirst, F.scramServerFirst, F.scramClientFinal, changed(F.scramServerFinal),
        ]
        #expect(try !Checks.exchange(user: F.scramUser, password: F.scramPassword, messages: messages))
        #expect(
            try !Checks.signature(
                key: KnownAnswers.key,
                message: F.rsaMessage,
                signature: changed(F.rsaSignature)
            )
        )
        #expect(
            try !Checks.pssSignature(
                modulus: F.rsaModulus,
                publicExponent: F.rsaPublicExponent,
                message: changed(F.pssMessage),
                signature: F.pssSignature
            )
        )
        #expect(throws: (any Error).self) {
            try Checks.keyDocuments(key: KnownAnswers.key.dropLast() + [changed(F.rsaCoefficient)])
        }
        #expect(try !Checks.certificate(changed(F.certificate), issuer: F.rootCertificate))
    }

    @Test("the figures are the published ones")
    func published() throws {
        let folder = try VectorFolder(near: #filePath)
        let places = [
            ("nist-shavs/sha256-short", "value", Figures.sha256Value),
            ("nist-shavs/sha512-short", "value", Figures.sha512Value),
            ("rfc/4231-sha256", "tag", Figures.hmacTag),
            ("rfc/7914-pbkdf2", "derived-key", Figures.pbkdf2Key),
            ("wycheproof/aes_cbc_pkcs5", "ciphertext", Figures.aesCiphertext),
            ("wycheproof/rsa_pkcs1_2048_sig_gen", "signature", Figures.rsaSignature),
            ("wycheproof/rsa_pss_2048_sha256_mgf1_32", "signature", Figures.pssSignature),
            ("nist-pkits/certificates", "der", Figures.certificate),
            ("rfc/7677-scram", "server-final", Figures.scramServerFinal),
        ]
        for (name, field, figure) in places {
            let file = try folder.file(name)
            #expect(file.cases.contains { (try? $0.word(field)) == figure }, "\(name)")
        }
    }
}
