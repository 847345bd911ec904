import TONCells

/// Takes a bag's root as a dictionary and asks and changes it: one byte for the length of the keys, eight for what to
/// do, then the bag.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDictionary(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard count > 9, let root = try? BagOfCells(bytes[9...]).roots.first else { return 0 }
    let lengths = [1, 2, 3, 4, 5, 8, 15, 16, 32, 63, 64, 65, 96, 256, 257, 267, 512, 1023]
    let keyBits = lengths[Int(bytes[0]) % lengths.count]
    let original = HashmapE(keyBits: keyBits, root: root)
    // As many as any reader here should go through.
    let entries = (try? original.entries(limit: 200)) ?? []
    check(original, entries)

    var changed = original
    for byte in bytes[1..<9] {
        let key: BitString
        if byte & 0x80 != 0, !entries.isEmpty {
            key = entries[Int(byte & 0x1f) % entries.count].key
        } else {
            key = BitString(bytes: (0..<128).map { byte &* UInt8($0 | 1) }, count: keyBits)
        }
        let before = try? changed.value(for: key)
        if byte & 0x60 == 0 {
            guard let isFound = try? changed.remove(key) else { continue }
            precondition(isFound == (before != nil), "removed what isn't there, or not what is")
            precondition((try? changed.value(for: key)) == .some(nil), "still there")
        } else {
            var value = CellBuilder()
            guard (try? value.store(UInt64(byte), bits: 32)) != nil, (try? changed.set(value, for: key)) != nil else {
                continue
            }
            guard var found = try? changed.value(for: key), (try? found.loadUInt(bits: 32)) == UInt64(byte),
                found.isEmpty
            else { fatalError("set, but not there") }
        }
        _ = try? changed.nearest(to: key, .ascending)
        _ = try? changed.nearest(to: key, .descending, isInclusive: true)
        _ = try? changed.entries(from: key, .descending, limit: 20)
    }
    checkVariable(root, keyBits, bytes[1..<9])
    _ = try? changed.minimum()
    _ = try? changed.maximum()
    guard let after = try? changed.entries(limit: 250) else { return 0 }
    check(changed, after)
    guard !entries.isEmpty || root == changed.root, let merged = try? original.merged(with: changed) else { return 0 }
    for entry in after {
        precondition((try? merged.value(for: entry.key)) == .some(.some(entry.value)), "lost by merging")
    }
    return 0
}

/// The same cells as dictionaries with keys of different lengths: what is put there must be found, and go again.
private func checkVariable(_ root: Cell, _ keyBits: Int, _ script: some Collection<UInt8>) {
    var prefixes = PfxHashmapE(keyBits: keyBits, root: root)
    var keys = VarHashmapE(keyBits: keyBits, root: root)
    for entry in (try? prefixes.entries(limit: 200)) ?? [] {
        precondition((try? prefixes.value(for: entry.key)) == .some(.some(entry.value)), "listed, but not found")
    }
    for entry in (try? keys.entries(limit: 200)) ?? [] {
        precondition((try? keys.value(for: entry.key)) == .some(.some(entry.value)), "listed, but not found")
    }
    for byte in script {
        let key = BitString(bytes: (0..<128).map { byte &* UInt8($0 | 1) }, count: Int(byte) * keyBits / 255)
        var value = CellBuilder()
        guard (try? value.store(UInt64(byte), bits: 32)) != nil else { continue }
        if (try? prefixes.set(value, for: key)) == true {
            var found = try? prefixes.value(for: key)
            precondition((try? found?.loadUInt(bits: 32)) == UInt64(byte), "set, but not there")
            if byte & 1 != 0, (try? prefixes.remove(key)) != nil {
                precondition((try? prefixes.value(for: key)) == .some(nil), "still there")
            }
        }
        if (try? keys.set(value, for: key)) != nil {
            var found = try? keys.longestMatch(for: key)?.value
            precondition((try? found?.loadUInt(bits: 32)) == UInt64(byte), "set, but not there")
            if byte & 1 != 0, (try? keys.remove(key)) != nil {
                precondition((try? keys.value(for: key)) == .some(nil), "still there")
            }
        }
    }
}

/// What is listed must be found, in order, and build the same content anew.
private func check(_ dictionary: HashmapE, _ entries: [HashmapE.Entry]) {
    guard !entries.isEmpty else { return }
    var builders: [(key: BitString, value: CellBuilder)] = []
    for entry in entries {
        precondition((try? dictionary.value(for: entry.key)) == .some(.some(entry.value)), "listed, but not found")
        var value = CellBuilder()
        guard (try? value.store(entry.value)) != nil else { fatalError("a value that can't be stored") }
        builders.append((entry.key, value))
    }
    // Short labels may be in a longer form than the canonical one, never in a shorter: all must fit again.
    guard let built = try? HashmapE(keyBits: dictionary.keyBits, ascending: builders) else {
        fatalError("can't be built again")
    }
    guard let single = try? HashmapE(keyBits: dictionary.keyBits, entries: builders) else { return }
    precondition(built.root == single.root, "built at once and one by one differ")
}
