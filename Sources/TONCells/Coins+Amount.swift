extension Coins {
    /// Reads an amount with its unit, as people write it: `15 TON`, `0.5TON`, `20 nanoTON`.
    ///
    /// `gram` is the newest word for TON, `nanogram` for nanoTON; upper and lower case are the same. Without a unit
    /// nobody knows what was meant: throws then, and for more than nine decimals, for decimals of nanoTON, and for
    /// anything else.
    public init(amount text: some StringProtocol) throws(CellError) {
        let number = text.prefix { $0 == "." || $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(number.count).drop { $0 == " " }.lowercased()
        switch unit {
        case "ton", "gram": try self.init(ton: number)
        case "nanoton", "nanogram": try self.init(nanoTON: number)
        default:
            throw .outOfRange("expected an amount with its unit, such as “1.5 TON” or “20 nanoTON”, found “\(text)”")
        }
    }
}
