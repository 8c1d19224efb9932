import MessageDigests

/// Signatures by PSS of the message "The quick brown fox", made by Python's `cryptography` (OpenSSL).
struct PSSFigure: Sendable {
    var key: KeyFigure
    var digest: DigestAlgorithm
    var saltByteCount: Int
    var signature: String

    static let all: [PSSFigure] = [
        PSSFigure(
            key: .rsa1024,
            digest: .sha224,
            saltByteCount: 28,
            signature: "187155e51b573849c5ba85501ed92a0450816d162cad1afc13b53bed7cc00dc0f2c138c8957c6ee2"
                + "9a605bf1fb65d050fcc5ce64aeb05c312e0073f08b718216c5997a2e5dce7570b5c53fc260e8c469"
                + "09c32185be6ef1b30770a9f82d5d4faeea7c79d9ad141b67731ca41532f259e606adbc0214cc6c23"
                + "551397c7211e47b6"
        ),
        PSSFigure(
            key: .rsa1025SmallerPrime1,
            digest: .sha256,
            saltByteCount: 32,
            signature: "004e3ecf71eab342cf00536c4f654edfbcc778813cc1fbdb8aedf8a4d0b5525fc2974a322eeab2a1"
                + "23faf2f2ded79501b55d9bb9d6ab9cc2c1a1b8b6f714b5fdeac0948c50d75097577352856075fda4"
                + "4ceb3dfb266f126adda053e0d8492c3f9680a63092da39c24f5792050cecd68f4858e22440122744"
                + "2a53d53fafa5ec2a6d"
        ),
        PSSFigure(
            key: .rsa1025SmallerPrime1,
            digest: .sha256,
            saltByteCount: 0,
            signature: "003167456e9d71100f01d619a72f2d66ea50c2ca0565f1d518045b60f0b2d4e88cdd0065535d3ef1"
                + "c4560ef90768f8606065fe8463a2a28d2aceec0ba995a2eeeac9d604aacaefa6ff9ce14e0d2e0ba3"
                + "3b729274a9d4bf87e25df95aed392cd4a7bdfbecd79ec2d7a598fbbb65778c002257ba12233c79eb"
                + "368f3468f3a36ed7d2"
        ),
        PSSFigure(
            key: .rsa2047,
            digest: .sha512,
            saltByteCount: 64,
            signature: "1da54a173d7503fff9a70ea1b62410e232becc696eb692e676db512d2b305802adea9b3bb1163564"
                + "7f37f0fbe1d72721e663e3eeb91ab5caff0dd6f06ee0c30e8c4889000187ebebfd5f9aa6c7bbb58d"
                + "259d8ad251d6f31bdcad9652cd359426a548d0dfa1f96b34d86b2e4b86e5c83d4c2dcaadd00b2b94"
                + "ebca17a7653ef53e5c7c370a609f4fb645d30024d53bce09ec847089e7f4a31c87e8c7c7352de39b"
                + "4368c638846b793c00ef03db8fcc799b3838f706adce85d731b3186d7fc9ce06d9e74fc17ec060fd"
                + "e98374a44aa6d15a5feb1f2315d7ba05c0e45b7a2bc7d8510667146a4b4cf491ceee4de48a0dbac5"
                + "5e426f5afed85a93697688229438aa1e"
        ),
        PSSFigure(
            key: .rsa1024UnequalPrimes,
            digest: .sha384,
            saltByteCount: 20,
            signature: "2a5f5f39f35b6fcab25d4b9c9eb3b191c6c428f864bfe2129549cc8b5a9d5ef84e0f11b80d913031"
                + "b98e50b134730787dcc0ce86050071aafc60e76c9450e67a522a702a64b7d27711adf298c730d70d"
                + "4203dde0600a85b1dc9287619ce2d4c745a7725d1d6f843a19718578959d6b80a0cfa0cf81489a44"
                + "7d6db2d1d1406cc9"
        ),
        PSSFigure(
            key: .rsa2047,
            digest: .sha256,
            saltByteCount: 221,
            signature: "1af5e986144314f74f1ae7b477cfc06a3d8f598646a6ae572251d6646545c8b4ab64613477209aa4"
                + "872f68dd5927f500bc65bdeb83734771082e00497261b24a4465cf1ac112ba3dde6d950896b127d8"
                + "9cfb1ccb11c66e39bb669c777ebad0dbf6881146f6ce5fbc7a3d4455736a58694a35e3dbb2c319a3"
                + "acf0eddd489383f23263bf4e34f4802fb5390f8704ff4ada751fdbb880dc70fcdadb9c00fe4b48bd"
                + "7f33fc25176490f1b66bf53030e5a47fc65b92127c471aac690cfe2c3b29dd354699aa82f78e9dcd"
                + "ea1ad2e6f04c528254135cf116844b46da7a62167b6916e5d4bde4bcabcf5bfef614ff20c9920c48"
                + "fa0dafbb6f4a3abd788d838ceccecefd"
        ),
        PSSFigure(
            key: .rsa512,
            digest: .sha224,
            saltByteCount: 33,
            signature: "0bae4546f199286cf745789979273a21e15b50988fb572e64f58e041e927237075438c23925b05e7"
                + "b4c876a0c2e98f15bad4916af47da6b5597a09536bfb734e"
        ),
    ]
}
