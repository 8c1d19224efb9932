/// Private keys made with Python's integers: `p` and `q` drawn at the sizes named, the other values computed with
/// `pow`. Those of 1025 and 512 bits have an exponent near 2^256 and d modulo (p − 1)(q − 1), respectively. The
/// signatures of the message "The quick brown fox" are by Python's `cryptography` (OpenSSL) where it takes a key of
/// that size, and by `pow` of the padded digest.
struct KeyFigure: Sendable {
    var modulus: String
    var publicExponent: String
    var privateExponent: String
    var prime1: String
    var prime2: String
    var exponent1: String
    var exponent2: String
    var coefficient: String
    /// The signature by PKCS #1 v1.5 with SHA-256.
    var signature: String

    static let rsa1024 = KeyFigure(
        modulus: "b41a5d9707aeb832792bc1daf3abfae2f463c21b175d41f6be0c09ee530dca041dec60e4ac7c4cd02f4b"
            + "a398e15f0ef40eefe0bb548fb2683cf6439af40fc47e10383fb8c18047d39ef5fc5f0f04029e5ef3a63c"
            + "7f2b0ef7f18f80f21854a9e28d3e0771620eeba403dc47dc582bb5654b18ba3c2073ad4de39b65a514d8"
            + "4bcd",
        publicExponent: "010001",
        privateExponent:
            "144c596a756ef36b1add7be47bac9122e594ddb254748a03ef60e778a10b2f8ebdb99fa4fe2ca7329a75"
            + "fdaaf41194db9c585c3d78b7164e29babe9d56eef4ffe88f45eb54c2c63f96805d438212cb6180d43c5c"
            + "ce3878f70650d1d27758e7de4af16728ec18168c6cc48f3766869acaaee027e724908a373567ca55cb65"
            + "2b71",
        prime1: "c08e333dc3d4e8b8e1396ccd9c0545d5a8214d1aca3340b3f4aa7eb504b1a8ed9d0a8901e0dfef205b7b"
            + "151ca7d8829d1457b77a9bad623d311600e29d5f6611",
        prime2: "ef71d0b517284ee5c19812b23bcc7dfd2c0345784cad9829b9550e769ad1e6074e3086e8368dbf6f9f5e"
            + "6f4a700a81e8424d0ca876194ceb666b2a6cf4789dfd",
        exponent1: "a976fce5e909e25f83e89437488ee36d2c715278b767f013f0ca74853fc253d7fb94200c452b103b3c07"
            + "d106cd39a18a393311c9986539c67d02ce78a2e428e1",
        exponent2: "966a07f28a5e8ed973b8a51e03c49cec7a467fd06752b1809c64db161481809fdc354db9f7f3296be450"
            + "3d572474e55052bdf612a94591755abc3d457e797abd",
        coefficient: "2a58b52b435be1db490beea3ae845ac12073b5cc517d62da0df22958969c9516ae7a2027e1394f12f4ee"
            + "6ccfa775ea592fe69e4051986dd7afdf9bd8feca0fec",
        signature: "9047f369c54749b3f03f958567bd54c4b15083f0a27a3c989fd529f3e5f0685b745c01f8360e222d5099"
            + "22439ee0a725a6a881357e10941372f8b01c5ee1150fd4e22d65f70f61e36371ce9674eb8598160a91f1"
            + "b114b8d7ae8c77b262ca8d2dabddf9fca7cbc3bb0e2d2ae9fca0c4879afad3a3ee710fe4af562efc0e2c"
            + "05d9"
    )

    static let rsa2047 = KeyFigure(
        modulus: "41977bafc45ec1d281f9b0285a1415be06fa455385bbbee379f904235d0331b1b08ffe3fd5fbac438ca4"
            + "57a329b65c10d72270e30dc7379daa3ad92a836f14b0758392410e0b49abd95f63cb04850c656a170fce"
            + "b135eb03f68213eae6335c246e0986b447456e0b77676f6b7cf454382bb6db1a292666c0b162e40fdd12"
            + "dba27bb7b8ab01a80873f3f10976153c0c71e323608efb00e631027900ae8af4fe79ce3d5223e593cb86"
            + "d3ae8506db1b0cde1f3f4e39827f06307da41a6c168e22e3e5d4350d867c1040c79c85e587eef626cc0b"
            + "317d6a2e843584ea50fb9cb4d1d983dd7bdd2e803497c85971b3e77fd1bfa8f7a0c5819089c676e132c4"
            + "b38cb6f5",
        publicExponent: "010001",
        privateExponent:
            "1dea7c845f5924a7e196436d3420830627e2902a170dd973a1171d770f9e3c5522059addfcb80c0ac723"
            + "d1c0de6e8931391e41449ded2605a835ad0501eb71114697dae60704c8f6336f9971683f52b7129b301f"
            + "829de7f1e7c5ce55cde6d0f8e0a341a809f5b5ca4f0c833a1044d400c69760f95e99603634f1b8b92f88"
            + "c159ab0c8034d64653fd71343f50728fcfca473816f201b8b2da28dd02d03ae1a77a6b65b4c436928a1b"
            + "10e22a1d4a05bf48a61e1b3456831ca7048e056edb0034755791a3e6419c3167aab1dd262fc8648a0f2a"
            + "3e0e8611118fee7a0174d7f3dcf347bd0034e2985909da5b958abd1f3c36f9232af02500edc682f583a8"
            + "37ab1085",
        prime1: "c3d4ebdae51ead34e8663f8d1b7d29e4b8e54332ec887cb3f14678453b97f6ed93ee0075ff8c50e0f925"
            + "bef340160b05998cdf1a25fcdb3afd9fbe2087e0b4afddbd8c022932398298040b942d0b10bf699328e5"
            + "440f5ea1fcd3dcd9a3d603146e1de28426033e19867b016a3494ca941fdcb375cc9f5599cd4b152cc892"
            + "89cf",
        prime2: "55be942c5f472473effe32e54d6f6bc5318db3e56850607d0fa0ee7006f3b366c265dbfa8e5936601d09"
            + "06c28f18f7e3f8304d948f4ab3f8d240a7848ccf554d3c8df35786118937fd1a87c377e6d05709a2c4ae"
            + "24308929ea198df6e1824ffd33aff5f6f8cdfc574b51ffe7037bed544ed2a8d5fd44b355eda1777f2c22"
            + "17fb",
        exponent1: "312a9604a11db092e5fe35da719a5d1845ab99d1813d4b41ca43cd1264c1e487056aedc6b26042361997"
            + "7677901178b6f1344317478e52645f24ea1134cc1fd13fb4c5200dc3c4589b5df8a23d24d81196aa11cc"
            + "6de805f4598bbf990cdf406ab2b2e21a17891ce03fb94643a9ebe968830f60272536a3c1379fb0334c30"
            + "2e55",
        exponent2: "2ec48e494d869e4966637e1b380b47fafcb64fa3172c9014668bdec1d7e8e0b771dce1095ecf262b726a"
            + "d3f716da058ba079a83719992364da394da5acb001d4e8ec7c0807265573e667ac195fb2d37c45d333f7"
            + "cfe1714f1d52e6edfbbe7a269f24a0c21e9f2bbde965467118a365a59080b27a55743d64e702250d8662"
            + "ea35",
        coefficient: "8096b4d5f1c624ceb2ad92447287d7cba8a76adc7ade946e206b0539ca24aa29c3f8294e21b94a5b8ad5"
            + "420eeb9d5590c4c6f13ca0a0307ab2c23b18cdc513da5831d0c411d75780b89a952f66b47ff791bdb4aa"
            + "a8e3dee137b6c378465ecb2e6df296f2cd55d998b7a99a1c7f11e137dc3e0bd091d16e644af73f48940e"
            + "4c2f",
        signature: "40461c6de605021c97fd88609292dc3061666be61a93805ece2101051133ec8c8271adb84a297d74c25c"
            + "ea62c7e277eeb8571299f6792afbe15affd1b9c3515aa702d22d92dde6ad1449832d651b2fbc56625e49"
            + "76c09c268d14472aebf472bd5a5ddd5cecfdd9a2360c25e16f46c2ac477310f7b6764fd4f4658844e90e"
            + "4a86fb94a43a94a376114400f8bb53fdd4140fd1d127383450dce23b1c7b33b0ec0616ec2c25c52445e5"
            + "937f929c26547a16d4b306bf7373cf9d29ebc619e8a2826f15e116753593d6bdc942aa523bb3cbaf8332"
            + "629b67db7101cc95fddcc0f24b99e51fa2d3a901231197cce247ee3b91b6a2f4aebb6af678b9ba913c48"
            + "1ca6eaec"
    )

    static let rsa1024UnequalPrimes = KeyFigure(
        modulus: "9ce790f093aa5c6785de9d8487a904b363553bbd5d90486584afee6d1b6f9f01a4f3fce6ae6f3d46aa08"
            + "f07fb1ea55e792290f4566f0b0088973e2e08470c70e2974cf4763fffc9f8a5a0c2629a63351e41ec609"
            + "0ab349f4adb04dfff213e21f12d6c91c6780e2bb9af19775cc51508840cff1f461846b2336e15b661aac"
            + "611b",
        publicExponent: "03",
        privateExponent:
            "1a269828189c64bbeba51a40c146d61de5e389f4e4ed616640c7fd122f3d452af0d354d11d128a3671ac"
            + "28154851b8fbedb1828b9105369ad1946b47a5fe769ebe3e765109888f8c318d8dda9de229723fa183a8"
            + "16427dec8d87cbe5c45a0db84559d3c058c39036400ffd8e0f5868ef7c0c8bfa1fbd5fecd836eeaad4ba"
            + "3913",
        prime1: "d168679ff95f32a079ff55b3fe09612acc9f566108b846a5b470c1e78e59ecca290a2ef7d0da63147339"
            + "b87df304cddd0e097467b51fa0f4c88197b44afb66b0221e903e423463d1223cb3",
        prime2: "bfd0a4c9e27ec7562bbafb4c3a64b0ac3a43845614f4c8cdcc75dd7801b2dc86807b765953a439aeb0f2"
            + "f20d05e7558f014d2ccdf9",
        exponent1: "8b9aefbffb94cc6afbff8e77feb0eb71ddbf8eeb5b25846e784b2befb43bf33170b174a535e6ecb84cd1"
            + "25a94cadde935eb0f845236a6b4ddb010fcd875244756c1460298178428b6c2877",
        exponent2: "7fe06ddbec5484e41d275232d19875c826d7ad8eb8a3308932f93e500121e859aafcf990e26d7bc9cb4c"
            + "a15e03ef8e5f56337333fb",
        coefficient: "b12e9488e308d2c3407dd6eb3be5f9755d34bb198c9cebb5aa49dbb178a31fd414079807ed50915f825b"
            + "92733ffbecd17a69d4e990fd1a71040ef4d2d448625004982ce20c327eb994ea72",
        signature: "25cfe946820d18a95e68c83a30b2597ea467feeb463d7469a6c7e4633b2a9873ed8ecce47a5329dea302"
            + "d4e583a6a804b8d2d42fa66bc12b8ebb8a479433500ad54aabcbfa12350607be3ec5d3b701e1b90af6dc"
            + "72cdad9c0b1ccd81ec1d3d32c1f6b39a7c42643a56f537a99c4900e04ea400ac33c6a38a85eaf04f8d99"
            + "0d92"
    )

    static let rsa1025SmallerPrime1 = KeyFigure(
        modulus: "01171c0ead64fdad6768cc6804a0e864ece3e5d9e7d3e9570bda88e5336af8d4f57dad119fcbdd4c5423"
            + "4d90e3c48f0ebb1b92cf2fda1b88d39ddb233f3ccae1f2e792384b4600e9622e4021d9dda2e9ee683abf"
            + "ba4aa977502208b72c0be4ebfc6136a12bf35396a5b769cfe0da011729b5a580450ed18aaaf0bef6cdf8"
            + "7cb3e1",
        publicExponent: "800000000000000000000000000000000000000000000000000000000000005b",
        privateExponent:
            "37658166680fa36157d43d17e04002f3280274d0e94a1b58a008e548b43dfbddaa2aba2e29dfda508c4d"
            + "565e9c998ee3a9a8765724c4573e2e1bc2063fe63fee451958849ef3773566265905811b991406acec9c"
            + "94b68e2efd8be147bb16a0c57127d85c3a7cd86797e80763156761634173b0411cb7cdf6831ea4115d79"
            + "3b15",
        prime1: "02f4e6bfcd34bf5fbcdb5cc7cc690a3e5d714a468ad0646376abf6ad99686140dbaf2bd836643d6b4e98"
            + "8e064bc7c1fa5eee5d3c84c12cc907",
        prime2: "5e6697a0d49341b71daeb8243111ec1a35f6b6fa28e4129de179fa8161ec8d5077908941f55d8d05c8cf"
            + "0a85a52413d5fa0446bfe856bf597537f1966d861170af0b0a6e383469d7",
        exponent1: "01980dc491b528265d702645eca9d37b6a633c6ecfeb937d5dcb9e415f8c270c1febf03bb6427edfc389"
            + "194332c168372fda6ca868e2188201",
        exponent2: "511d8feadd2e28fbfe20af31064781e7b82513b0cdece59e27d3a67659a58503dbfc29b5f6d726ffd6e4"
            + "ea2ea40ef17cac0880aac55fdb22e62f35714a799ca9a98a5463b3b88533",
        coefficient: "02a87d8dcfad45da1b64d88650b5d0e8b4b4f7dd5e8cd47e20a5c0ff69dcfd976129536dad390a6354e1"
            + "570063e73f7b6bf2595baa740c1bae",
        signature: "005ea60ce64c313271851e934448c6a0f1c82c2340d3a0fe80228db4a629fac129591abbcbd1853db86c"
            + "d3f4de65f469b29f19ba4c3c9b5c329d77b81a72815f2002df7e4de55dae9e6d72b12886439c760ae519"
            + "8fca8606248d4a1bdb3cf9267aae37aebaff627c375c716821a0f4c1171adf6d75016c48d544ba50897d"
            + "698a36"
    )

    static let rsa512 = KeyFigure(
        modulus: "83aa4b35c4ca148699a0887fa4ec9088442d5e4d6eff4de6ee2afc145af9da0edb664ac2b8128be96d65"
            + "8447c752984360392b255f56d01cf21f844b342346d5",
        publicExponent: "11",
        privateExponent:
            "6c6e1fd1ed5b1ff66066160ec40e1cac746198f47986f4dc4baaedb66909feddd930e7150d69a65ce25e"
            + "75cce860a66f40f0b6d50efc838282fd2885416bc3b1",
        prime1: "931969b14889016324b2aa1bcdf1f8eb392196fd70a6a405980a6371ab9138d9",
        prime2: "e523c877df401bf0ecaddd6a03c6b0ac7cceb62537eb4342042add5c4b6aa05d",
        exponent1: "2b43b5ac9cdd006874348c6287ddc1ae98552c68a8a97b892cb7c2e5327601a9",
        exponent2: "35ea4d4961b4bb47bf37f7dcb5982991ff3fb2631c375b1e97919d7f20cdcb61",
        coefficient: "1aaec992d7ea0b54ecf7251a136faf29cae8b89f46a7da2e1ff1733e88399ba4",
        signature: "64ce5a735de557ea279e0f739d9872e9eb2eb6545bcd6e0f5681158b03f32d3f5550faa349d4abb4bc91"
            + "0d19db3ea1462c5863efa4ab57bb228136bb25284168"
    )

    static let all: [KeyFigure] = [.rsa1024, .rsa2047, .rsa1024UnequalPrimes, .rsa1025SmallerPrime1, .rsa512]
}
