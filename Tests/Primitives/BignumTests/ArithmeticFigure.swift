import Testing

/// Figures made by Python's integers, which share no code with GMP: two operands, an odd modulus, and the answers.
struct ArithmeticFigure: Sendable, CustomTestStringConvertible {
    let a: String, b: String, modulus: String
    let product: String, quotient: String, remainder: String, power: String, inverse: String, gcd: String

    var testDescription: String { "\(a.count) and \(b.count) digits" }

    static let all: [ArithmeticFigure] = [
        ArithmeticFigure(
            a: "dda1494c73cf256d",
            b: "db5b5fab8f4d3e27",
            modulus: "c7fde805ec99108d",
            product: "bde814dcd63eabf55b02acb6f468199b",
            quotient: "1",
            remainder: "245e9a0e481e746",
            power: "3088a93044b9693c",
            inverse: "8d1c4c8177e49865",
            gcd: "480"
        ),
        ArithmeticFigure(
            a: "6d7222a88201e2bd73ab48767734d7c1",
            b: "1309d6b79965eda32",
            modulus: "1a13ffe7979cb9e86830c71c2cdcc6929",
            product: "823ad61a0b7235e54c0fcc27a43f1249680669b196ea7db2",
            quotient: "5bfa970a7c9c7265",
            remainder: "1b8a2516b8267e07",
            power: "16b5436b5f51efe00e88927566d4aa74e",
            inverse: "b1046ffafd2a862ab06685b415f8d0a1",
            gcd: "80"
        ),
        ArithmeticFigure(
            a: "e3ecf44dd3f89e7d15f17362f25244caf9c4dabb4817253edc6181879932fa91425cb008853",
            b: "a26b7f62b1852f27",
            modulus: "f3f778aaf6fa5db8656abd72fb710734986e86cb0ab8ab67",
            product: "909ba80dc8a07828d7e93839c9810d50ce6e842c4f1308fbbe5c6ba8ba9a46081c88d72da9c60f93"
                + "4553c3b01a5",
            quotient: "1673f5ee712dbbf65cc18e7a6df9b3f39bdf85ccf5b2dcff9f5cd443c02b",
            remainder: "363abd82730f5cc6",
            power: "a903022045616ca4a4759c2af08e4611d6f79d8a2f9afdd5",
            inverse: "a7ef9de8fc6a741bfb1bbb4cc1f01229cc994a581fd497ba",
            gcd: "80"
        ),
        ArithmeticFigure(
            a: "95c1d2dfa9964aef012d0ea67ff122294b4d8474a3ea284d3bd0334684e55160320094ead7a94ded"
                + "97491e2370c6a5b85387f61376c468aec7321cc007b37e14998092253deffa38e12b2b8f30b17d0b"
                + "09208a650f3ebdd3102b938b8743feb6d4ea65d003d716849f8558a628518867a66b0d389d95847e"
                + "bd299753a7677796",
            b: "834c687a3acb6266c20ba2c250b601fc4105cca7b53302fc154cd2aad7185ddaee82ec3ffee5a5b2"
                + "8d1fe1daff6665896822a6b24735af1ca7a1149075139237",
            modulus: "b2d03fdda123f50190f5380e12b2a4146b77730f65bd9acbb57a6a1dfaf8cda9601e5b4578511608"
                + "0d650372e90794dfed52a24135b00a5436a80bdf0023b682af5570eed8e94b150452ef05f542441d"
                + "111b8aaa62f28d1a4a789cb3d8b9b45c1b98fbe466809a111ba1192ec42b7170902a174f11fa2ac0"
                + "079dd25a49fe85b1",
            product: "4ccee1914c9c807b9fde11c8f8590d075c4c8e61482c24ce9fc2bc49384e3c03841eb6b1dd3b9ad6"
                + "f434006c460ce0161807211ca4bcf03616afda3d637c66d842a0dcc564ff526a27d54ca474edee9b"
                + "c94beb0daecd4bef3702359afe46b17be956115e852cf98618ae4f7942ab52eea97af9ad77d1733d"
                + "bf2eb21b8f642067375e7976f9d02e88a74f53a6610f098de77f9d8dc96b16d98928abb1a3faa012"
                + "bab6bdad5e0452bd92615fa1f3d2eedaf3793119adb2d8fb21d5eb2767903d3a",
            quotient: "123fd6881849a9b85ad1c68142042b294aca9237710a2210139dd4fe81dc7a4e51a7bae2b2afa2ef"
                + "ca971488337ab1da061c63654f75c76f8f81878b7237f07ec",
            remainder: "122c4d53e7ff4d0292684282107570d103cbe25c41f468b5530a05d8164a2c8d3b6d48ff87ceba45"
                + "a85bf839ee900da581ff6c34744dc5ddfebf9ff022142be2",
            power: "ad2621c435abbe4a9d2175272047690efe1bc4cfac36676fc40ca017c4b8792d92577cc61bfc36ea"
                + "eac4e90d80544d4599f1fdd16e943d4381624f051749b21a4b6433e104eaef9d125ca58f40f2bff3"
                + "08e70c3a66b077d40ac770e8d5e202c175f5641acdc7f0308e680d49599e309bc6584bd4d3107108"
                + "5bb4cbeeaaff9921",
            inverse: "1552941383c61cd545ff09ede1c47e7c1c8cc83d8f2badaa699ae7a3f3d0e8aae944426d5642ab97"
                + "cbf04634e56f16dd8a68d2ce5986e2353ced16a59166a77318bd340e293486a6ee93f27462a13045"
                + "4fa7718916867bb44bfa5ee8403da03729b9637ce6fb73bdd956f7b6f2a6595514c3db8461fc4fc3"
                + "46ff5bcbc672badc",
            gcd: "300"
        ),
        ArithmeticFigure(
            a: "31acc6d8f2c74c7ccf",
            b: "ad7c50487ca07386cc099a1e77064c2c0f552c9402cdf2af19de2bc1b4ff00ae3f1347de2274ea18"
                + "1e34b3f1ec3fbf4dc20ef16468f918d8f6cdb2f803e0d681552454f14fab6f3e164f1513563e9bed",
            modulus: "1367e5d6dfd7410696bb6a3de65151c401dd377bf623d8eb7a4ca83b26b52b08d21870f0bc4ff64d"
                + "ebb5d6b48fc3b66fa30d0b19482450164728a6fcf303a07b28f2df760ae9ca08b",
            product: "21a9e1a4fc10d2d416d72374ce012d023059e3681cf9e5b621a95e787dba58aef40683532fd77c09"
                + "6b9d34ad3db2424d67e54d28e374cfcc5381db85743ba2eaaa9861315f7a479c303a28739f5cb3f9"
                + "77d1fd0c3e9582e0a3",
            quotient: "0",
            remainder: "31acc6d8f2c74c7ccf",
            power: "4cc3f7d777843a17403e0c72354a9ca5c302ac656319331077e2ffb6153f0b0000b189a59c132b9d"
                + "e702b2c340a57e19aa7773309ccc2549edd9e893eac9d0597579afa77c1773d3",
            inverse: "4111c8a76d01b418d3fe5ecff9830135b34d2f4b1de5ea65370f74aa05c48f210d1c1840119c4c87"
                + "799e0aaeb9001d41dcc6223ec6af270c63c6afe319e229f7c9af9a491503daf2",
            gcd: "80"
        ),
    ]
}
