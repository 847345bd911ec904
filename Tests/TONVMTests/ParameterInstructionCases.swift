/// Programs of instructions on the configuration, extra balances, addresses and sizes, and how they ended in the
/// reference implementation: recorded with tonpy 0.0.0.1.4rc0, whose transaction emulator follows the global version of
/// its configuration up to 11.
enum ParameterInstructionCases {
    struct Case: Sendable, CustomStringConvertible {
        let name: String
        var code = ""
        /// The bag of cells of the incoming message's body, in Base64; none for an empty body.
        var body = ""
        /// Whether the contract has extra currencies.
        var hasBalances = false
        /// The bag of cells that configuration parameter 19 is instead; empty where there is none.
        var networkNumber: String?
        var outcomes: [Outcome] = []

        var description: String { name }
    }

    struct Outcome: Sendable {
        let versions: [Int]
        let exitCode: Int32
        let gasUsed: Int64
        /// The hash of the contract's data afterwards, which the program has put its results into.
        let data: String?
    }

    static let all: [Case] = {
        var cases: [Case] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard line.hasPrefix("#") || !cases.isEmpty else { continue }
            let last = cases.count - 1
            switch fields[0] {
            case "#": cases.append(Case(name: String(line.dropFirst(2))))
            case "code": cases[last].code += fields[1]
            case "body": cases[last].body += fields[1]
            case "balances": cases[last].hasBalances = true
            case "19": cases[last].networkNumber = fields.count > 1 ? String(fields[1]) : ""
            default:
                cases[last].outcomes.append(
                    Outcome(
                        versions: fields[0].split(separator: ",").compactMap { Int($0) },
                        exitCode: Int32(fields[1]) ?? 0, gasUsed: Int64(fields[2]) ?? 0,
                        data: fields.count > 3 ? String(fields[3]) : nil))
            }
        }
        return cases
    }()

    /// What each case starts with, and a line for each outcome: versions, exit code, gas, hash of the data.
    private static let text = """
        # one deep balance
        code 3082000001f880c8cbffc9ed54
        balances
        10,11 0 860 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        # a balance twice
        code 3082000003f88082000003f880a0c8cbffc9ed54
        balances
        10,11 0 1127 1acbd23be67b6e6b213e8e1a70ee7b9e24cd7ad6e60f3d396dbd8fb3abd9a13b
        # seven balances
        code 3082000001f88082000002f880a082000004f880a08210451e5c33f880a082000003f880a082106ccd428df880a082000008
        code f880a0c8cbffc9ed54
        balances
        10,11 0 3362 a7e71256fe61eaba2152077c3e52e438946078c810de43ea04150102505d5d51
        # six times the same balance
        code 3082000001f88082000001f880a082000001f880a082000001f880a082000001f880a082000001f880a0c8cbffc9ed54
        balances
        10,11 0 2820 77583983e8875d50c630039572c6b1a91e97e32ce89f541c87e427a161aec684
        # absent balances
        code 308210fffffffff88082000005f880a082000006f880a082000009f880a08200000af880a08200000bf880a08200000cf880
        code a0c8cbffc9ed54
        balances
        10,11 0 3562 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # a balance without any
        code 3082000001f880c8cbffc9ed54
        10,11 0 660 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # a balance of number -1
        code 308207fffff880c8cbffc9ed54
        balances
        10,11 5 117
        # a balance of number 2^32
        code 30821100000000f880c8cbffc9ed54
        balances
        10,11 5 117
        # a balance before there was the instruction
        code 3082000001f880c8cbffc9ed54
        balances
        9 6 101
        # parameter 8 twice
        code 3082000008f83230f90082000008f83230f90031c8cbffc9ed54
        4 0 1190 a1bdfa446c3ff704c44e580661a8cfbc98296300629ec9f2585fc4a61a856367
        6 0 1190 0b97d9c7b4af417eb13fc2a7bec956b49f9dbaa6950a24dc2311b3711340c1dd
        9 0 1190 6c20a31a1c17019d7514e1400a67d91c58a58d8ee332366ad9aad2447f3a7456
        10 0 1190 e709a7f0b79054f05d9ecabf0a03307cebb8cd8c797f2ae966b0fae7ef3c86cc
        11 0 1190 876bbeb11aa3ef8244f3aef9f6eb2735380edc65bccdbaa5c10c68fb686fa984
        # parameter 19 twice
        code 3082000013f83230f90082000013f83230f90031c8cbffc9ed54
        4,6,9,10,11 0 1565 cb60849be7c330f6e0111c2d32b6b83f968dc1d1d6a915f9b63690ec4d6fb456
        # parameter 43 twice
        code 308200002bf83230f9008200002bf83230f90031c8cbffc9ed54
        4,6,9,10,11 0 1065 22bb66bb1da5cdfa9d351d96a25178a836e405089f769fb691bf7c9dc18fb7a7
        # parameter 0 that isn't there
        code 3082000000f832c8cbffc9ed54
        4,6,9,10,11 0 960 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # parameter -1 that isn't there
        code 308207fffff832c8cbffc9ed54
        4,6,9,10,11 0 760 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # parameter 2147483648 that isn't there
        code 30821080000000f832c8cbffc9ed54
        4,6,9,10,11 0 660 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # parameter 1099511627776 that isn't there
        code 3082190000000000f832c8cbffc9ed54
        4,6,9,10,11 0 660 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # an optional parameter
        code 3082000014f833f900c8cbffc9ed54
        4,6,9,10,11 0 1286 020f21b853d2bd6e77f0660cdb7cc70b294a91ec3fa42ca25e53e8f8ed38e372
        # an optional parameter that isn't there
        code 3082000001f8336ea3c8cbffc9ed54
        4,6,9,10,11 0 996 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        # a parameter without number
        code 3083fff832c8cbffc9ed54
        4,6,9,10,11 0 663 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # the network's number
        code 30f835a3c8cbffc9ed54
        3 6 78
        4,5 5 94
        6,9,10,11 0 655 45a5d8f5f399e329743123c5cd30bd14e1b5044998ad95c920c338f8473bddd4
        # the network's number that isn't there
        code 30f835a3c8cbffc9ed54
        19
        4 5 94
        6,11 7 94
        # the network's number cut off
        code 30f835a3c8cbffc9ed54
        19 te6ccuEBAQEABgAMAAeY5+RnL2bOqw==
        4 5 94
        6,11 9 94
        # standard: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEANwAGUG4BAAEBRICkRERERERERERERERERERERERERERERERERERERERERF8CABlb3lwJlBZNg5n3Z8RY2QP7Gw==
        4,9,10,11 0 1879 700e477d396ff9f633c3edb3d3d0152257b42c7dabd120e9a758830a830616a3
        # standard: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBDgKREREREREREREREREREREREREREREREREREREREREREUE0in+w=
        4,9,10,11 0 1401 832f3ce46f14c94e7ee98a1f8432a671ad2c4e01060d38e4dd0438d6c09ccf62
        # standard: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBDgKREREREREREREREREREREREREREREREREREREREREREUE0in+w=
        4,9,10,11 0 809 4323fef1560ccbc07d009e1a4b8a03f9d4f119d50b5e2329b93101126cb88a1c
        # standard: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBDgKREREREREREREREREREREREREREREREREREREREREREUE0in+w=
        4,9,10,11 0 1335 b70afee7b5fadc7ac8807849fd7f20a0d19dca157e5643ef548ee9a85d6c77c9
        # standard: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBDgKREREREREREREREREREREREREREREREREREREREREREUE0in+w=
        9,10 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        # standard with anycast: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAOQAGVHIBAAEBR6nSgpERERERERERERERERERERERERERERERERERERERERERfgIAGVveXAmUFk2DmfdnxFjJpOJu
        4,9 0 1879 373dc9298d273988a67c11acfb15c8fbfe312dea5c67c2248d649035ab559cc1
        10,11 9 248
        # standard with anycast: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEAKQAGUgEAAQBHqdKCkRERERERERERERERERERERERERERERERERERERERERFAp0z5Sw==
        4,9 0 1401 832f3ce46f14c94e7ee98a1f8432a671ad2c4e01060d38e4dd0438d6c09ccf62
        10,11 9 248
        # standard with anycast: parse the prefix
        code 30d430d0fa426f243030f901b2c8cbffc9ed54
        body te6ccuEBAgEAKQAGUgEAAQBHqdKCkRERERERERERERERERERERERERERERERERERERERERFAp0z5Sw==
        4,9 0 1401 9721e6fe17a03d9b3fbe4038da9302f0b5dc3c1e65d451c691d5aa22cc0da38e
        10,11 9 248
        # standard with anycast: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEAKQAGUgEAAQBHqdKCkRERERERERERERERERERERERERERERERERERERERERFAp0z5Sw==
        4,9 0 809 367e27f3be012f894a63a8f4d2822795d2b54f07a1fa51714482f81282c19166
        10,11 9 248
        # standard with anycast: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEAKQAGUgEAAQBHqdKCkRERERERERERERERERERERERERERERERERERERERERFAp0z5Sw==
        4,9 0 1935 9864b32603029d7be431e265f47231d0a28bfda73da93f228b3a67a7420856bd
        10,11 9 248
        # standard with anycast: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEAKQAGUgEAAQBHqdKCkRERERERERERERERERERERERERERERERERERERERERFAp0z5Sw==
        9 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # standard with anycast of 30 bits: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAPAAGWngBAAEBTb6NFZ48FIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiL8AIAGVveXAmUFk2DmfdnxFhj
        body M9/v
        4,9 0 1879 19125f40f44ba2f9fb93b94461580a7e88727bb9b6519209791addef4666609d
        10,11 9 248
        # standard with anycast of 30 bits: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvo0VnjwUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIpE4gxo
        4,9 0 1401 832f3ce46f14c94e7ee98a1f8432a671ad2c4e01060d38e4dd0438d6c09ccf62
        10,11 9 248
        # standard with anycast of 30 bits: parse the prefix
        code 30d430d0fa426f243030f901b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvo0VnjwUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIpE4gxo
        4,9 0 1401 61a3b6846c8fb5b0abd342b276e70eaace67c9a56dabcf90a482e818dad39086
        10,11 9 248
        # standard with anycast of 30 bits: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvo0VnjwUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIpE4gxo
        4,9 0 809 1de0f8166d432d7cb76b58f73bec468de15c4f61c249d5ea089f1cff8b01bf88
        10,11 9 248
        # standard with anycast of 30 bits: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvo0VnjwUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIpE4gxo
        4,9 0 1935 c7c3da0c3fd6ca6efac8b3f0b6250ab891a16f131d316af46fec67e9baa8490b
        10,11 9 248
        # standard with anycast of 30 bits: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvo0VnjwUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIpE4gxo
        9 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # standard with anycast of none: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAOAAGUnABAAEBRaAFIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiL8AgAZW95cCZQWTYOZ92fEWCl2DGU=
        4,9,10,11 9 248
        # standard with anycast of none: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBEoAUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiItiL9vk=
        4,9,10,11 9 248
        # standard with anycast of none: parse the prefix
        code 30d430d0fa426f243030f901b2c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBEoAUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiItiL9vk=
        4,9,10,11 9 248
        # standard with anycast of none: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBEoAUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiItiL9vk=
        4,9,10,11 9 248
        # standard with anycast of none: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBEoAUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiItiL9vk=
        4,9,10,11 9 248
        # standard with anycast of none: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEAJwAGTgEAAQBEoAUiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiItiL9vk=
        9,10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # standard with anycast of 31 bits: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAPAAGWngBAAEBTb8AAAACCkRERERERERERERERERERERERERERERERERERERERERF+AIAGVveXAmUFk2DmfdnxFip
        body Sosy
        4,9,10,11 9 248
        # standard with anycast of 31 bits: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvwAAAAIKREREREREREREREREREREREREREREREREREREREREREVCqL7t
        4,9,10,11 9 248
        # standard with anycast of 31 bits: parse the prefix
        code 30d430d0fa426f243030f901b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvwAAAAIKREREREREREREREREREREREREREREREREREREREREREVCqL7t
        4,9,10,11 9 248
        # standard with anycast of 31 bits: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvwAAAAIKREREREREREREREREREREREREREREREREREREREREREVCqL7t
        4,9,10,11 9 248
        # standard with anycast of 31 bits: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvwAAAAIKREREREREREREREREREREREREREREREREREREREREREVCqL7t
        4,9,10,11 9 248
        # standard with anycast of 31 bits: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBLvwAAAAIKREREREREREREREREREREREREREREREREREREREREREVCqL7t
        9,10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # variable: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAPAAGWngBAAEBTdAAAAAAcph5FVFZLegtIEd6yhMvPwzGStuCxfRNcg2ynEh2Hog/wAIAGVveXAmUFk2DmfdnxFh7
        body tD01
        4,9 0 1879 1944af96ec7191d59b6541d52e125d90199b294c44e12dec117e2a5dd66616ba
        10,11 9 248
        # variable: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBL0AAAAAB0bfuoEMZ9mX7FYhEBlm57RZT5sMfpNYcZvFXrfhWHBpho0Ztw
        4,9 0 1401 626ca2c0f0b7902f8ad69c1eada9b532abab8e027444f4206b7942f6005c3f39
        10,11 9 248
        # variable: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBL0AAAAAB0bfuoEMZ9mX7FYhEBlm57RZT5sMfpNYcZvFXrfhWHBpho0Ztw
        4,9 0 809 848f7f3c970fdd3d4f44a72ac0f3aea983184b7045864f946f708aa87093535b
        10,11 9 248
        # variable: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBL0AAAAAB0bfuoEMZ9mX7FYhEBlm57RZT5sMfpNYcZvFXrfhWHBpho0Ztw
        4,9 0 1335 d4c9d26b2914b2524a7ccc38784d346be7b3a49b23c6acb7331af5b3838716ec
        10,11 9 248
        # variable: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEAKwAGVgEAAQBL0AAAAAB0bfuoEMZ9mX7FYhEBlm57RZT5sMfpNYcZvFXrfhWHBpho0Ztw
        9 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # variable of 300 bits with anycast: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAQwAGaIYBAAEBW+dDLAAAAAdDLySbXOl8peDntoZJKMclRhLEz9IBVMXrVjZpS6i6ZLw48qs2f8ACABlb3lwJlBZN
        body g5n3Z8RYBYVWsw==
        4,9 0 1879 322084558ba4b392a9f6ae810718e6167e4ef28aae807c5bd4222863fd901776
        10,11 9 248
        # variable of 300 bits with anycast: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEAMgAGZAEAAQBZ50MsAAAAB5dnTqILd5QDL1LQSKiDPw3h4DVOZA2+6V1TjvuNHKJmibx7fZOIKuKkGw==
        4,9 0 1401 5fdf28c9f0b34a26ce90382d4ab10997f15b5d195a696677c978580d85ffd6f4
        10,11 9 248
        # variable of 300 bits with anycast: parse the prefix
        code 30d430d0fa426f243030f901b2c8cbffc9ed54
        body te6ccuEBAgEAMgAGZAEAAQBZ50MsAAAAB5dnTqILd5QDL1LQSKiDPw3h4DVOZA2+6V1TjvuNHKJmibx7fZOIKuKkGw==
        4,9 0 1401 058b6cc192c9a3f5130b1de233cf2a5b70694e437525089348e8caba4c879b1f
        10,11 9 248
        # variable of 300 bits with anycast: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEAMgAGZAEAAQBZ50MsAAAAB5dnTqILd5QDL1LQSKiDPw3h4DVOZA2+6V1TjvuNHKJmibx7fZOIKuKkGw==
        4,9,10,11 9 248
        # variable of 300 bits with anycast: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEAMgAGZAEAAQBZ50MsAAAAB5dnTqILd5QDL1LQSKiDPw3h4DVOZA2+6V1TjvuNHKJmibx7fZOIKuKkGw==
        4,9 0 1935 7380d445ef1da458ecb0cd7a08abd7620acdec8da3a8274ef647fac936475775
        10,11 9 248
        # variable of 300 bits with anycast: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEAMgAGZAEAAQBZ50MsAAAAB5dnTqILd5QDL1LQSKiDPw3h4DVOZA2+6V1TjvuNHKJmibx7fZOIKuKkGw==
        9 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # variable all anycast: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAHgAGHjwBAAEBEukQgkAAAAHEXwIAGVveXAmUFk2DmfdnxFi/HFNR
        4,9 0 1879 f046240c35f62a755a6daca8eb248cef1fccd15c01db75f91b8a886032150da0
        10,11 9 248
        # variable all anycast: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEADgAGHAEAAQAR6RCCQAAAAeJQAkN/1g==
        4,9 0 1401 841a9dc2f563b5da49683f3950a248f13983489d8dab5fb07140fb838372743d
        10,11 9 248
        # variable all anycast: parse the prefix
        code 30d430d0fa426f243030f901b2c8cbffc9ed54
        body te6ccuEBAgEADgAGHAEAAQAR6RCCQAAAAeJQAkN/1g==
        4,9 0 1401 16bb40d14f192da32bc937fab41c016f4bd732b6d096666b5ada1e140a5c7624
        10,11 9 248
        # variable all anycast: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEADgAGHAEAAQAR6RCCQAAAAeJQAkN/1g==
        4,9,10,11 9 248
        # variable all anycast: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEADgAGHAEAAQAR6RCCQAAAAeJQAkN/1g==
        4,9 0 1335 d85d9eb6f0cbf6bb74dbb08fb13499c6882634f58ea938c1c6c8c0f07c2a5df9
        10,11 9 248
        # variable all anycast: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEADgAGHAEAAQAR6RCCQAAAAeJQAkN/1g==
        9 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # variable less than anycast: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAHgAGHjwBAAEBEekQgUAAAAHp+AIAGVveXAmUFk2DmfdnxFhAagUm
        4,9 0 1879 1e6f46583d9687bf33fbd87709c868a1cddfb8c85ea455f14e57d11f43415c79
        10,11 9 248
        # variable less than anycast: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEADQAGGgEAAQAP6RCBQAAAAf35uUdx
        4,9 0 1401 a887e622bf2a7c6634c7f9d8b6399f28cfcc81f8df2cd55f841a428736d46f6c
        10,11 9 248
        # variable less than anycast: parse the prefix
        code 30d430d0fa426f243030f901b2c8cbffc9ed54
        body te6ccuEBAgEADQAGGgEAAQAP6RCBQAAAAf35uUdx
        4,9 0 1401 16bb40d14f192da32bc937fab41c016f4bd732b6d096666b5ada1e140a5c7624
        10,11 9 248
        # variable less than anycast: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEADQAGGgEAAQAP6RCBQAAAAf35uUdx
        4,9,10,11 9 248
        # variable less than anycast: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEADQAGGgEAAQAP6RCBQAAAAf35uUdx
        4,9,10,11 9 248
        # variable less than anycast: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEADQAGGgEAAQAP6RCBQAAAAf35uUdx
        9 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # variable of no bits: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAHAAGGjgBAAEBDcAAAAAAf8ACABlb3lwJlBZNg5n3Z8RYM6L1Hg==
        4,9 0 1879 61c23a9772c09673d6f8bcd54b4be096e217fe99537568bce9211dc66351b092
        10,11 9 248
        # variable of no bits: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEACwAGFgEAAQALwAAAAAB4ClKSXQ==
        4,9 0 1401 9eb5273b8a657267ba795c9b2e473046a666244765391f4a562d488ae610be0f
        10,11 9 248
        # variable of no bits: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEACwAGFgEAAQALwAAAAAB4ClKSXQ==
        4,9,10,11 9 248
        # variable of no bits: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEACwAGFgEAAQALwAAAAAB4ClKSXQ==
        4,9 0 1335 5f1aa41ed99bbb87d9df98c82ecb41c118501695cb7667c58ebcf9903dcd18b1
        10,11 9 248
        # variable of no bits: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEACwAGFgEAAQALwAAAAAB4ClKSXQ==
        9 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        10 0 899 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # none: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAFgAGDiwBAAEBAT8CABlb3lwJlBZNg5n3Z8RYh0WxsA==
        4,9,10,11 0 1879 5cc9fbe69f416e79da3f9da93b81cb767279a6e2014edbf20f9a9afb1dc8ccad
        # none: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEABgAGDAEAAQABIIFLThs=
        4,9,10,11 7 274
        # none: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEABgAGDAEAAQABIIFLThs=
        4,9,10,11 9 248
        # none: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEABgAGDAEAAQABIIFLThs=
        4,9,10,11 9 248
        # none: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEABgAGDAEAAQABIIFLThs=
        9,10 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        # external: load
        code 30d430d0fa40f90101f901b2c8cbffc9ed54
        body te6ccuEBAwEAGgAGFjQBAAEBCUIyl7/AAgAZW95cCZQWTYOZ92fEWEIvtmw=
        4,9,10,11 0 1879 f9f80325ff43f451b29996e528174a030ffbcd54d1c4ad66d4c9bed1af8e8364
        # external: parse
        code 30d430d0fa426f24f901b231b2c8cbffc9ed54
        body te6ccuEBAgEACQAGEgEAAQAHQiDruOfwQ8c=
        4,9,10,11 7 274
        # external: rewrite as standard
        code 30d430d0fa44b2c8cbffc9ed54
        body te6ccuEBAgEACQAGEgEAAQAHQiDruOfwQ8c=
        4,9,10,11 9 248
        # external: rewrite as variable
        code 30d430d0fa46f901b2c8cbffc9ed54
        body te6ccuEBAgEACQAGEgEAAQAHQiDruOfwQ8c=
        4,9,10,11 9 248
        # external: quietly
        code 30d430d0202020fa430130a3c8cbffc9ed54
        body te6ccuEBAgEACQAGEgEAAQAHQiDruOfwQ8c=
        9,10 0 899 46296f2c9db91ec1eea4ff9612945af12ee990bfcfcaadce2126db87e7520c33
        # size of a cell within 100
        code 30d43082000064f941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1248 631e4d0a3d5e72156c01f2255ecaf6a3ca5a4cd1b6ec116ff7df94c2fdfdfa51
        # size of a cell within 6
        code 30d43082000006f941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1248 631e4d0a3d5e72156c01f2255ecaf6a3ca5a4cd1b6ec116ff7df94c2fdfdfa51
        # size of a cell within 5
        code 30d43082000005f941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1248 631e4d0a3d5e72156c01f2255ecaf6a3ca5a4cd1b6ec116ff7df94c2fdfdfa51
        # size of a cell within 4
        code 30d43082000004f941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 8 553
        # size of a cell within 0
        code 30d43082000000f941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 8 153
        # size of a cell within anything
        code 30d43082b900000000000000000000000000000000000000000000000000f941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1248 631e4d0a3d5e72156c01f2255ecaf6a3ca5a4cd1b6ec116ff7df94c2fdfdfa51
        # size of a cell within -1
        code 30d4308207fffff941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 5 153
        # size of a cell within no number
        code 30d43083fff941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 5 156
        # size of a cell with libraries
        code 30d43082000032f941c8cb3fcb3fcb3fc9ed54
        body te6ccuECCQEAAJwAAAYAFAAcAKQA6wD8ARQBMwE4AQABAwOV4AQCAwEB/AQDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/we
        body o28X/TdMalOHd3Mwvb1yEN/wds4u+HsLEl7B19oKbrjJ6AUGBwhCAhJqHkjMEdNXww2Ldijb0l5jsinxxAaVRd4RzJ3qlZwhAgqw
        body y5HONwcHAg+9af4tdtQzCAcIABlb3lwJlBZNg5n3Z8RYAALxmhLM6Q==
        4,6,11 0 1548 66c2c27c09cf5b2254cda4d9ed65d20f8bf60bb723fe082e49d32d4d19349cd6
        # size of a library
        code 30d43082000032f941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBAgEAJgAGTAEAAQhCAhJqHkjMEdNXww2Ldijb0l5jsinxxAaVRd4RzJ3qlZwhc3B0sA==
        4,6,11 0 848 944b27e8ece042605a6ce32adb7e22cc4788b6f4ab9bb521ac9caf10d47fef6d
        # size of nothing
        code 306d82000005f941c8cb3fcb3fcb3fc9ed54
        4,6,11 0 730 2890be58fcf3c948de88538bced879cf361ae00ba64e68ad4eb878f8503cd1a0
        # size of a cell quietly
        code 30d43082000009f94030c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1266 631e4d0a3d5e72156c01f2255ecaf6a3ca5a4cd1b6ec116ff7df94c2fdfdfa51
        # size of a cell quietly beyond
        code 30d43082000003f940c8cbffc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 996 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        # size twice
        code 30d4302082000009f94130303082000009f941c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1494 631e4d0a3d5e72156c01f2255ecaf6a3ca5a4cd1b6ec116ff7df94c2fdfdfa51
        # size of a slice within 100
        code 30d430d082000064f943c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1266 ff191ad6bf5d66da0b928e99cff4563cdd78ff9bf428b2935a229aff76389510
        # size of a slice within 5
        code 30d430d082000005f943c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1266 ff191ad6bf5d66da0b928e99cff4563cdd78ff9bf428b2935a229aff76389510
        # size of a slice within 4
        code 30d430d082000004f943c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1266 ff191ad6bf5d66da0b928e99cff4563cdd78ff9bf428b2935a229aff76389510
        # size of a slice within 0
        code 30d430d082000000f943c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 8 271
        # size of the rest of a slice
        code 30d430d0d31f31d43182000032f943c8cb3fcb3fcb3fc9ed54
        body te6ccuEBBgEAbgAGjqC419wBAAEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsL
        body El7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8UP9Ffg=
        4,6,11 0 1246 4d167c184ef3699f1ec5a59c47bf027866447e8d3c9972a634b1d33741b756ce
        # size of a slice quietly
        code 30d430d082000009f94230c8cb3fcb3fcb3fc9ed54
        body te6ccuECCQEAAJwAAAYAFAAcAKQA6wD8ARQBMwE4AQABAwOV4AQCAwEB/AQDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/we
        body o28X/TdMalOHd3Mwvb1yEN/wds4u+HsLEl7B19oKbrjJ6AUGBwhCAhJqHkjMEdNXww2Ldijb0l5jsinxxAaVRd4RzJ3qlZwhAgqw
        body y5HONwcHAg+9af4tdtQzCAcIABlb3lwJlBZNg5n3Z8RYAALxmhLM6Q==
        4,6,11 0 1584 47224a6b59b18b8390a44fb28fa63bc3f066d57e660fea8fa8feaaa8d387642c
        # size of a slice quietly beyond
        code 30d430d082000002f942c8cbffc9ed54
        body te6ccuECCQEAAJwAAAYAFAAcAKQA6wD8ARQBMwE4AQABAwOV4AQCAwEB/AQDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/we
        body o28X/TdMalOHd3Mwvb1yEN/wds4u+HsLEl7B19oKbrjJ6AUGBwhCAhJqHkjMEdNXww2Ldijb0l5jsinxxAaVRd4RzJ3qlZwhAgqw
        body y5HONwcHAg+9af4tdtQzCAcIABlb3lwJlBZNg5n3Z8RYAALxmhLM6Q==
        4,6,11 0 1014 93ee6580964ac73a4808451a26eb38c90fba97dc8201ed9d28bc5f35d3b1fd82
        """

    /// The contract's extra currencies: a bag of cells in Base64.
    static let balances = """
        te6ccuECkQEABe4AAAoAWACmALAAugDEAM4BHAEmATABTgFYAWIBbAGKAZQBpAHkAjACOgJEAk4CWAJiAoACigKoArICvALMAtwC
        5gL2AwYDRgNQA1oDZANuA7oD2APoBAYERgRkBG4EeASCBIwElgSgBKoEtAS+BMgE0gTcBOYE8AT6BQQFDgUYBSIFLAU2BUAFSgVU
        BV4FaAVyBXwFhgWQBZoFpAWuBbgFwgXMBdYF4AXqBfQF/gYIBhIGHAYmBjAGOgZEBk4GWAZiBmwGdgaABogGkAaYBrgGwgcOBxgH
        ZAduB3gHggeMB5YHogesB7YHxggSCF4IqgjICNgJGAkiCSwJNgmCCZIJogmsCbwJ/AoGChAKGgpmCnAKsAr8CxoLJAsuC24LrgvM
        C9wCASABAhIBRWPVsr0vXiF8GPv7v63eSkGYphDnsJ8UirsxFNRkAocAHyADBBIBDciTR1kbkPKWsoQ01WboPU+Id0pxpVphH7cP
        /DyXcnMABiBrbAIBIAUGAgEgExQCASAHCAIBIAsMEgFVv/sRPlktf6tDoPLk+P3/pJlph481Da+FnJOKKQ81pwAcIC0uAgFICQoA
        BdoI7AAZtfUdTCPCRMVgsLJOrgIBIA0OAgEgERICAWIPEAAZtseGIVA4zh1SGkh0LQAF2Aj0AAuxzUjeHGgAO7b+0tPyCdXXMzcU
        XKj8RDCdBCrA+/PI8oMqBDmt/wBHtlry4/6P92bLB6woa3a4I9KgTgCIkU1Di4+jDCzooxvHdoNnAgEgFRYCASAjJAIBIBcYAgEg
        GxwCASAZGgAZtpQ7t1GvwZJzYqJwMwAF2gj8ABm0jy4ZoRLAAEb7CIjuAgEgHR4CASAfIAALtZAVOoU6AAu1u4HPBM4CASAhIgAL
        tNdYtAd6AAuy4fp1DuwAO7LCjPrIt7G1VJkZMIjSOMjFbH7WSDvY6skRIAo6HAIBICUmAgEgKywCASAnKAIBICkqAEe0fQ5K/HK8
        Q2cmMI+gKhs+8ec4DbLrM8TyajfUGAv4MI57dOoAGbT2FPwjD0FYNo4L+EIAC7ShzGKHlgAZtGahRqPbNmrwYhLX/gA7t6Hpm7Ks
        A0t0oVpxBr27rf6qX05kDkbuo1SIxdf5ABm3yp17ECM8ZnTXGFIbAgEgLzACASBnaAIBIDEyAAXaCNwCASAzNAAF2QjUAgEgNTYA
        BdgIzAIBIDc4AAXXCMQCASA5OgAF1gi8AgEgOzwABdUItAIBID0+AAXUCKwCASA/QAAF0wikAgEgQUIABdIInAIBIENEAAXRCJQC
        ASBFRgAF0AiMAgEgR0gABd4RCAIBIElKAAXcEPgCASBLTAAF2hDoAgEgTU4ABdgQ2AIBIE9QAAXWEMgCASBRUgAF1BC4AgEgU1QA
        BdIQqAIBIFVWAAXQEJgCASBXWAAF3CEQAgEgWVoABdgg8AIBIFtcAAXUINACASBdXgAF0CCwAgEgX2AABdhBIAIBIGFiAAXQQOAC
        ASBjZAIBIGVmAAMCDwADAgMAAwIFABsaGT5ZOaCM6dvUgAAAAQIBIGlqAEe1y+wTfzHax92gsHgPJiM2cjnRMS1M9eGONjRHJXT1
        qNWbuWIABdkI5ABHsnglD/lB25thdSC9zO8Sr5w0EqOdvSSHkdlmJaC6Uzla9dUEAgEgbW4CASCDhAIBIG9wAgEgeXoCASBxcgID
        euB3eAICcHN0AgJ3dXYAC67SmpwyUABHrtlOG/ZnNJO7mN8d9t9/0byVaOqwUxxClgia81mxWby+22OwAEev4pM34h73l5qOdlIc
        44Rn8cC12OOZNrazzBnLExOO7+oh3rAAR69pZKf4sc4IxeE79uUZ+BU41riFaRouebAXDRxjwFAS0lD7kAAZrx1y2QGP/FJAYUcg
        kAALr4BtPCGwADy4JPKDucdhoj0vBoAHyg4fNanIurKThHsn4hpiwjcCASB7fAIBIH1+AgFYf4AAR7Qe04D+smrs0eEQrSoqlk+t
        AqbgaBwIF4yO7Kr8AGI3KIuTHgALtLn7YoeGAAuypFN/CPwCASCBggALscxM4hYYADuwuCzfm0JHw6WHOO+s1rgFrQEMr1Nh4wue
        GyLEf/gCASCFhgIBIIuMAgEgh4gASLnMEC6fvGo3CwQQAIFB3zGcctksKWfGPTyeA4Hn+OyY82+s4QIBZomKADu3KOAqsorjVd1S
        cYNvwG1GVLo5Mb3s3f02yABQmfUAR7F/mwn6rhoSOeZmpejmAwj3qMMNwigTX0sgIdX3rsxIKHUD6AAZsVqbMo2imK3uUym06AIC
        cI2OAgFIj5AAO7BDwqWUMsOb9Cz0EKgfmqkg/wgS4TDO3QWgeFEyaAA7sW9MxZk/JoQDr8bzE+MuK7vWb0ohU1xJD6c4hlrYABm1
        J4qToHsmCRPx1YaqAAu1ZMN5BH7glFAN
        """
}
