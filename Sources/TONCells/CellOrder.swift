internal import TONCrypto

/// Puts cells in the order in which the reference's writer does, the only one that reproduces a block's file hash.
///
/// Cells are gathered children first, equal ones once. Each gets a weight, about the number of cells below it and at
/// most 255, which is then shared out so that the children of a cell weigh at most 63 together; a cell that can't
/// bear its children becomes a place to start anew ("special"), whose subtree is laid out early, and which keeps its
/// hashes where hashes are written. Siblings end up side by side.
///
/// Everything is a table over positions, in the order of gathering: no allocation and no reference count for a cell.
struct CellOrder {
    /// A cell without a reference count: the roots keep all storages alive while the order is made.
    struct Handle {
        unowned(unsafe) let storage: CellStorage
        let index: Int32

        @inline(__always) var record: CellStorage.Record { storage.records[Int(index)] }
        @inline(__always) var hash: Hash256 {
            storage.hashes[Int(record.hashOffset) + record.storedHashCount - 1]
        }
    }

    /// The gathered cells.
    private(set) var handles: ContiguousArray<Handle> = []
    /// Where a cell's children stand in ``children``.
    private var firstChild: ContiguousArray<Int32> = []
    /// Positions of all children, one cell's after another's.
    private var children: ContiguousArray<Int32> = []
    private var weights: ContiguousArray<UInt8> = []
    /// The cells that several references, or roots, lead to.
    private(set) var isShared: ContiguousArray<Bool> = []
    /// Places from the end, or one of the states below.
    private var places: ContiguousArray<Int32> = []
    /// Positions in the order of their places.
    private var arrangement: ContiguousArray<Int32> = []

    private var seen: SeenCells

    private static let maximumWeight = 64
    private static let isNew: Int32 = -1
    private static let isPrevisited: Int32 = -2
    private static let isVisited: Int32 = -3

    /// Makes the order of all cells below some roots. The roots must outlive it.
    init(_ roots: [Cell]) {
        let expected = roots.reduce(0) { $0 + $1.storage.cellCount }
        seen = SeenCells(expected: expected)
        handles.reserveCapacity(expected)
        firstChild.reserveCapacity(expected + 1)
        children.reserveCapacity(expected * 2)
        weights.reserveCapacity(expected)
        isShared.reserveCapacity(expected)
        let positions = roots.map { gather(Handle(storage: $0.storage, index: Int32(bitPattern: $0.index))) }
        shareWeights()
        places = ContiguousArray(repeating: Self.isNew, count: handles.count)
        arrangement.reserveCapacity(handles.count)
        for root in positions {
            revisit(.previsit(root))
            revisit(.visit(root))
        }
        for root in positions { allocate(root) }
        rootIndices = positions.map { index(of: $0) }
    }

    /// The final indices of the roots.
    private(set) var rootIndices: [Int] = []

    /// How many distinct cells there are.
    var count: Int { handles.count }

    /// How many references they have.
    var referenceCount: Int { children.count }

    /// The position of the cell with a final index.
    @inline(__always)
    func position(at index: Int) -> Int { Int(arrangement[arrangement.count - 1 - index]) }

    /// The final index of the cell at a position.
    @inline(__always)
    private func index(of position: Int32) -> Int { handles.count - 1 - Int(places[Int(position)]) }

    /// Whether a cell keeps its hashes where hashes are written.
    func isSpecial(_ position: Int) -> Bool { weights[position] == 0 }

    /// The final indices of the children of the cell at a position.
    @inline(__always)
    func eachChild(of position: Int, _ body: (Int) -> Void) {
        var next = Int(firstChild[position])
        let end = next + Int(handles[position].record.referenceCount)
        while next < end {
            body(index(of: children[next]))
            next += 1
        }
    }

    // MARK: - Gathering

    private struct Frame {
        let handle: Handle
        var done: Int32 = 0
        var positions: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)

        subscript(_ number: Int32) -> Int32 {
            switch number {
            case 0: positions.0
            case 1: positions.1
            case 2: positions.2
            default: positions.3
            }
        }

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
    private mutating func gather(_ root: Handle) -> Int32 {
        if let known = seen.position(of: root, in: handles) {
            isShared[Int(known)] = true
            return known
        }
        // An explicit stack, since a tree may be 1024 deep.
        var pending: ContiguousArray<Frame> = [Frame(handle: root)]
        while true {
            let top = pending.count - 1
            let frame = pending[top]
            if frame.done < Int32(frame.handle.record.referenceCount) {
                let child = frame.handle.child(Int(frame.done))
                if let known = seen.position(of: child, in: handles) {
                    isShared[Int(known)] = true
                    pending[top].append(known)
                } else {
                    pending.append(Frame(handle: child))
                }
                continue
            }
            let position = finish(frame)
            pending.removeLast()
            guard !pending.isEmpty else { return position }
            pending[top - 1].append(position)
        }
    }

    private mutating func finish(_ frame: Frame) -> Int32 {
        let position = Int32(handles.count)
        firstChild.append(Int32(children.count))
        var weight = 1
        for number in 0..<frame.done {
            let child = frame[number]
            children.append(child)
            weight += Int(weights[Int(child)])
        }
        handles.append(frame.handle)
        weights.append(UInt8(min(255, weight)))
        isShared.append(false)
        seen.insert(frame.handle, at: position, in: handles)
        return position
    }

    // MARK: - Weights

    private func childRange(_ position: Int) -> Range<Int> {
        let first = Int(firstChild[position])
        return first..<first + Int(handles[position].record.referenceCount)
    }

    private mutating func shareWeights() {
        for position in stride(from: handles.count - 1, through: 0, by: -1) {
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
        for position in handles.indices {
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

    // Steps wait on a list, the next one last, since a tree may be 1024 deep.
    private mutating func revisit(_ first: Step) {
        var steps: ContiguousArray<Step> = [first]
        while let step = steps.popLast() {
            switch step {
            case .previsit(let position):
                guard places[Int(position)] == Self.isNew else { continue }
                steps.append(.endPrevisit(position))
                for slot in childRange(Int(position)) {
                    let child = children[slot]
                    steps.append(weights[Int(child)] == 0 ? .visit(child) : .previsit(child))
                }
            case .endPrevisit(let position):
                places[Int(position)] = Self.isPrevisited
            case .visit(let position):
                guard places[Int(position)] < 0, places[Int(position)] != Self.isVisited else { continue }
                steps.append(.endVisit(position))
                for slot in childRange(Int(position)) { steps.append(.visit(children[slot])) }
                if weights[Int(position)] == 0 { steps.append(.previsit(position)) }
            case .endVisit(let position):
                for slot in childRange(Int(position)).reversed() { allocate(children[slot]) }
                if places[Int(position)] < 0 { places[Int(position)] = Self.isVisited }
            }
        }
    }

    private mutating func allocate(_ position: Int32) {
        guard places[Int(position)] < 0 else { return }
        places[Int(position)] = Int32(arrangement.count)
        arrangement.append(position)
    }
}

extension CellOrder.Handle {
    /// The child at a position below the reference count.
    @inline(__always)
    func child(_ number: Int) -> CellOrder.Handle {
        if storage.isParsed {
            let link = storage.links[Int(record.linkOffset) + number]
            return CellOrder.Handle(storage: storage, index: Int32(bitPattern: link))
        }
        let cell = storage.children[number]
        return CellOrder.Handle(storage: cell.storage, index: Int32(bitPattern: cell.index))
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
        var capacity = 64
        while capacity < expected * 2 { capacity *= 2 }
        slots = ContiguousArray(repeating: -1, count: capacity)
        mask = capacity - 1
    }

    @inline(__always)
    private func slot(of hash: Hash256) -> Int {
        Int(truncatingIfNeeded: hash.leadingWord) & mask
    }

    mutating func position(of handle: CellOrder.Handle, in handles: ContiguousArray<CellOrder.Handle>) -> Int32? {
        let table = handle.storage.isParsed ? self.table(of: handle.storage) : nil
        if let table {
            let known = tables[table].positions[Int(handle.index)]
            if known >= 0 { return known }
        }
        let hash = handle.hash
        var slot = slot(of: hash)
        while slots[slot] >= 0 {
            let candidate = slots[slot]
            if handles[Int(candidate)].hash == hash {
                if let table { tables[table].positions[Int(handle.index)] = candidate }
                return candidate
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    mutating func insert(
        _ handle: CellOrder.Handle, at position: Int32, in handles: ContiguousArray<CellOrder.Handle>
    ) {
        if handle.storage.isParsed {
            let table = table(of: handle.storage)
            tables[table].positions[Int(handle.index)] = position
        }
        if (used + 1) * 2 > slots.count { grow(handles) }
        fill(handle.hash, position)
        used += 1
    }

    private mutating func fill(_ hash: Hash256, _ position: Int32) {
        var slot = slot(of: hash)
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = position
    }

    private mutating func grow(_ handles: ContiguousArray<CellOrder.Handle>) {
        let old = slots
        slots = ContiguousArray(repeating: -1, count: old.count * 2)
        mask = slots.count - 1
        for position in old where position >= 0 { fill(handles[Int(position)].hash, position) }
    }

    /// A bag rarely spans more than a few storages, and the last one used comes first.
    private mutating func table(of storage: CellStorage) -> Int {
        let identifier = ObjectIdentifier(storage)
        if let last = tables.indices.last, tables[last].storage == identifier { return last }
        if let known = tables.firstIndex(where: { $0.storage == identifier }) { return known }
        tables.append((identifier, ContiguousArray(repeating: -1, count: storage.cellCount)))
        return tables.count - 1
    }
}
