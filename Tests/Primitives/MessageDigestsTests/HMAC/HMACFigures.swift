/// Published figures of HMAC; what the RFCs print is also what Python's `hmac` gives.
enum HMACFigures {
    struct Figure: Sendable {
        var hash: Hash
        var key: String
        var message: String
        /// The code, or as much of it as is published.
        var code: String
    }

    /// RFC 2202, sections 2 and 3.
    static let rfc2202: [Figure] = [
        Figure(
            hash: .md5,
            key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            message: "4869205468657265",
            code: "9294727a3638bb1c13f48ef8158bfc9d"
        ),
        Figure(
            hash: .md5,
            key: "4a656665",
            message: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            code: "750c783e6ab0b503eaa86e310a5db738"
        ),
        Figure(
            hash: .md5,
            key: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            message: """
                dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
                dddddddddddddddddddd
                """,
            code: "56be34521d144c88dbb8c733f0e8b3f6"
        ),
        Figure(
            hash: .md5,
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
            message: """
                cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
                cdcdcdcdcdcdcdcdcdcd
                """,
            code: "697eaf0aca3a3aea3a75164746ffaa79"
        ),
        Figure(
            hash: .md5,
            key: "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
            message: "546573742057697468205472756e636174696f6e",
            code: "56461ef2342edc00f9bab995690efd4c"
        ),
        Figure(
            hash: .md5,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20
                48617368204b6579204669727374
                """,
            code: "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"
        ),
        Figure(
            hash: .md5,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b657920616e
                64204c6172676572205468616e204f6e6520426c6f636b2d53697a652044617461
                """,
            code: "6f630fad67cda0ee1fb1f562db3aa53e"
        ),
        Figure(
            hash: .sha1,
            key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            message: "4869205468657265",
            code: "b617318655057264e28bc0b6fb378c8ef146be00"
        ),
        Figure(
            hash: .sha1,
            key: "4a656665",
            message: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            code: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        ),
        Figure(
            hash: .sha1,
            key: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            message: """
                dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
                dddddddddddddddddddd
                """,
            code: "125d7342b9ac11cd91a39af48aa17b4f63f175d3"
        ),
        Figure(
            hash: .sha1,
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
            message: """
                cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
                cdcdcdcdcdcdcdcdcdcd
                """,
            code: "4c9007f4026250c6bc8414f9bf50c86c2d7235da"
        ),
        Figure(
            hash: .sha1,
            key: "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
            message: "546573742057697468205472756e636174696f6e",
            code: "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"
        ),
        Figure(
            hash: .sha1,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20
                48617368204b6579204669727374
                """,
            code: "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
        Figure(
            hash: .sha1,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b657920616e
                64204c6172676572205468616e204f6e6520426c6f636b2d53697a652044617461
                """,
            code: "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"
        ),
    ]

    /// RFC 4231, section 4; the fifth case is published in its first 128 bits.
    static let rfc4231: [Figure] = [
        Figure(
            hash: .sha224,
            key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            message: "4869205468657265",
            code: "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22"
        ),
        Figure(
            hash: .sha224,
            key: "4a656665",
            message: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            code: "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"
        ),
        Figure(
            hash: .sha224,
            key: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            message: """
                dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
                dddddddddddddddddddd
                """,
            code: "7fb3cb3588c6c1f6ffa9694d7d6ad2649365b0c1f65d69d1ec8333ea"
        ),
        Figure(
            hash: .sha224,
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
            message: """
                cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
                cdcdcdcdcdcdcdcdcdcd
                """,
            code: "6c11506874013cac6a2abc1bb382627cec6a90d86efc012de7afec5a"
        ),
        Figure(
            hash: .sha224,
            key: "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
            message: "546573742057697468205472756e636174696f6e",
            code: "0e2aea68a90c8d37c988bcdb9fca6fa8"
        ),
        Figure(
            hash: .sha224,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20
                48617368204b6579204669727374
                """,
            code: "95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e"
        ),
        Figure(
            hash: .sha224,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b
                2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a652064
                6174612e20546865206b6579206e6565647320746f20626520686173686564206265666f72652062
                65696e6720757365642062792074686520484d414320616c676f726974686d2e
                """,
            code: "3a854166ac5d9f023f54d517d0b39dbd946770db9c2b95c9f6f565d1"
        ),
        Figure(
            hash: .sha256,
            key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            message: "4869205468657265",
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        Figure(
            hash: .sha256,
            key: "4a656665",
            message: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        Figure(
            hash: .sha256,
            key: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            message: """
                dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
                dddddddddddddddddddd
                """,
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        Figure(
            hash: .sha256,
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
            message: """
                cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
                cdcdcdcdcdcdcdcdcdcd
                """,
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        Figure(
            hash: .sha256,
            key: "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
            message: "546573742057697468205472756e636174696f6e",
            code: "a3b6167473100ee06e0c796c2955552b"
        ),
        Figure(
            hash: .sha256,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20
                48617368204b6579204669727374
                """,
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        Figure(
            hash: .sha256,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b
                2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a652064
                6174612e20546865206b6579206e6565647320746f20626520686173686564206265666f72652062
                65696e6720757365642062792074686520484d414320616c676f726974686d2e
                """,
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
        Figure(
            hash: .sha384,
            key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            message: "4869205468657265",
            code: """
                afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f
                4af152e8b2fa9cb6
                """
        ),
        Figure(
            hash: .sha384,
            key: "4a656665",
            message: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            code: """
                af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c7
                8b3239ecfab21649
                """
        ),
        Figure(
            hash: .sha384,
            key: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            message: """
                dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
                dddddddddddddddddddd
                """,
            code: """
                88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b9
                4e3ab6e101a34f27
                """
        ),
        Figure(
            hash: .sha384,
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
            message: """
                cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
                cdcdcdcdcdcdcdcdcdcd
                """,
            code: """
                3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e6801dd23c4a7d679
                ccf8a386c674cffb
                """
        ),
        Figure(
            hash: .sha384,
            key: "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
            message: "546573742057697468205472756e636174696f6e",
            code: "3abf34c3503b2a23a46efc619baef897"
        ),
        Figure(
            hash: .sha384,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20
                48617368204b6579204669727374
                """,
            code: """
                4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe82
                96248df163f44952
                """
        ),
        Figure(
            hash: .sha384,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b
                2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a652064
                6174612e20546865206b6579206e6565647320746f20626520686173686564206265666f72652062
                65696e6720757365642062792074686520484d414320616c676f726974686d2e
                """,
            code: """
                6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5a678cc31e799176d
                3860e6110c46523e
                """
        ),
        Figure(
            hash: .sha512,
            key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            message: "4869205468657265",
            code: """
                87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702
                038b274eaea3f4e4be9d914eeb61f1702e696c203a126854
                """
        ),
        Figure(
            hash: .sha512,
            key: "4a656665",
            message: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            code: """
                164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a
                6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737
                """
        ),
        Figure(
            hash: .sha512,
            key: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            message: """
                dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
                dddddddddddddddddddd
                """,
            code: """
                fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c8
                06b485a47e67c807b946a337bee8942674278859e13292fb
                """
        ),
        Figure(
            hash: .sha512,
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
            message: """
                cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
                cdcdcdcdcdcdcdcdcdcd
                """,
            code: """
                b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4
                d679275cc5788063a5f19741120c4f2de2adebeb10a298dd
                """
        ),
        Figure(
            hash: .sha512,
            key: "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
            message: "546573742057697468205472756e636174696f6e",
            code: "415fad6271580a531d4179bc891d87a6"
        ),
        Figure(
            hash: .sha512,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20
                48617368204b6579204669727374
                """,
            code: """
                80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598
                bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                aaaaaaaaaaaaaaaaaaaaaa
                """,
            message: """
                5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b
                2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a652064
                6174612e20546865206b6579206e6565647320746f20626520686173686564206265666f72652062
                65696e6720757365642062792074686520484d414320616c676f726974686d2e
                """,
            code: """
                e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b1
                0d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58
                """
        ),
    ]

    /// Some of Wycheproof's valid ones: `hmac_sha1_test.json`, `hmac_sha256_test.json` and `hmac_sha512_test.json`
    /// (testvectors_v1, commit dac1dd4729fd).
    static let wycheproofValid: [Figure] = [
        Figure(
            hash: .sha1,
            key: "06c0dcdc16ff81dce92807fa2c82b44d28ac178a",
            message: "",
            code: "7d91d1b4748077b28911b4509762b6df24365810"
        ),
        Figure(
            hash: .sha1,
            key: "e3220700ce24a010cf623f60891e4f298ff26b11",
            message: "c97afb5063a9dd0d",
            code: "383b103ce9054cb74a0431d16da99d8233e94fc2"
        ),
        Figure(
            hash: .sha1,
            key: "7d5cc53f464e759438ee90b47f2fe67aa83d6b52",
            message: "9f38ea80122b40f742a00c2e83e085",
            code: "c80ce6d33fe868432c262766fd23bf431e313882"
        ),
        Figure(
            hash: .sha1,
            key: "1d9535a0daea9dfe443a",
            message: "",
            code: "7436089fede3291c0c421c9ad13c357ec8660bae"
        ),
        Figure(
            hash: .sha1,
            key: """
                ab92e2cd40e00b40c4442dd7671c067c7792af28e60f2585e87f163bf3bdfca7f553cec71b006502
                5500c48e2070984ad9e24e733107ebfde27164a4828981ac20
                """,
            message: "",
            code: "7a29b47ff6ae90c99573d8c922a23e83a62b66bc"
        ),
        Figure(
            hash: .sha256,
            key: "1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779",
            message: "",
            code: "b175b57d89ea6cb606fb3363f2538abd73a4c00b4a1386905bac809004cf1933"
        ),
        Figure(
            hash: .sha256,
            key: "233e4fdee70bcc20235b6977ddfc05b0df66f5635d827c66e5a63cdb16a24938",
            message: "fdb2ee4b6d1a0ac2",
            code: "120b26ee1355c134c262513c7922deb6c4fd90303de4cd61b9f9cd08f22d6e18"
        ),
        Figure(
            hash: .sha256,
            key: "9f3fd61a105202648ecff6074c95e502c1c51acd32ec538a5cce89ef841f7989",
            message: "2a76f2acdace42e3b779724946912c",
            code: "0226ee13cc05e2340135b3f4b27a9da1a160f6170fe805dadd98a3711ec9c421"
        ),
        Figure(
            hash: .sha256,
            key: "a349ac0a9f9f74e48e099cc3dbf9a9c9",
            message: "",
            code: "3a8437b877b75cc08a4d8d7559a8fc6869a58c713da63d1d4b350d59b597e30c"
        ),
        Figure(
            hash: .sha256,
            key: """
                8a0c46eb8a2959e39865330079763341e7439dab149694ee57e0d61ec73d947e1d5301cd974e18a5
                e0d1cf0d2c37e8aadd9fd589d57ef32e47024a99bc3f70c077
                """,
            message: "",
            code: "f5bfb940561fb4db73ebba49bf2e4893bb0cca618a71b7ecf6aca38231e167ea"
        ),
        Figure(
            hash: .sha512,
            key: """
                5365244bb43f23f18dfc86c09d62db4741138bec1fbddc282d295e0a098eb5c3e37bd6f4cc16d5ce
                7d77b1d474a1eb4db313cc0c24e48992ac125196549df9a8
                """,
            message: "",
            code: """
                d0a556bd1afa8df1ebf9e3ee683a8a2450a7c83eba2daf2e2ff2f953f0cd64da216e67134cf55578
                b205c8a1e241ba1369516a5ef4298b9c1d31e9d59fc04fe4
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                dd4e05933d09711ee88cb4c1ceb3600b2b33808bc08d499387b331d9c7af49bc65b55172cf808338
                5a940e4b864b7b4b73ddf3bd513a6cbcac73878a879b4d06
                """,
            message: "66948029351432c3",
            code: """
                9968a16eff2b4eeecb2f9d11fcb105e8d8ca59ed4e69131c9de599cd8155fa4f33def1195a6b4522
                63aad9265e16d4951841d7cd33c74c475da04497c02922ea
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                bbe25649ecdf54ae0028fb923cc8c28ec00e10e2d44214590781238a143b75d54efb037eb9f53082
                a8ab3d8876daf4dbdc2483c4ba222797fe20da3b7730368b
                """,
            message: "33f630088c0d24cda98caff1a3afc7",
            code: """
                c803ca833e851418a3d9ed764f8c83f481060141eb1b2bf64d7ee7991b041c48bfc747bce13d6972
                2f63944085cef8e7a166270530fe31a2a525a99b8a75f1b1
                """
        ),
        Figure(
            hash: .sha512,
            key: "14d93759fc28f3319ab74b8167c974e800f032344dc2747ec0f4945061a47827",
            message: "",
            code: """
                68934dbe948d9a77a5e0a92ed98254fa3b6c93c8bf5eeaa912b7dfdf762b37192c5d8523bcab9ad7
                1b09bf96d8454188d001c7f2077eb641199f5731b9f94669
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                dd1e0bdbb6b60862176484f3669da531455f1cd714f999c29f08b851055fee8d72186d376c236f4e
                16cba7a25cba879fb2753deca4459aaebc6f6de625d99af330
                """,
            message: "",
            code: """
                7e4f7d844b3ba0e025b66de7cc6227bc50d4e174930251bfff3df36c3900b5b76b00095a896d0f96
                842e37b6134df40760307699534d6670f138974ee1c58d94
                """
        ),
    ]

    /// Some of Wycheproof's invalid ones; the last of each file is a valid one that is shortened, and we refuse it.
    static let wycheproofInvalid: [Figure] = [
        Figure(
            hash: .sha1,
            key: "000102030405060708090a0b0c0d0e0f10111213",
            message: "",
            code: "07e8ad50fc1035823661d979e2968968cecd03d9"
        ),
        Figure(
            hash: .sha1,
            key: "000102030405060708090a0b0c0d0e0f10111213",
            message: "",
            code: "04e8ad50fc1035823661d979e2968968cecd03d9"
        ),
        Figure(
            hash: .sha1,
            key: "000102030405060708090a0b0c0d0e0f10111213",
            message: "",
            code: "86e8ad50fc1035823661d979e2968968cecd03d9"
        ),
        Figure(
            hash: .sha1,
            key: "000102030405060708090a0b0c0d0e0f10111213",
            message: "",
            code: "06e9ad50fc1035823661d979e2968968cecd03d9"
        ),
        Figure(
            hash: .sha1,
            key: "000102030405060708090a0b0c0d0e0f10111213",
            message: "",
            code: "06e8add0fc1035823661d979e2968968cecd03d9"
        ),
        Figure(
            hash: .sha1,
            key: "000102030405060708090a0b0c0d0e0f10111213",
            message: "",
            code: "06e8ad50fd1035823661d979e2968968cecd03d9"
        ),
        Figure(
            hash: .sha1,
            key: "000102030405060708090a0b0c0d0e0f10111213",
            message: "",
            code: "06e8ad50fe1035823661d979e2968968cecd03d9"
        ),
        Figure(
            hash: .sha1,
            key: "000102030405060708090a0b0c0d0e0f10111213",
            message: "",
            code: "06e8ad50fc1035023661d979e2968968cecd03d9"
        ),
        Figure(
            hash: .sha1,
            key: "4ee9f9a93b2ddfe551281b397ccef844fc21af3a",
            message: "2d",
            code: "3aab1a2c9a2f2b8ac840"
        ),
        Figure(
            hash: .sha256,
            key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            message: "",
            code: "d28b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
        ),
        Figure(
            hash: .sha256,
            key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            message: "",
            code: "d18b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
        ),
        Figure(
            hash: .sha256,
            key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            message: "",
            code: "538b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
        ),
        Figure(
            hash: .sha256,
            key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            message: "",
            code: "d38a42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
        ),
        Figure(
            hash: .sha256,
            key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            message: "",
            code: "d38b42896d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
        ),
        Figure(
            hash: .sha256,
            key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            message: "",
            code: "d38b42096c80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
        ),
        Figure(
            hash: .sha256,
            key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            message: "",
            code: "d38b42096f80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
        ),
        Figure(
            hash: .sha256,
            key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            message: "",
            code: "d38b42096d80f4df826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"
        ),
        Figure(
            hash: .sha256,
            key: "e754076ceab3fdaf4f9bcab7d4f0df0cbbafbc87731b8f9b7cd2166472e8eebc",
            message: "40",
            code: "0dc00d7217bbafe8d78bf961189b8fd2"
        ),
        Figure(
            hash: .sha512,
            key: """
                000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
                28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
                """,
            message: "",
            code: """
                d39b9e3f87809686f34109fbc718d6abbb09c278cf05a206adf21463e1170362122e58272a316797
                20b254cbd63a7c6d696bf9283f9c6897e7d792483bb0388c
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
                28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
                """,
            message: "",
            code: """
                d09b9e3f87809686f34109fbc718d6abbb09c278cf05a206adf21463e1170362122e58272a316797
                20b254cbd63a7c6d696bf9283f9c6897e7d792483bb0388c
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
                28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
                """,
            message: "",
            code: """
                529b9e3f87809686f34109fbc718d6abbb09c278cf05a206adf21463e1170362122e58272a316797
                20b254cbd63a7c6d696bf9283f9c6897e7d792483bb0388c
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
                28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
                """,
            message: "",
            code: """
                d29a9e3f87809686f34109fbc718d6abbb09c278cf05a206adf21463e1170362122e58272a316797
                20b254cbd63a7c6d696bf9283f9c6897e7d792483bb0388c
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
                28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
                """,
            message: "",
            code: """
                d29b9ebf87809686f34109fbc718d6abbb09c278cf05a206adf21463e1170362122e58272a316797
                20b254cbd63a7c6d696bf9283f9c6897e7d792483bb0388c
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
                28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
                """,
            message: "",
            code: """
                d29b9e3f86809686f34109fbc718d6abbb09c278cf05a206adf21463e1170362122e58272a316797
                20b254cbd63a7c6d696bf9283f9c6897e7d792483bb0388c
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
                28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
                """,
            message: "",
            code: """
                d29b9e3f85809686f34109fbc718d6abbb09c278cf05a206adf21463e1170362122e58272a316797
                20b254cbd63a7c6d696bf9283f9c6897e7d792483bb0388c
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
                28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
                """,
            message: "",
            code: """
                d29b9e3f87809606f34109fbc718d6abbb09c278cf05a206adf21463e1170362122e58272a316797
                20b254cbd63a7c6d696bf9283f9c6897e7d792483bb0388c
                """
        ),
        Figure(
            hash: .sha512,
            key: """
                838696e6190c874c3717b8be0cf063ca6d60760987d1a33703e7e35eb173e5ae954e741a37935139
                d612149e76f6ab2a370604f5b4a68bee87e309240a9ba3d6
                """,
            message: "d8",
            code: "5bcf44539d8783bb708e7f5dafc4d683bcaa0d240c902675bdde059f944dacde"
        ),
    ]
}
