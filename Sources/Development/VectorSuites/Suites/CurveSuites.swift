internal import EllipticCurves
internal import MessageDigests
internal import PKIX
internal import SecretMemory
internal import VectorFiles

/// Points, read in both of their forms.
struct CurvePointSuite: Suite {
    func isLong(_ vector: VectorCase) -> Bool { true }

    func answer(_ vector: VectorCase) throws -> Answer {
        let curve = try NamedCurve(vector)
        let point = try vector.point("x", "y", on: curve)
        do {
            let key = try ECDSA.PublicKey(curve, x963: point.span)
            let compressed = key.compressedX963
            guard try ECDSA.PublicKey(curve, x963: compressed.span) == key else {
                return .wrong("the compressed form is another point")
            }
            return .accepted
        } catch {
            return .refused("\(error)")
        }
    }
}

/// Private keys, by the points that they make.
struct CurveKeySuite: Suite {
    func isLong(_ vector: VectorCase) throws -> Bool { try NamedCurve(vector).hasPrivateKeys }

    func answer(_ vector: VectorCase) throws -> Answer {
        let curve = try NamedCurve(vector)
        do {
            let scalar = try vector.scalar(on: curve)
            let key = try ECDSA.PrivateKey(curve, scalar: scalar.span)
            return key.publicKey.x963 == (try vector.point("x", "y", on: curve))
                ? .accepted : .refused("the public key is different")
        } catch let error as EllipticCurveError {
            return .refused("\(error)")
        }
    }
}

/// Signatures to verify: in DER as certificates have them, or as two numbers.
struct ECDSAVerifyingSuite: Suite {
    func isLong(_ vector: VectorCase) -> Bool { true }

    func answer(_ vector: VectorCase) throws -> Answer {
        let curve = try NamedCurve(vector)
        let message = try vector.octets("message")
        let key: ECDSA.PublicKey
        do {
            let point =
                vector.has("public-key")
                ? try vector.octets("public-key") : try vector.point("x", "y", on: curve)
            key = try ECDSA.PublicKey(curve, x963: point.span)
        } catch let error as EllipticCurveError {
            return .refused("\(error)")
        }
        func isValid(by digest: DigestAlgorithm) throws -> Bool {
            if vector.has("signature") {
                let signature = try vector.octets("signature")
                return try key.isValidSignature(signature.span, for: message.span, algorithm: .ecdsa(digest))
            }
            let signature =
                try vector.padded("r", to: curve.byteCount) + vector.padded("s", to: curve.byteCount)
            return key.isValidSignature(signature.span, for: message.span, digest: digest)
        }
        if let digest = try VectorDigest(vector).algorithm {
            return try isValid(by: digest) ? .accepted : .refused("the signature is invalid")
        }
        for digest in DigestAlgorithm.allCases where try isValid(by: digest) {
            return .wrong("a signature over a different digest is accepted")
        }
        return .refused("the digest is not offered")
    }
}

/// Signatures to make again as the standard makes them, and to verify.
struct ECDSASigningSuite: Suite {
    func isLong(_ vector: VectorCase) -> Bool { true }

    func answer(_ vector: VectorCase) throws -> Answer {
        let octets = try vector.octets("key")
        let key = try ECDSA.PrivateKey(pkcs8: octets.span)
        guard key.curve == (try NamedCurve(vector)) else { return .wrong("the key is on another curve") }
        guard let digest = try VectorDigest(vector).algorithm else {
            return .refused("the digest is not offered")
        }
        let message = try vector.octets("message")
        let published = try vector.octets("signature")
        let isValid = try key.publicKey.isValidSignature(
            published.span,
            for: message.span,
            algorithm: .ecdsa(digest)
        )
        guard isValid else { return .refused("the signature is invalid") }
        let signature = key.signDeterministically(message.span, digest: digest)
        return try key.publicKey.isValidSignature(
            published.span,
            for: message.span,
            algorithm: .ecdsa(digest)
        ) && published == derSignature(signature) ? .accepted : .refused("the signature is different")
    }
}

/// Secrets that two parties agree on, on a curve over a prime field.
struct ECDHSuite: Suite {
    func isLong(_ vector: VectorCase) throws -> Bool { try NamedCurve(vector).hasPrivateKeys }

    func answer(_ vector: VectorCase) throws -> Answer {
        let curve = try NamedCurve(vector)
        do {
            let scalar = try vector.scalar(on: curve)
            let key = try ECDH.PrivateKey(curve, scalar: scalar.span)
            if vector.has("own-x") {
                guard key.publicKey == (try vector.point("own-x", "own-y", on: curve)) else {
                    return .refused("the own public key is different")
                }
            }
            guard let other = try otherPoint(vector, on: curve) else {
                return .refused("the other key is on another curve")
            }
            let secret = try key.sharedSecret(with: other.span)
            return secret.octets == (try vector.octets("secret"))
                ? .accepted : .refused("the secret is different")
        } catch let error as EllipticCurveError {
            return .refused("\(error)")
        } catch let error as KeyEncodingError {
            return .refused("\(error)")
        }
    }
}

/// The other party's key, which some publishers give as a SubjectPublicKeyInfo; `nil` where that is on another curve.
private func otherPoint(_ vector: VectorCase, on curve: NamedCurve) throws -> [UInt8]? {
    guard vector.has("public-key-info") else { return try vector.point("x", "y", on: curve) }
    let octets = try vector.octets("public-key-info")
    let key = try ECDSA.PublicKey(subjectPublicKeyInfo: octets.span)
    return key.curve == curve ? key.x963 : nil
}

/// Secrets that two parties agree on by X25519.
struct X25519Suite: Suite {
    func isLong(_ vector: VectorCase) -> Bool { true }

    func answer(_ vector: VectorCase) throws -> Answer {
        let privateKey = try vector.octets("private-key")
        let other = try vector.octets("public-key")
        do {
            let secret = try X25519.PrivateKey(privateKey.span).sharedSecret(with: other.span)
            return secret.octets == (try vector.octets("secret"))
                ? .accepted : .refused("the secret is different")
        } catch let error as EllipticCurveError {
            return .refused("\(error)")
        }
    }
}

/// Signatures of Ed25519 to verify.
struct Ed25519VerifyingSuite: Suite {
    func isLong(_ vector: VectorCase) -> Bool { true }

    func answer(_ vector: VectorCase) throws -> Answer {
        let publicKey = try vector.octets("public-key")
        let signature = try vector.octets("signature")
        let message = try vector.octets("message")
        do {
            let key = try Ed25519.PublicKey(publicKey.span)
            return key.isValidSignature(signature.span, for: message.span)
                ? .accepted : .refused("the signature is invalid")
        } catch {
            return .refused("\(error)")
        }
    }
}

extension NamedCurve {
    /// The curve that the field `curve` names.
    fileprivate init(_ vector: VectorCase) throws {
        let word = try vector.word("curve")
        switch word {
        case "p256": self = .p256
        case "p384": self = .p384
        case "p521": self = .p521
        default: throw VectorSuiteError.unknownWord(word, line: vector.line)
        }
    }
}

extension VectorCase {
    /// A number in so many octets, or in more where it needs them.
    fileprivate func padded(_ name: String, to byteCount: Int) throws -> [UInt8] {
        let number = try octets(name)
        return [UInt8](repeating: 0, count: max(0, byteCount - number.count)) + number
    }

    /// Two coordinates as an uncompressed point.
    fileprivate func point(_ x: String, _ y: String, on curve: NamedCurve) throws -> [UInt8] {
        [4] + (try padded(x, to: curve.byteCount)) + (try padded(y, to: curve.byteCount))
    }

    /// The private number in as many octets as the curve's order; some publishers write a sign's octet before it.
    fileprivate func scalar(on curve: NamedCurve) throws -> [UInt8] {
        let number = try octets("scalar")
        let digits = Array(number.drop { $0 == 0 })
        return [UInt8](repeating: 0, count: max(0, curve.byteCount - digits.count)) + digits
    }
}

/// A signature of a curve, r and s in as many octets each, as DER: written here by hand, apart from what is tested.
private func derSignature(_ signature: [UInt8]) -> [UInt8] {
    func integer(_ octets: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(octets.drop { $0 == 0 })
        if digits.isEmpty || digits[0] >= 0x80 { digits.insert(0, at: 0) }
        return [2, UInt8(digits.count)] + digits
    }
    let half = signature.count / 2
    let numbers = integer(signature[..<half]) + integer(signature[half...])
    return [0x30] + (numbers.count < 0x80 ? [] : [0x81]) + [UInt8(numbers.count)] + numbers
}
