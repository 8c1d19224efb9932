/// Figures of Wycheproof, `aes_cbc_pkcs5_test.json` (testvectors_v1, commit dac1dd4729fd), under their numbers there.
enum WycheproofFigures {
    struct Figure: Sendable {
        var number: Int
        var key: String
        var initializationVector: String
        var message: String
        var ciphertext: String
    }

    /// Some of each key size that are valid.
    static let valid: [Figure] = [
        Figure(
            number: 1,
            key: "e34f15c7bd819930fe9d66e0c166e61c",
            initializationVector: "da9520f7d3520277035173299388bee2",
            message: "",
            ciphertext: "b10ab60153276941361000414aed0a9d"
        ),
        Figure(
            number: 2,
            key: "e09eaa5a3f5e56d279d5e7a03373f6ea",
            initializationVector: "c9ee3cd746bf208c65ca9e72a266d54f",
            message: "ef4eab37181f98423e53e947e7050fd0",
            ciphertext: "d1fa697f3e2e04d64f1a0da203813ca5bc226a0b1d42287b2a5b994a66eaf14a"
        ),
        Figure(
            number: 3,
            key: "9bd3902ed0996c869b572272e76f3889",
            initializationVector: "8b2e86a9a185cfa6f51c7cc595b822bc",
            message: "a7ba19d49ee1ea02f098aa8e30c740d893a4456ccc294040484ed8a00a55f93e",
            ciphertext:
                "514cbc69aced506926deacdeb0cc0a5a07d540f65d825b65c7db0075cf930a06e0124ae598461cab0b3251baa853e377"
        ),
        Figure(
            number: 5,
            key: "e1e726677f4893890f8c027f9d8ef80d",
            initializationVector: "155fd397579b0b5d991d42607f2cc9ad",
            message: "3f",
            ciphertext: "599d77aca16910b42d8b4ac9560efe1b"
        ),
        Figure(
            number: 19,
            key: "501d81ebf912ddb87fbe3b7aac1437bc",
            initializationVector: "90f5cf4fbfd2e2a1ab8eef402617bd5c",
            message: "2368e3c3636b5e8e94d2081adbf798",
            ciphertext: "fed05321d11d978e2ec32527ecfce06c"
        ),
        Figure(
            number: 73,
            key: "3d6bf9edae6d881eade0ff8c7076a4835b71320c1f36b631",
            initializationVector: "db20f9a6f4d6b4e478f1a4b9d4051d34",
            message: "",
            ciphertext: "ff0c315873b4b1872abef2353b792ef0"
        ),
        Figure(
            number: 74,
            key: "f4bfa5aa4f0f4d62cf736cd2969c43d580fdb92f2753bedb",
            initializationVector: "69a76dc4da64d89c580eb75ae975ec39",
            message: "0e239f239705b282ce2200fe20de1165",
            ciphertext: "7dbd573e4db58a318edfe29f199d8cda538a49f36486337c2711163e55fd5d0b"
        ),
        Figure(
            number: 75,
            key: "9d11abc1fcb248a436598e695be12c3c2ed90a18ba09d62c",
            initializationVector: "6525667350930fb945dd1895a3abfcd1",
            message: "aa5182cae2a8fb068c0b3fb2be3e57ae523d13dffd1a944587707c2b67447f3f",
            ciphertext:
                "bd0258909e5b72438d95ca4b29c8a79c6228fd06a3b2fa06f7659654c7b24610f23f2fb16313b7d3614cb0cd16fabb8e"
        ),
        Figure(
            number: 77,
            key: "915429743435c28997a33b33b6574a953d81dae0e7032e6a",
            initializationVector: "1379d48493f743e6a149deb3b9bab31e",
            message: "58",
            ciphertext: "519925956d32e4fa350b1144f088e4e8"
        ),
        Figure(
            number: 91,
            key: "850fc859e9f7b89a367611dee6698f33962d8245ca8dc331",
            initializationVector: "ed6596c86b98123ad2f3c573e974d051",
            message: "586f4f171af116519061a8e0e77940",
            ciphertext: "9cafecff2a28d02f732573f65a2cadca"
        ),
        Figure(
            number: 145,
            key: "7bf9e536b66a215c22233fe2daaa743a898b9acb9f7802de70b40e3d6e43ef97",
            initializationVector: "eb38ef61717e1324ae064e86f1c3e797",
            message: "",
            ciphertext: "e7c166554d1bb32792c981fa674cc4d8"
        ),
        Figure(
            number: 146,
            key: "612e837843ceae7f61d49625faa7e7494f9253e20cb3adcea686512b043936cd",
            initializationVector: "9ec7b863ac845cad5e4673da21f5b6a9",
            message: "cc37fae15f745a2f40e2c8b192f2b38d",
            ciphertext: "299295be47e9f5441fe83a7a811c4aeb2650333e681e69fa6b767d28a6ccf282"
        ),
        Figure(
            number: 147,
            key: "96e1e4896fb2cd05f133a6a100bc5609a7ac3ca6d81721e922dadd69ad07a892",
            initializationVector: "e70d83a77a2ce722ac214c00837acedf",
            message: "91a17e4dfcc3166a1add26ff0e7c12056e8a654f28a6de24f4ba739ceb5b5b18",
            ciphertext:
                "a615a39ff8f59f82cf72ed13e1b01e32459700561be112412961365c7a0b58aa7a16d68c065e77ebe504999051476bd7"
        ),
        Figure(
            number: 149,
            key: "e754076ceab3fdaf4f9bcab7d4f0df0cbbafbc87731b8f9b7cd2166472e8eebc",
            initializationVector: "014d2e13dfbcb969ba3bb91442d52eca",
            message: "40",
            ciphertext: "42c0b89a706ed2606cd94f9cb361fa51"
        ),
        Figure(
            number: 163,
            key: "c19bdf314c6cf64381425467f42aefa17c1cc9358be16ce31b1d214859ce86aa",
            initializationVector: "35bc82e3503b95044c6406a8b2c2ecff",
            message: "5d066a92c300e9b6ddd63a7c13ae33",
            ciphertext: "fdcfa77f5bd09326b4c11f9281b72474"
        ),
    ]

    /// Of each key size the first of every kind that is invalid.
    static let invalid: [Figure] = [
        Figure(
            number: 25,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: ""
        ),
        Figure(
            number: 26,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: "aa62606a287476777b92d8e4c4e53028"
        ),
        Figure(
            number: 32,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: "726570a34cea08139d9f836579102a0e"
        ),
        Figure(
            number: 38,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: "50aeed98a820c5a037a5aa4d4ef3090b"
        ),
        Figure(
            number: 44,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: "d17ccbb26f0aa95f397b20063547349bac24c5429cbea591e96595cccc11451b"
        ),
        Figure(
            number: 50,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: "ca5dd2d09bd56eec9e8acaeca20af68e"
        ),
        Figure(
            number: 55,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: "ba0726bd6dea11382b19c842e2ddead2"
        ),
        Figure(
            number: 60,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: "d17ccbb26f0aa95f397b20063547349b"
        ),
        Figure(
            number: 66,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "",
            ciphertext: "4ff3e623fdd432608c183f40864177af"
        ),
        Figure(
            number: 71,
            key: "db4f3e5e3795cc09a073fa6a81e5a6bc",
            initializationVector: "23468aa734f5f0f19827316ff168e94f",
            message: "30313233343536373839414243444546",
            ciphertext: "fbcbdfdaaf17980be939c0b243266ecb"
        ),
        Figure(
            number: 97,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: ""
        ),
        Figure(
            number: 98,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: "2c010faa25c68c3b30b8c1491c316d5f"
        ),
        Figure(
            number: 104,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: "6ded36cc7603e514014dfb7199900676"
        ),
        Figure(
            number: 110,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: "c0e402c8bbdda18c8ddd86470bd4b244"
        ),
        Figure(
            number: 116,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: "f1605abb4e6628347c616da350fe243043a8d7b6aea244ca013f45241d802213"
        ),
        Figure(
            number: 122,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: "215571a18a70140f3a0fd4c1b2dd6316"
        ),
        Figure(
            number: 127,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: "13e75f9ffe2afa81b9a2e7faf74aab6d"
        ),
        Figure(
            number: 132,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: "f1605abb4e6628347c616da350fe2430"
        ),
        Figure(
            number: 138,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "",
            ciphertext: "97ab405b86c388f144cf74fbb9358493"
        ),
        Figure(
            number: 143,
            key: "9e20311eaf2eaf3e3a04bc52564e67313c84940a2996e3f2",
            initializationVector: "a3fe6f76e8f582830bbe83574a7bb729",
            message: "30313233343536373839414243444546",
            ciphertext: "a7cfcdabcc5a2736a2708c1cb0b61432"
        ),
        Figure(
            number: 169,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: ""
        ),
        Figure(
            number: 170,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: "e07558d746574528fb813f34e3fb7719"
        ),
        Figure(
            number: 176,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: "c007ddffb76b95208505fe7f3be96172"
        ),
        Figure(
            number: 182,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: "4dd5f910c94700235c9ed239160e34e2"
        ),
        Figure(
            number: 188,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: "524236e25956e950713bec0d3d579068f34e4d18c4ccab081317dae526fe7fca"
        ),
        Figure(
            number: 194,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: "fb38cbef13f1d5be9c0ac7ed9cbe023c"
        ),
        Figure(
            number: 199,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: "a05c14da0109093c195b4998812fe150"
        ),
        Figure(
            number: 204,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: "524236e25956e950713bec0d3d579068"
        ),
        Figure(
            number: 210,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "",
            ciphertext: "32ac6057df2a5d1e2e5131348c6ebc4e"
        ),
        Figure(
            number: 215,
            key: "7c78f34dbce8f0557d43630266f59babd1cb92ba624bd1a8f45a2a91c84a804a",
            initializationVector: "f010f61c31c9aa8fa0d5be5f6b0f2f70",
            message: "30313233343536373839414243444546",
            ciphertext: "8881e9e02fa9e3037b397957ba1fb7ce"
        ),
    ]
}
