import Cocoon

/// The numbers that a text can be.
struct NumberText {
    /// The exit codes, which are signed: also those that somebody printed without their sign, in 16 or 32 bits.
    private(set) var exitCodes: [Int32] = []
    /// The operations, as eight digits, or as fewer where leading zeros are missing.
    private(set) var opcodes: Set<Opcode> = []

    init(_ text: String) {
        let isNegative = text.hasPrefix("-")
        let digits = isNegative ? text.dropFirst() : text[...]
        let isMarked = digits.hasPrefix("0x")
        let hexadecimal = isMarked ? digits.dropFirst(2) : digits
        guard !hexadecimal.isEmpty,
            hexadecimal.utf8.allSatisfy({
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
            })
        else { return }
        let decimal = isMarked ? nil : UInt32(digits)
        if let number = decimal ?? UInt32(hexadecimal, radix: 16) {
            if isNegative {
                exitCodes = Int32(exactly: -Int64(number)).map { [$0] } ?? []
            } else {
                if let positive = Int32(exactly: number) { exitCodes.append(positive) }
                if let short = UInt16(exactly: number), short > UInt16(Int16.max) {
                    exitCodes.append(Int32(Int16(bitPattern: short)))
                }
                if number > UInt32(Int32.max) { exitCodes.append(Int32(bitPattern: number)) }
            }
        }
        guard !isNegative else { return }
        if let number = UInt32(hexadecimal, radix: 16), hexadecimal.count == 8 || number > UInt32(UInt16.max) {
            opcodes.insert(Opcode(rawValue: number))
        }
        if let decimal, decimal > UInt32(UInt16.max) { opcodes.insert(Opcode(rawValue: decimal)) }
    }
}
