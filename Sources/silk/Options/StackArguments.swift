import ArgumentParser
import TONBlocks
import TONCells
import TONVM

/// Values for a stack.
struct StackArguments: ParsableArguments {
    @Argument(
        parsing: .allUnrecognized, help: "The stack's values, the top last.",
        transform: { text in
            do {
                return try StackValue(text: text)
            } catch {
                throw ValidationError("\(error)")
            }
        })
    var arguments: [StackValue] = []

    /// How they are written, for the help of commands.
    static let help = """
          12, -5, 0xff          an integer of 257 bits
          null, NaN             nothing, and what is no number
          x{0F4_}, b{0101}      a slice of these bits
          C{0F4_}               a cell of these bits
          cell:BOC, slice:BOC   a cell, or all of it as a slice (hex, base64)
          EQ…, 0:…              an address, as a slice
          [1, x{00}, null]      a tuple
        """
}

/// A get-method as people call it.
struct MethodArgument {
    let text: String
    let number: UInt64

    /// Takes a number, or a name, whose number follows from its checksum.
    init(_ text: String) {
        self.text = text
        number = UInt64(text) ?? UInt64(MethodName.number(of: text))
    }
}
