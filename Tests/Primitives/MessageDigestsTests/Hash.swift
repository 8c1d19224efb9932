import MessageDigests

/// The digests under test, each with its figures.
///
/// The examples are those that NIST publishes with FIPS 180-4 and RFC 1321 in its section A.5, and where the
/// latter has none, Python's `hashlib`.
enum Subject: CaseIterable {
    case sha224, sha256, sha384, sha512, sha1, md5

    /// Calls `body` with the type of the digest.
    func visit<Visitor: DigestVisitor>(_ visitor: Visitor) -> Visitor.Result {
        switch self {
        case .sha224: visitor.visit(SHA224.self)
        case .sha256: visitor.visit(SHA256.self)
        case .sha384: visitor.visit(SHA384.self)
        case .sha512: visitor.visit(SHA512.self)
        case .sha1: visitor.visit(Insecure.SHA1.self)
        case .md5: visitor.visit(Insecure.MD5.self)
        }
    }

    func hash(_ message: [UInt8]) -> [UInt8] {
        visit(OneShot(message: message))
    }

    /// The digest of the empty message.
    var digestOfNothing: String {
        switch self {
        case .sha224:
            "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f"
        case .sha256:
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        case .sha384:
            "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"
        case .sha512:
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
        case .sha1:
            "da39a3ee5e6b4b0d3255bfef95601890afd80709"
        case .md5:
            "d41d8cd98f00b204e9800998ecf8427e"
        }
    }

    /// The digest of "abc".
    var digestOfABC: String {
        switch self {
        case .sha224:
            "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"
        case .sha256:
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        case .sha384:
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        case .sha512:
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        case .sha1:
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        case .md5:
            "900150983cd24fb0d6963f7d28e17f72"
        }
    }

    /// The digest of the standard's message of two blocks, ``twoBlocks``.
    var digestOfTwoBlocks: String {
        switch self {
        case .sha224:
            "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525"
        case .sha256:
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        case .sha384:
            "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039"
        case .sha512:
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
                + "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"
        case .sha1:
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        case .md5:
            "8215ef0796a20bcaaae116d3876c664a"
        }
    }

    /// The digest of a million times "a".
    var digestOfAMillion: String {
        switch self {
        case .sha224:
            "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67"
        case .sha256:
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        case .sha384:
            "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985"
        case .sha512:
            "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
                + "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"
        case .sha1:
            "34aa973cd4c4daa4f61eeb2bdbad27316534016f"
        case .md5:
            "7707d6ae4e027c70eea2a935c2296f21"
        }
    }

    /// The digest of the digests of 301 messages, the one of k octets having 7i + k modulo 256 at i; by Python's
    /// `hashlib`.
    var digestOfDigests: String {
        switch self {
        case .sha224:
            "fd64e005f571477279664e8b0ee5e0a19de5edc4c37d71422f639ad8"
        case .sha256:
            "60d63ff40b5558727a9b786ac0be9300f7ca58fd9ddd3b2f3681b369018a87dc"
        case .sha384:
            "022ac2b92dcdb9358b044b9475cd22bacae49d2510f5493370847b4c61050cacc2325d1d80119adbc3ca9eaa7ecd3de7"
        case .sha512:
            "e1f2f7d5d8fc48db06ec2a0eed639593f549caffa40245747258761214a3ec07"
                + "134903fde52ace6cfae161a82097ba01f33a97d48dd6a80d4521d96d7401357e"
        case .sha1:
            "e570432b09ac39935ad256f819b381ba3900dbbd"
        case .md5:
            "a9cf41e638496a4d8f14abe6ae258128"
        }
    }

    /// A message whose padding goes on into a second block.
    var twoBlocks: [UInt8] {
        switch self {
        case .sha384, .sha512:
            Array(
                ("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu").utf8
            )
        case .sha224, .sha256, .sha1, .md5:
            Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        }
    }
}

/// Something to do with any type of digest.
protocol DigestVisitor {
    associatedtype Result
    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> Result
}

private struct OneShot: DigestVisitor {
    var message: [UInt8]

    func visit<Digest: MessageDigest & ~Copyable>(_ type: Digest.Type) -> [UInt8] {
        Digest.hash(message.span)
    }
}
