extension Int257 {
    /// 64 bits of two's complement, the lowest first; beyond the number, the sign.
    @inline(__always)
    func limb(_ position: Int) -> UInt64 {
        switch position {
        case 0: limb0
        case 1: limb1
        case 2: limb2
        case 3: limb3
        default: UInt64(bitPattern: high)
        }
    }

    /// Writes the lowest bits as a dictionary's key, first bit highest: so many, beyond the number those of the sign.
    ///
    /// - Parameter place: Memory for whole words of 64 bits.
    package func writeKey(to place: UnsafeMutableRawPointer, bits: Int) {
        let words = (bits &+ 63) &>> 6
        let shift = UInt64(truncatingIfNeeded: words &* 64 &- bits)
        for word in 0..<words {
            let position = words &- 1 &- word
            let next = position > 0 ? limb(position &- 1) : 0
            // Of no shift nothing comes from the next limb; a shift by 64 would be none.
            let moved = limb(position) &<< shift | (shift == 0 ? 0 : next &>> (64 &- shift))
            place.storeBytes(of: moved.bigEndian, toByteOffset: word &* 8, as: UInt64.self)
        }
    }

    /// Reads a dictionary's key of 0…257 bits, or of 0…256 where it has no sign.
    ///
    /// - Parameter place: Memory of whole words of 64 bits.
    package init(key place: UnsafeRawPointer, bits: Int, signed: Bool) {
        self = .zero
        guard bits > 0 else { return }
        let words = min((bits &+ 63) &>> 6, 5)
        let shift = UInt64(truncatingIfNeeded: words &* 64 &- bits)
        func word(_ position: Int) -> UInt64 {
            UInt64(bigEndian: place.load(fromByteOffset: position &* 8, as: UInt64.self))
        }
        let first = word(0)
        let isNegative = signed && first >> 63 != 0
        let fill: UInt64 = isNegative ? ~0 : 0
        var limbs = (fill, fill, fill, fill)
        // The first word lacks as many bits as are behind the key.
        var above = shift == 0 ? 0 : fill &<< (64 &- shift)
        for index in 0..<words {
            let current = word(index)
            let limb = above | current &>> shift
            above = shift == 0 ? 0 : current &<< (64 &- shift)
            switch words &- 1 &- index {
            case 0: limbs.0 = limb
            case 1: limbs.1 = limb
            case 2: limbs.2 = limb
            case 3: limbs.3 = limb
            default: break
            }
        }
        self.init(limb0: limbs.0, limb1: limbs.1, limb2: limbs.2, limb3: limbs.3, high: isNegative ? -1 : 0)
    }
}
