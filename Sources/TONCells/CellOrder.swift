internal import TONCrypto

/// Puts cells in the order in which the reference's writer does, the only one that reproduces a block's file hash.
///
/// Cells are gathered children first, equal ones once. Each gets a weight, about the number of cells below it and at
/// most 255, which is then shared out so that the children of a cell weigh at most 63 together; a cell that can't
/// bear its children becomes a place to start anew ("special"), whose subtree is laid out early, and which keeps its
/// hashes where hashes are written. Siblings end up side by side.
///
/// Everything is a table over positions, in the order of gathering: no allocation and no reference count for a cell.
struct CellOrder: ~Copyable {
    /// A cell without a reference count: the roots keep all storages alive while the order is made and used.
    struct Handle {
        private let storage: Unmanaged<CellStorage>
        let index: Int32

        init(_ storage: CellStorage, _ index: Int) {
            self.storage = Unmanaged.passUnretained(storage)
            self.index = Int32(truncatingIfNeeded: index)
        }

        @inline(__always)
        func withStorage<R>(_ body: (CellStorage) -> R) -> R { storage._withUnsafeGuaranteedRef(body) }

        @inline(__always)
        func child(_ number: Int) -> Handle {
            withStorage { storage in
                if storage.isParsed {
                    return Handle(storage: self.storage, index: storage.link(of: Int(index), at: number))
                }
                let cell = storage.children + number
                return Handle(cell.pointee.storage, Int(cell.pointee.index))
            }
        }

        @inline(__always)
        private init(storage: Unmanaged<CellStorage>, index: Int) {
            self.storage = storage
            self.index = Int32(truncatingIfNeeded: index)
        }
    }

    /// What the writer needs of a cell, where it lies in the cell's storage.
    struct Entry {
        let handle: Handle
        let record: CellStorage.Record
        let data: UnsafeRawPointer
        let hash: UnsafePointer<Hash256>

        @inline(__always)
        init(_ handle: Handle) {
            let index = Int(handle.index)
            self.handle = handle
            (record, data, hash) = handle.withStorage { storage in
                let record = storage.records[index]
                return (
                    record, UnsafeRawPointer(storage.bytes + Int(record.dataOffset)),
                    UnsafePointer(storage.hashes + index)
                )
            }
        }
    }

    /// The gathered cells.
    private(set) var entries: ContiguousArray<Entry> = []
    /// Where a cell's children start in ``children``; one entry more than there are cells.
    private var firstChild: ContiguousArray<Int32> = [0]
    /// Positions of all children, one cell's after another's.
    private var children: ContiguousArray<Int32> = []
    private var weights: ContiguousArray<UInt8> = []
    /// The cells that several references, or roots, lead to.
    private(set) var isShared: ContiguousArray<Bool> = []
    /// Places from the end, or one of the states below.
    private var places: ContiguousArray<Int32> = []
    /// Positions in the order of their places.
    private var arrangement: ContiguousArray<Int32> = []

    private static let maximumWeight = 64
    private static let isNew: Int32 = -1
    private static let isPrevisited: Int32 = -2
    private static let isVisited: Int32 = -3

    /// Makes the order of all cells below some roots. The roots must outlive it.
    init(_ roots: [Cell]) {
        // Built cells have storages of their own, so there may be more: room for a few costs nothing.
        let expected = max(roots.reduce(0) { $0 + $1.storage.cellCount }, 16)
        var seen = SeenCells(expected: expected)
        entries.reserveCapacity(expected)
        firstChild.reserveCapacity(expected + 1)
        children.reserveCapacity(expected * 2)
        weights.reserveCapacity(expected)
        isShared.reserveCapacity(expected)
        let positions = roots.map { gather(Handle($0.storage, Int($0.index)), &seen) }
        shareWeights()
        places = ContiguousArray(repeating: Self.isNew, count: entries.count)
        arrangement.reserveCapacity(entries.count)
        var steps: ContiguousArray<Step> = []
        for root in positions {
            revisit(.previsit(root), &steps)
            revisit(.visit(root), &steps)
        }
        for root in positions { allocate(root) }
        rootIndices = positions.map { index(of: $0) }
    }

    /// The final indices of the roots.
    private(set) var rootIndices: [Int] = []

    /// How many distinct cells there are.
    var count: Int { entries.count }

    /// How many references they have.
    var referenceCount: Int { children.count }

    /// The position of the cell with a final index.
    @inline(__always)
    func position(at index: Int) -> Int { Int(arrangement[arrangement.count - 1 - index]) }

    /// The final index of the cell at a position.
    @inline(__always)
    private func index(of position: Int32) -> Int { entries.count - 1 - Int(places[Int(position)]) }

    /// Whether a cell keeps its hashes where hashes are written.
    func isSpecial(_ position: Int) -> Bool { weights[position] == 0 }

    /// The final indices of the children of the cell at a position.
    @inline(__always)
    func eachChild(of position: Int, _ body: (Int) -> Void) {
        for slot in childRange(position) { body(index(of: children[slot])) }
    }

    // MARK: - Gathering

    private struct Frame {
        let handle: Handle
        let count: Int32
        var done: Int32 = 0
        var positions: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)

        @inline(__always)
        init(_ handle: Handle) {
            self.handle = handle
            count = handle.withStorage { Int32($0.records[Int(handle.index)].referenceCount) }
        }

        subscript(_ number: Int32) -> Int32 {
            switch number {
            case 0: positions.0
            case 1: positions.1
            case 2: positions.2
            default: positions.3
            }
        }

        @inline(__always)
        mutating func append(_ position: Int32) {
            switch done {
            case 0: positions.0 = position
            case 1: positions.1 = position
            case 2: positions.2 = position
            default: positions.3 = position
            }
            done += 1
        }
    }

    /// Gathers a cell and all below it, children first; the position of the cell.
    private mutating func gather(_ root: Handle, _ seen: inout SeenCells) -> Int32 {
        if let known = seen.position(of: root, in: entries) {
            isShared[Int(known)] = true
            return known
        }
        // An explicit stack, since a tree may be 1024 deep.
        var pending: ContiguousArray<Frame> = []
        var frame = Frame(root)
        while true {
            while frame.done < frame.count {
                let child = frame.handle.child(Int(frame.done))
                if let known = seen.position(of: child, in: entries) {
                    isShared[Int(known)] = true
                    frame.append(known)
                } else {
                    pending.append(frame)
                    frame = Frame(child)
                }
            }
            let position = finish(frame, &seen)
            guard let above = pending.popLast() else { return position }
            frame = above
            frame.append(position)
        }
    }

    @inline(__always)
    private mutating func finish(_ frame: Frame, _ seen: inout SeenCells) -> Int32 {
        let position = Int32(entries.count)
        var weight = 1
        for number in 0..<frame.done {
            let child = frame[number]
            children.append(child)
            weight += Int(weights[Int(child)])
        }
        firstChild.append(Int32(children.count))
        entries.append(Entry(frame.handle))
        weights.append(UInt8(min(255, weight)))
        isShared.append(false)
        seen.insert(frame.handle, at: position, in: entries)
        return position
    }

    // MARK: - Weights

    @inline(__always)
    private func childRange(_ position: Int) -> Range<Int> {
        Int(firstChild[position])..<Int(firstChild[position + 1])
    }

    private mutating func shareWeights() {
        for position in stride(from: entries.count - 1, through: 0, by: -1) {
            let range = childRange(position)
            guard !range.isEmpty else { continue }
            let count = range.count
            var left = Self.maximumWeight - 1
            var heavy: UInt8 = 0
            for number in 0..<count {
                let weight = Int(weights[Int(children[range.lowerBound + number])])
                if weight <= (Self.maximumWeight - 1 + number) / count {
                    left -= weight
                } else {
                    heavy |= 1 << UInt8(number)
                }
            }
            guard heavy != 0 else { continue }
            let heavyCount = heavy.nonzeroBitCount
            for number in 0..<count where heavy >> UInt8(number) & 1 != 0 {
                let child = Int(children[range.lowerBound + number])
                let limit = left / heavyCount
                left += 1
                if Int(weights[child]) > limit { weights[child] = UInt8(limit) }
            }
        }
        for position in entries.indices {
            var sum = 1
            for child in childRange(position) { sum += Int(weights[Int(children[child])]) }
            weights[position] = sum <= Int(weights[position]) ? UInt8(sum) : 0
        }
    }

    // MARK: - Places

    private enum Step {
        /// Look for special cells below, and visit them.
        case previsit(Int32)
        case endPrevisit(Int32)
        /// Visit everything below, then give the children their places.
        case visit(Int32)
        case endVisit(Int32)
    }

    // Steps wait on a list, the next one last, since a tree may be 1024 deep. Leaves, about half of all cells, are done
    // where they would be put on it: nothing hangs on when they are.
    private mutating func revisit(_ first: Step, _ steps: inout ContiguousArray<Step>) {
        steps.append(first)
        while let step = steps.popLast() {
            switch step {
            case .previsit(let position):
                guard places[Int(position)] == Self.isNew else { continue }
                steps.append(.endPrevisit(position))
                for slot in childRange(Int(position)) {
                    let child = children[slot]
                    let place = places[Int(child)]
                    if isLeaf(child) {
                        if place == Self.isNew { places[Int(child)] = Self.isPrevisited }
                    } else if weights[Int(child)] == 0 {
                        if place < 0, place != Self.isVisited { steps.append(.visit(child)) }
                    } else if place == Self.isNew {
                        steps.append(.previsit(child))
                    }
                }
            case .endPrevisit(let position):
                places[Int(position)] = Self.isPrevisited
            case .visit(let position):
                guard places[Int(position)] < 0, places[Int(position)] != Self.isVisited else { continue }
                steps.append(.endVisit(position))
                for slot in childRange(Int(position)) {
                    let child = children[slot]
                    let place = places[Int(child)]
                    guard place < 0, place != Self.isVisited else { continue }
                    if isLeaf(child) {
                        places[Int(child)] = Self.isVisited
                    } else {
                        steps.append(.visit(child))
                    }
                }
                if weights[Int(position)] == 0 { steps.append(.previsit(position)) }
            case .endVisit(let position):
                for slot in childRange(Int(position)).reversed() { allocate(children[slot]) }
                if places[Int(position)] < 0 { places[Int(position)] = Self.isVisited }
            }
        }
    }

    @inline(__always)
    private func isLeaf(_ position: Int32) -> Bool { firstChild[Int(position)] == firstChild[Int(position) + 1] }

    private mutating func allocate(_ position: Int32) {
        guard places[Int(position)] < 0 else { return }
        places[Int(position)] = Int32(arrangement.count)
        arrangement.append(position)
    }
}

/// Finds cells that were gathered: by their place in the storage first, by hash where they come from elsewhere.
private struct SeenCells {
    /// For each parsed storage: positions by index, −1 where not gathered.
    private var tables: ContiguousArray<(storage: ObjectIdentifier, positions: ContiguousArray<Int32>)> = []
    /// Open addressing over the first eight bytes of the hash; −1 where free.
    private var slots: ContiguousArray<Int32>
    private var mask: Int
    private var used = 0

    init(expected: Int) {
        var capacity = 32
        while capacity < expected * 2 { capacity *= 2 }
        slots = ContiguousArray(repeating: -1, count: capacity)
        mask = capacity - 1
    }

    @inline(__always)
    private func slot(of hash: Hash256) -> Int {
        Int(truncatingIfNeeded: hash.leadingWord) & mask
    }

    mutating func position(of handle: CellOrder.Handle, in entries: ContiguousArray<CellOrder.Entry>) -> Int32? {
        let table = table(of: handle)
        if let table {
            let known = tables[table].positions[Int(handle.index)]
            if known >= 0 { return known }
        }
        let hash = handle.withStorage { $0.hashes[Int(handle.index)] }
        var slot = slot(of: hash)
        while slots[slot] >= 0 {
            let candidate = slots[slot]
            if entries[Int(candidate)].hash.pointee == hash {
                if let table { tables[table].positions[Int(handle.index)] = candidate }
                return candidate
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    mutating func insert(
        _ handle: CellOrder.Handle, at position: Int32, in entries: ContiguousArray<CellOrder.Entry>
    ) {
        if let table = table(of: handle) { tables[table].positions[Int(handle.index)] = position }
        if (used + 1) * 2 > slots.count { grow(entries) }
        fill(handle.withStorage { $0.hashes[Int(handle.index)] }, position)
        used += 1
    }

    private mutating func fill(_ hash: Hash256, _ position: Int32) {
        var slot = slot(of: hash)
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = position
    }

    private mutating func grow(_ entries: ContiguousArray<CellOrder.Entry>) {
        let old = slots
        slots = ContiguousArray(repeating: -1, count: old.count * 2)
        mask = slots.count - 1
        for position in old where position >= 0 { fill(entries[Int(position)].hash.pointee, position) }
    }

    /// The table of a parsed storage. A bag rarely spans more than a few of them, and the last one used comes first.
    @inline(__always)
    private mutating func table(of handle: CellOrder.Handle) -> Int? {
        let (identifier, parsedCount) = handle.withStorage { (ObjectIdentifier($0), $0.isParsed ? $0.cellCount : 0) }
        guard parsedCount > 0 else { return nil }
        if let last = tables.indices.last, tables[last].storage == identifier { return last }
        if let known = tables.firstIndex(where: { $0.storage == identifier }) { return known }
        tables.append((identifier, ContiguousArray(repeating: -1, count: parsedCount)))
        return tables.count - 1
    }
}
