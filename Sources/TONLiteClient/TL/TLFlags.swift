/// Bits of a mode: which optional fields there are, and flags.
enum TLFlags {
    static func has(_ bit: UInt32, in mode: UInt32) -> Bool {
        mode & 1 << bit != 0
    }

    static func bit(_ bit: UInt32, if isSet: Bool) -> UInt32 {
        isSet ? 1 << bit : 0
    }

    static func clearing(_ bits: UInt32..., in mode: UInt32) -> UInt32 {
        bits.reduce(mode) { $0 & ~(1 << $1) }
    }
}
