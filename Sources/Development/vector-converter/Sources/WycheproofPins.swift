internal import Foundation

/// The files of the Wycheproof project that are converted, each with its SHA-256 at the pinned commit.
let wycheproofPins: [(name: String, sha256: String)] = [
    (
        "aes_cbc_pkcs5_test.json",
        "e45234427e10cf91f27324e52afe8c00906f294dbae061535e2ae13dd300a46a"
    ),
    (
        "aes_gcm_test.json",
        "985e5ecc172e181eaf49e89508b9470dcf478002eb7e8559c707eb42dc97dfe7"
    ),
    (
        "ecdh_secp256r1_test.json",
        "cdb8bd5d1206fddb6618c69ffa18f303b4752caba321d348d4aacae3f20cbec4"
    ),
    (
        "ecdsa_secp256r1_sha256_test.json",
        "182db4f3e230f6f9fa9f800d2a614dede30284b8e8438bbfe1171905402e9332"
    ),
    (
        "ecdsa_secp384r1_sha384_test.json",
        "8a5b3ae1760975143414811f13588c24d951d9d8c904195087ba327591dfe9cc"
    ),
    (
        "ecdsa_secp521r1_sha512_test.json",
        "0fa3bb09a2319242253028b53d555fb8ec2081d891271321205cdaeabb3eef3e"
    ),
    (
        "ed25519_test.json",
        "752d2ea7d7c6cf4736381b6cbacb61f8182b126ab7cd9b058f00c50084975536"
    ),
    (
        "hkdf_sha256_test.json",
        "bb2b462a38b251cb52a2aede706d6d4b62b26864f4e80c95497507ddb07c5f1e"
    ),
    (
        "hkdf_sha384_test.json",
        "69ff6ea3657bb9c1b8cdffbbb4e7832353d08fd15c0d9997b03f7a6b180e3678"
    ),
    (
        "hmac_sha1_test.json",
        "b521c6180a862247986392d3cb49b511fc7fe790e75bee236f84e36ca290c7c0"
    ),
    (
        "hmac_sha256_test.json",
        "2d201cfa61d1bf95e6f5d07d96634b4a348b31e8eaa277ad7c8d09677b7a743f"
    ),
    (
        "hmac_sha512_test.json",
        "b6c90477bdb4a6fc8ee3d1f7b2c0b69a8dfffab34718abaa6cabd71cc2ba1207"
    ),
    (
        "pbkdf2_hmacsha1_test.json",
        "5ef5307e119bd118da50ad276426ed3baade2d093e93b643a1d70be0bf0b861a"
    ),
    (
        "pbkdf2_hmacsha256_test.json",
        "1bf37af2cefe40c829ee9ecebb3505bb6424be8824bc97aa3e1c2076e860d192"
    ),
    (
        "primality_test.json",
        "31ec21fb04bffef38d42a04339932be806d679fbb33714d16c6bed3748dbd8d8"
    ),
    (
        "rsa_pkcs1_2048_sig_gen_test.json",
        "587b3d27d3429f2118cb02818da4d08eb3f36f50c747939eb550fae4337ccbf0"
    ),
    (
        "rsa_pss_2048_sha256_mgf1_0_test.json",
        "b22a8d9a2e7e47f681d0ff1d1a55455daaf325d989c64ad005f848bd50b9b4c0"
    ),
    (
        "rsa_pss_2048_sha256_mgf1_32_test.json",
        "7f6efafc160f4816b96cbf1c12188a31051d7e3f001e27505d9edb5f2a0e325c"
    ),
    (
        "rsa_signature_2048_sha256_test.json",
        "94a917b01ff50fb874cfc05bf29b4af44868d944a6558201cf18380da93fb393"
    ),
    (
        "rsa_signature_3072_sha256_test.json",
        "0f5f18cabfaad3e2792e82f7e9882f8999049b456714de924b8a5e202f61ca43"
    ),
    (
        "rsa_signature_4096_sha256_test.json",
        "957aca128e30bd02c8982f8ca482d6521d16683f4bbc3f193cdfd4c8f04bc667"
    ),
    (
        "x25519_test.json",
        "35c3f5231cf25cc640b524d403461deee9e49441d5d915a3a25b2c8ff5adbe7d"
    ),
]

extension Conversion {
    /// Converts the pinned files of a folder `testvectors_v1`.
    mutating func convertWycheproof(folder: URL) throws {
        for pin in wycheproofPins {
            guard let data = try? Data(contentsOf: folder.appendingPathComponent(pin.name)) else {
                throw ConversionError.missing(pin.name)
            }
            try requireDigest(of: data, name: pin.name, sha256: pin.sha256)
            let name = pin.name.replacing("_test.json", with: "")
            try convertWycheproof(data, origin: pin.name, to: "wycheproof/\(name)")
        }
    }
}
