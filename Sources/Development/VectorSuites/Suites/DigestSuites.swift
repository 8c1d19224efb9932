internal import MessageDigests
internal import VectorFiles

/// Messages and their digests.
struct DigestSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let value = try VectorDigest(vector).hash(try vector.octets("message"))
        return value == (try vector.octets("value")) ? .accepted : .refused("the digest is different")
    }

    func isLong(_ vector: VectorCase) throws -> Bool { try vector.octets("message").count > 1000 }
}

/// The Monte Carlo test of SHAVS, section 6.4.
struct DigestChainSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let digest = try VectorDigest(vector)
        let seed = try vector.octets("seed")
        var last = (seed, seed, seed)
        for _ in 3..<1003 {
            last = (last.1, last.2, digest.hash(last.0 + last.1 + last.2))
        }
        return last.2 == (try vector.octets("value"))
            ? .accepted : .refused("the chain's last digest is different")
    }

    func isLong(_ vector: VectorCase) -> Bool { true }
}

/// Message authentication codes, which may be cut off.
struct HMACSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let tag = try vector.octets("tag")
        let code = try VectorDigest(vector).code(
            for: try vector.octets("message"),
            key: try vector.octets("key")
        )
        let count = vector.has("tag-bits") ? try vector.number("tag-bits") / 8 : tag.count
        return Array(code.prefix(count)) == tag ? .accepted : .refused("the authentication code is different")
    }
}

/// Keys from passwords.
struct PBKDF2Suite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let key = try vector.octets("derived-key")
        let derived = try VectorDigest(vector).deriveKey(
            password: try vector.octets("password"),
            salt: try vector.octets("salt"),
            iterations: try vector.number("iterations"),
            byteCount: key.count
        )
        return derived == key ? .accepted : .refused("the derived key is different")
    }

    func isLong(_ vector: VectorCase) throws -> Bool { try vector.number("iterations") > 100 }
}

/// Keys from secrets that two parties agreed on.
struct HKDFSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let digest = try VectorDigest(vector)
        let inputKey = try vector.octets("input-key")
        let salt = try vector.octets("salt")
        if vector.has("pseudorandom-key") {
            guard digest.extract(inputKey, salt: salt) == (try vector.octets("pseudorandom-key")) else {
                return .refused("the pseudorandom key is different")
            }
        }
        let key = try vector.octets("derived-key")
        do {
            let derived = try digest.deriveKey(
                inputKey,
                salt: salt,
                information: try vector.octets("information"),
                byteCount: try vector.number("byte-count")
            )
            return derived == key ? .accepted : .refused("the derived key is different")
        } catch let error as KeyDerivationError {
            return .refused("\(error)")
        }
    }
}
