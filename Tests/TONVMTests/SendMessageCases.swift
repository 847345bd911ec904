import TONCells
import TONCrypto

/// Messages for `SENDMSG`, and what the reference implementation made of them: recorded with tonpy 0.0.0.1.4rc0, whose
/// transaction emulator follows the global version of its configuration up to 11.
enum SendMessageCases {
    struct Case: Sendable, CustomStringConvertible {
        let message: Int
        let mode: Int
        let version: Int
        let workchain: Int8
        /// Most cells of a message by the configuration.
        let cellLimit: UInt32
        /// Whether the incoming message carried extra currencies.
        let hasExtraCurrencies: Bool
        let exitCode: Int32
        let gasUsed: Int64
        /// Nil where the program failed, and where what it sent couldn't be sent.
        let fee: String?

        var description: String {
            "\(messages[message].name), mode \(mode), version \(version), workchain \(workchain), limit \(cellLimit)"
        }

        fileprivate init(_ line: Substring) {
            let fields = line.split(separator: " ")
            func number<Value: FixedWidthInteger>(_ index: Int) -> Value { Value(fields[index]) ?? 0 }
            message = number(0)
            mode = number(1)
            version = number(2)
            workchain = number(3)
            cellLimit = number(4)
            hasExtraCurrencies = fields[5] == "1"
            exitCode = number(6)
            gasUsed = number(7)
            fee = fields[8] == "-" ? nil : String(fields[8])
        }
    }

    struct Message: Sendable {
        let name: String
        let bagOfCells: String
    }

    /// A name in each line, followed by a bag of cells in Base64.
    static let messages: [Message] = {
        var messages: [Message] = []
        for line in messageText.split(separator: "\n") {
            if line.hasPrefix("# ") {
                messages.append(Message(name: String(line.dropFirst(2)), bagOfCells: ""))
            } else if let last = messages.popLast() {
                messages.append(Message(name: last.name, bagOfCells: last.bagOfCells + line))
            }
        }
        return messages
    }()

    static let all = caseText.split(separator: "\n").map(Case.init)

    private static let messageText = """
        # plain
        te6ccuEBAQEANgBsAGhiABERERERERERERERERERERERERERERERERERERERERERIdzWUAAAAAAAAAAAAAAAAAAAym0B9Q==
        # to the masterchain
        te6ccuEBAQEAMgBkAGBif5ERERERERERERERERERERERERERERERERERERERERERAAAAAAAAAAAAAAAAAAAopmcD
        # body inline with references
        te6ccuECBgEAAMkAALwBRAFWAW4BjQGSArNiABERERERERERERERERERERERERERERERERERERERERERIdzWUAAAAAAAAAAAAAAA
        AAAAAV3xRhqvjrGLkAdFEwIdqJeCBvXGZx4MB+nhFeS54waRwjhkLqgBBAN9eBTl8t2X8c+xD2KCdojeahajsNRkE4piMyVT/B6j
        bxf9N0xqU4d3czC9vXIQ3/B2zi74ewsSXsHX2gpuuMnoAgMEAgqwy5HONwQEAg+9af4tdtQzCAQFABlb3lwJlBZNg5n3Z8RYAALx
        JRJl8A==
        # body in a reference
        te6ccuECBgEAAKIAAG4A9gEIASABPwFEAWhiABERERERERERERERERERERERERERERERERERERERERERIdzWUAAAAAAAAAAAAAAA
        AAABAQN9eBTl8t2X8c+xD2KCdojeahajsNRkE4piMyVT/B6jbxf9N0xqU4d3czC9vXIQ3/B2zi74ewsSXsHX2gpuuMnoAgMEAgqw
        y5HONwQEAg+9af4tdtQzCAQFABlb3lwJlBZNg5n3Z8RYAALxGkW9+w==
        # body that won't fit beside the source
        te6ccuEBAgEAcwDg5gHZYgARERERERERERERERERERERERERERERERERERERERERESHc1lAAAAAAAAAAAAAAAAAAAKthkxE4ElUj
        ooKjJYy6mko9iNr8lBLdLpKD+ddKp66DN9WHYAqdZFZ+3/zN/XK4783KcYZxgo8q4AEAATWH8OhP
        # state and body inline that won't fit
        te6ccuECBQEAAJ0AAOAA/AEYATQBOgTTYgAREREREREREREREREREREREREREREREREREREREREREQgIAAAAAAAAAAAAAAAAApd0
        sGrU0ytVfooJLCJpLvWap6NTSIVn+AIcSW/hKmXDJ3yA3JlT4MQDUbqciuO3jFAsLQDiY+tvhAECAwQAF/DjzYugdZtNGxuK4AAX
        MmaqNhm9Iv7+asaQABfkzEE/cQjpb3cMImgAAWO737Ca
        # state in a reference
        te6ccuECBwEAAKkAAHQAfAEEARYBLgFNAVIBbWIAEREREREREREREREREREREREREREREREREREREREREREh3NZQAAAAAAAAAAAA
        AAAAAANMSUABAQEEAgN9eBTl8t2X8c+xD2KCdojeahajsNRkE4piMyVT/B6jbxf9N0xqU4d3czC9vXIQ3/B2zi74ewsSXsHX2gpu
        uMnoAwQFAgqwy5HONwUFAg+9af4tdtQzCAUGABlb3lwJlBZNg5n3Z8RYAALxYIak8g==
        # extra currencies
        te6ccuEBBQEAXwBwfJqkvgJoYgARERERERERERERERERERERERERERERERERERERERERESHc1lAEAAAAAAAAAAAAAAAAAQECAgPM
        wAMEABlb3lwJlBZNg5n3Z8RYAAawIQUAFrGpBWvHXi1jEAAAYRXt5w==
        # extra currencies, state and body fill the references
        te6ccuEBBwEAdgB+iqbCyNLsBHFiABERERERERERERERERERERERERERERERERERERERERERIdzWUAQAAAAAAAAAAAAAAAACMTlo
        6JgBAgMEAgPMwAUGABdWgGitSpDq62NGUqAAF1r4TmnrLOTiHNsc0AAB0gAGsCEFABaxqQVrx14tYxAAAJya2oc=
        # three references of state, one of body
        te6ccuEBBQEAbAB+mrbS2ARxYgARERERERERERERERERERERERERERERERERERERERERESHc1lAAAAAAAAAAAAAAAAAAAjvmgH+o
        AQIDBAAXUNfRLJIkZF7Eh3FgABd4+EXvZiQb5empkNAAFw6XnPFosaWloymSlAABQp6JNAI=
        # no short cut forbidden
        te6ccuECBgEAALsAAKABKAE6AVIBcQF2AZoiABERERERERERERERERERERERERERERERERERERERERERIdzWUAAAAAAAAAAAAAAA
        AAAAZ9hKHTpbjo+yv/KRAfMAHO4F2oRn8GMT/wEDfXgU5fLdl/HPsQ9ignaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1y
        EN/wds4u+HsLEl7B19oKbrjJ6AIDBAIKsMuRzjcEBAIPvWn+LXbUMwgEBQAZW95cCZQWTYOZ92fEWAAC8dsAIOc=
        # fees named
        te6ccuEBAQEAQwCGAIIiABERERERERERERERERERERERERERERERERERERERERERIdzWUAF6NSlEABwONfqTGgAAAAAAAAAAAAAA
        AAAABFXOdKU=
        # no fees named
        te6ccuEBAQEANgBsAGgiABERERERERERERERERERERERERERERERERERERERERERIdzWUAAAAAAAAAAAAAAAAAAAE1i9eQ==
        # named fees that change what fits
        te6ccuEBAQEAcgDkAN8iABERERERERERERERERERERERERERERERERERERERERERIdzWUANEAAAAAAAAAAAAAAAAPQAAAAAAAAAA
        AAAAAAAAAAAAAAAAAAAAAAAAAAJS9jXWx4klBnPTWBZe9xdvkQJazhDCcmpN6aMj5Xvgq88aeQ==
        # value with a zero byte
        te6ccuEBAQEANwBuAGpiABERERERERERERERERERERERERERERERERERERERERERKAHc1lAAAAAAAAAAAAAAAAAAAMPibuk=
        # to an address of variable length
        te6ccuEBAQEAJABIAENjE3/////tShfsne7n2FGgh3NZQAAAAAAAAAAAAAAAAAACSGB4fQ==
        # to a variable address with anycast
        te6ccuEBAQEAQgCEAH9jnQywAAAAF0c7f3kFj7/iz/Bd/ETHnghljJPPoH0UzJO9Iarc5+rqCcuUL1OQ7msoAAAAAAAAAAAAAAAA
        AABAPEaGnQ==
        # to an anycast address
        te6ccuEBAQEAOwB2AHFi+8SnIx/yIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiQ7msoAAAAAAAAAAAAAAAAAABDsQphS
        # to an anycast address of no depth
        te6ccuEBAQEANwBuAGligACIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiQ7msoAAAAAAAAAAAAAAAAAABGfAAYo=
        # from an external address
        te6ccuEBAQEAPAB4AHNkQnZTFzeABERERERERERERERERERERERERERERERERERERERERERIdzWUAAAAAAAAAAAAAAAAAAAgoqQ5
        vQ==
        # to an external address
        te6ccuEBAQEAFwAuACphBEGh3NZQAAAAAAAAAAAAAAAAAAAmAcJX
        # external to nowhere
        te6ccuEBAQEADwAeABrAAAAAAAAAAAAAAAAADu34LA==
        # external to an address, with bodies
        te6ccuECBgEAANoAAN4BZgF4AZABrwG0AdfH6N2vASwV/Sl3t2A7gp2q68DmFnmC4YY4/djDd/LgeBLfV29jdStKjs+qTpjRvWuo
        B1LBUMpbehyRFtkLWndGQAAAAAAAAAAAAAAAAuaoMTi+Yz0GmDbSrnWLNGq+VeguryC99OktJeQ/69cBA314FOXy3Zfxz7EPYoJ2
        iN5qFqOw1GQTimIzJVP8HqNvF/03TGpTh3dzML29chDf8HbOLvh7CxJewdfaCm64yegCAwQCCrDLkc43BAQCD71p/i121DMIBAUA
        GVveXAmUFk2DmfdnxFgAAvEhaBUO
        # external with state inline
        te6ccuECBwEAAI8AACwASADQAOIA+gEZAR4CI8QojSVgAAAAAAAAAAAAAAASzAECABdXB5ZJfAmKOsHww2ADfXgU5fLdl/HPsQ9i
        gnaI3moWo7DUZBOKYjMlU/weo28X/TdMalOHd3Mwvb1yEN/wds4u+HsLEl7B19oKbrjJ6AMEBQIKsMuRzjcFBQIPvWn+LXbUMwgF
        BgAZW95cCZQWTYOZ92fEWAAC8SKji7A=
        # external of a wrong tag
        te6ccuEBAQEADwAeABqAAAAAAAAAAAAAAAAAApikIA==
        # bits behind a body in a reference
        te6ccuEBAgEARwBwjgFpYgARERERERERERERERERERERERERERERERERERERERERESHc1lAAAAAAAAAAAAAAAAAAAfABABlb3lwJ
        lBZNg5n3Z8RYOSHIkQ==
        # body of a chain of cells
        te6ccuECDgEAAIkAAG4AfACKAJgApgC0AMIA0ADcAOgA9AEAAQwBEgFoYgARERERERERERERERERERERERERERERERERERERERER
        ESHc1lAAAAAAAAAAAAAAAAAAAQEBBy6cgrECAQdHjCgeAwEHaHyWbAQBBzd7mqgFAQe7LtswBgEHA1tzoAcBBz/UI0AIAQaS7c8J
        AQUaGv8KAQWLM+oLAQVheVwMAQU/H2gNAAHQE5EGAg==
        # library in the body
        te6ccuEBAgEAXAByuQJpYgARERERERERERERERERERERERERERERERERERERERERESHc1lAAAAAAAAAAAAAAAAAAAOwBAQhCAhJq
        HkjMEdNXww2Ldijb0l5jsinxxAaVRd4RzJ3qlZwhwht23w==
        # the message is a library
        te6ccuEBAQEAIwBGCEICEmoeSMwR01fDDYt2KNvSXmOyKfHEBpVF3hHMneqVnCHv0T8o
        # empty
        te6ccuEBAQEAAgAEAABmLc6k
        # body that fits beside a small value alone
        te6ccuEBAQEAXQC6ALViABERERERERERERERERERERERERERERERERERERERERERCAgAAAAAAAAAAAAAAAAAoHYoCVY9mPjbAlre
        XficwnRsojObmV826fCf+X6ELyQ82RcdHp1nvBHzgvRcEA==
        # named fees with zero bytes
        te6ccuEBAQEARACIAIQiABERERERERERERERERERERERERERERERERERERERERERIdzWUAGAOjUpRAAgAA41+pMaAAAAAAAAAAAA
        AAAAAADry361
        """

    /// Message, mode, version, workchain, limit of cells, extra currencies; exit code, gas, fee.
    private static let caseText = """
        0 1024 4 0 8192 0 0 1424 400000
        0 1024 9 0 8192 0 0 824 400000
        0 1024 11 0 8192 0 0 824 400000
        1 1024 4 0 8192 0 0 1424 10000000
        1 1024 9 0 8192 0 0 824 10000000
        1 1024 11 0 8192 0 0 824 10000000
        2 1024 4 0 8192 0 0 1924 883200
        2 1024 9 0 8192 0 0 1324 883200
        2 1024 11 0 8192 0 0 1324 883200
        3 1024 4 0 8192 0 0 1924 883200
        3 1024 9 0 8192 0 0 1324 883200
        3 1024 11 0 8192 0 0 1324 883200
        4 1024 4 0 8192 0 0 1524 662800
        4 1024 9 0 8192 0 0 924 662800
        4 1024 11 0 8192 0 0 924 662800
        5 1024 4 0 8192 0 0 1824 932800
        5 1024 9 0 8192 0 0 1224 932800
        5 1024 11 0 8192 0 0 1224 932800
        6 1024 4 0 8192 0 0 2024 925200
        6 1024 9 0 8192 0 0 1424 925200
        6 1024 11 0 8192 0 0 1424 925200
        7 1024 4 0 8192 0 0 1824 648400
        7 1024 5 0 8192 0 0 1824 648400
        7 1024 6 0 8192 0 0 1224 648400
        7 1024 9 0 8192 0 0 1224 648400
        7 1024 10 0 8192 0 0 924 480000
        7 1024 11 0 8192 0 0 924 480000
        8 1024 4 0 8192 0 0 2024 763200
        8 1024 5 0 8192 0 0 2024 763200
        8 1024 6 0 8192 0 0 1424 763200
        8 1024 9 0 8192 0 0 1424 763200
        8 1024 10 0 8192 0 0 1124 594800
        8 1024 11 0 8192 0 0 1124 594800
        9 1024 4 0 8192 0 0 1824 672000
        9 1024 9 0 8192 0 0 1224 672000
        9 1024 11 0 8192 0 0 1224 672000
        10 1024 4 0 8192 0 0 1924 2208000
        10 1024 5 0 8192 0 0 1924 2208000
        10 1024 6 0 8192 0 0 1324 2208000
        10 1024 9 0 8192 0 0 1324 2208000
        10 1024 10 0 8192 0 0 1324 2208000
        10 1024 11 0 8192 0 0 1324 883200
        11 1024 4 0 8192 0 0 1424 1001000000000000
        11 1024 5 0 8192 0 0 1424 1001000000000000
        11 1024 6 0 8192 0 0 824 1001000000000000
        11 1024 9 0 8192 0 0 824 1001000000000000
        11 1024 10 0 8192 0 0 824 1001000000000000
        11 1024 11 0 8192 0 0 824 1000000000000000
        12 1024 4 0 8192 0 0 1424 1000000
        12 1024 5 0 8192 0 0 1424 1000000
        12 1024 6 0 8192 0 0 824 1000000
        12 1024 9 0 8192 0 0 824 1000000
        12 1024 10 0 8192 0 0 824 1000000
        12 1024 11 0 8192 0 0 824 400000
        13 1024 4 0 8192 0 0 1424 332308266596829196455353261773291520
        13 1024 5 0 8192 0 0 1424 332308266596829196455353261773291520
        13 1024 6 0 8192 0 0 824 332308266596829196455353261773291520
        13 1024 9 0 8192 0 0 824 332308266596829196455353261773291520
        13 1024 10 0 8192 0 0 824 332308266596829196455353261773291520
        13 1024 11 0 8192 0 0 824 332306998946228968225951765070086144
        14 1024 4 0 8192 0 11 256 -
        14 1024 9 0 8192 0 11 256 -
        14 1024 11 0 8192 0 11 256 -
        15 1024 4 0 8192 0 0 1424 10000000
        15 1024 9 0 8192 0 0 824 10000000
        15 1024 11 0 8192 0 0 824 10000000
        16 1024 4 0 8192 0 0 1424 400000
        16 1024 9 0 8192 0 0 824 400000
        16 1024 11 0 8192 0 0 824 400000
        17 1024 4 0 8192 0 0 1424 10000000
        17 1024 5 0 8192 0 0 1424 10000000
        17 1024 6 0 8192 0 0 824 10000000
        17 1024 9 0 8192 0 0 824 10000000
        17 1024 10 0 8192 0 0 824 10000000
        17 1024 11 0 8192 0 0 824 10000000
        18 1024 4 0 8192 0 11 256 -
        18 1024 9 0 8192 0 11 256 -
        18 1024 11 0 8192 0 11 256 -
        19 1024 4 0 8192 0 0 1424 400000
        19 1024 9 0 8192 0 0 824 400000
        19 1024 11 0 8192 0 0 824 400000
        20 1024 4 0 8192 0 11 256 -
        20 1024 9 0 8192 0 11 256 -
        20 1024 11 0 8192 0 11 256 -
        21 1024 4 0 8192 0 0 1424 400000
        21 1024 9 0 8192 0 0 824 400000
        21 1024 11 0 8192 0 0 824 400000
        22 1024 4 0 8192 0 0 1924 1023200
        22 1024 9 0 8192 0 0 1324 1023200
        22 1024 11 0 8192 0 0 1324 1023200
        23 1024 4 0 8192 0 0 2024 959200
        23 1024 9 0 8192 0 0 1424 959200
        23 1024 11 0 8192 0 0 1424 959200
        24 1024 4 0 8192 0 11 256 -
        24 1024 9 0 8192 0 11 256 -
        24 1024 11 0 8192 0 11 256 -
        25 1024 4 0 8192 0 11 256 -
        25 1024 9 0 8192 0 11 256 -
        25 1024 11 0 8192 0 11 256 -
        26 1024 4 0 8192 0 0 2724 1043600
        26 1024 5 0 8192 0 0 2724 1043600
        26 1024 6 0 8192 0 0 2124 1043600
        26 1024 9 0 8192 0 0 2124 1043600
        26 1024 10 0 8192 0 0 2124 1043600
        26 1024 11 0 8192 0 0 2124 1043600
        27 1024 4 0 8192 0 0 1524 545600
        27 1024 5 0 8192 0 0 1524 545600
        27 1024 6 0 8192 0 0 924 545600
        27 1024 9 0 8192 0 0 924 545600
        27 1024 10 0 8192 0 0 924 545600
        27 1024 11 0 8192 0 0 924 545600
        28 1024 4 0 8192 0 9 256 -
        28 1024 5 0 8192 0 9 256 -
        28 1024 6 0 8192 0 9 256 -
        28 1024 9 0 8192 0 9 256 -
        28 1024 10 0 8192 0 9 256 -
        28 1024 11 0 8192 0 9 256 -
        29 1024 4 0 8192 0 11 256 -
        29 1024 9 0 8192 0 11 256 -
        29 1024 11 0 8192 0 11 256 -
        30 1024 4 0 8192 0 0 1424 400000
        30 1024 9 0 8192 0 0 824 400000
        30 1024 11 0 8192 0 0 824 400000
        0 1088 4 0 8192 0 0 1424 400000
        0 1152 4 0 8192 0 0 1424 400000
        0 1088 9 0 8192 0 0 824 400000
        0 1152 9 0 8192 0 0 824 400000
        0 1088 10 0 8192 0 0 824 400000
        0 1152 10 0 8192 0 0 824 400000
        0 1088 11 0 8192 0 0 824 400000
        0 1152 11 0 8192 0 0 824 400000
        5 1088 4 0 8192 0 0 1824 932800
        5 1152 4 0 8192 0 0 1824 932800
        5 1088 9 0 8192 0 0 1224 932800
        5 1152 9 0 8192 0 0 1224 932800
        5 1088 10 0 8192 0 0 1224 932800
        5 1152 10 0 8192 0 0 1224 932800
        5 1088 11 0 8192 0 0 1224 932800
        5 1152 11 0 8192 0 0 1224 932800
        7 1088 4 0 8192 0 0 1824 648400
        7 1152 4 0 8192 0 0 1824 648400
        7 1088 9 0 8192 0 0 1224 648400
        7 1152 9 0 8192 0 0 1224 648400
        7 1088 10 0 8192 0 0 924 480000
        7 1152 10 0 8192 0 0 924 480000
        7 1088 11 0 8192 0 0 924 480000
        7 1152 11 0 8192 0 0 924 480000
        8 1088 4 0 8192 0 0 2024 763200
        8 1152 4 0 8192 0 0 2024 763200
        8 1088 9 0 8192 0 0 1424 763200
        8 1152 9 0 8192 0 0 1424 763200
        8 1088 10 0 8192 0 0 1124 594800
        8 1152 10 0 8192 0 0 1124 594800
        8 1088 11 0 8192 0 0 1124 594800
        8 1152 11 0 8192 0 0 1124 594800
        13 1088 4 0 8192 0 0 1424 332308266596829196455353261773291520
        13 1152 4 0 8192 0 0 1424 332308266596829196455353261773291520
        13 1088 9 0 8192 0 0 824 332308266596829196455353261773291520
        13 1152 9 0 8192 0 0 824 332308266596829196455353261773291520
        13 1088 10 0 8192 0 0 824 332308266596829196455353261773291520
        13 1152 10 0 8192 0 0 824 332308266596829196455353261773291520
        13 1088 11 0 8192 0 0 824 332306998946228968225951765070086144
        13 1152 11 0 8192 0 0 824 332306998946228968225951765070086144
        30 1088 4 0 8192 0 0 1424 574000
        30 1152 4 0 8192 0 0 1424 574000
        30 1088 9 0 8192 0 0 824 574000
        30 1152 9 0 8192 0 0 824 574000
        30 1088 10 0 8192 0 0 824 574000
        30 1152 10 0 8192 0 0 824 574000
        30 1088 11 0 8192 0 0 824 574000
        30 1152 11 0 8192 0 0 824 574000
        8 1088 9 0 8192 1 0 1424 763200
        9 1088 9 0 8192 1 0 1224 714000
        9 1152 9 0 8192 1 0 1224 714000
        8 1088 10 0 8192 1 0 1124 594800
        9 1088 10 0 8192 1 0 1224 672000
        9 1152 10 0 8192 1 0 1224 672000
        0 1024 9 -1 8192 0 0 824 10000000
        0 1024 5 -1 8192 0 0 1424 10000000
        21 1024 9 -1 8192 0 0 824 10000000
        21 1024 5 -1 8192 0 0 1424 10000000
        22 1024 9 -1 8192 0 0 1324 25580000
        22 1024 5 -1 8192 0 0 1924 25580000
        10 1024 9 -1 8192 0 0 1324 55200000
        10 1024 5 -1 8192 0 0 1924 55200000
        2 1024 9 0 0 0 0 1324 883200
        26 1024 11 0 0 0 0 2124 1043600
        26 1024 5 0 0 0 0 2624 1043600
        2 1024 9 0 1 0 0 924 640000
        26 1024 11 0 1 0 0 924 452400
        26 1024 5 0 1 0 0 2724 1043600
        2 1024 9 0 3 0 0 1124 776000
        26 1024 11 0 3 0 0 1124 556000
        26 1024 5 0 3 0 0 2724 1043600
        2 1024 9 0 5 0 0 1324 883200
        26 1024 11 0 5 0 0 1324 658000
        26 1024 5 0 5 0 0 2724 1043600
        2 1024 9 0 13 0 0 1324 883200
        26 1024 11 0 13 0 0 2124 1043600
        26 1024 5 0 13 0 0 2724 1043600
        0 0 11 0 8192 0 0 1324 -
        0 3 11 0 8192 0 0 1324 400000
        0 2048 11 0 8192 0 5 156 -
        0 256 11 0 8192 0 5 156 -
        0 512 11 0 8192 0 5 156 -
        0 1280 11 0 8192 0 5 156 -
        0 255 11 0 8192 0 0 1324 -
        0 0 4 0 8192 0 0 1924 -
        """
}
