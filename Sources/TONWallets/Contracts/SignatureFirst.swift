package import TONCells

/// A body of a signature and the content of what it signs.
package func signatureFirst(_ signature: [UInt8], _ signed: Cell) throws(CellError) -> Cell {
    var builder = CellBuilder()
    try builder.store(bytes: signature)
    try builder.store(try signed.slice())
    return try builder.build()
}

extension CellSlice {
    /// Reads messages to the end: one for each reference.
    package mutating func loadWalletMessages() throws(CellError) -> [WalletMessage] {
        var messages: [WalletMessage] = []
        while remainingReferences > 0 { messages.append(try load()) }
        try end()
        return messages
    }
}
