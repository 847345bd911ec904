/// A type that can be read from a cell by its TL-B layout.
public protocol TLBDecodable: Sendable {
    /// Reads the value from the front of `slice` and moves past it. Throws where the layout doesn't fit.
    init(from slice: inout CellSlice) throws(CellError)
}

/// A type that can be written to a cell by its TL-B layout.
public protocol TLBEncodable: Sendable {
    /// Appends the value to `builder`. Throws where it doesn't fit.
    func store(in builder: inout CellBuilder) throws(CellError)
}

/// A type that reads and writes the same layout.
public typealias TLBCodable = TLBDecodable & TLBEncodable

extension TLBDecodable {
    /// Reads the value from a cell that holds it and nothing else.
    @inlinable
    public init(cell: Cell) throws(CellError) {
        var slice = try cell.slice()
        try self.init(from: &slice)
        try slice.end()
    }
}

extension TLBEncodable {
    /// The cell of the value alone.
    public func cell() throws(CellError) -> Cell {
        var builder = CellBuilder()
        try store(in: &builder)
        return try builder.build()
    }
}

extension CellSlice {
    /// Reads a value by its layout.
    @inlinable
    public mutating func load<T: TLBDecodable>(_ type: T.Type = T.self) throws(CellError) -> T {
        let mark = Mark(self)
        do throws(CellError) {
            return try T(from: &self)
        } catch {
            rollBack(to: mark)
            throw error
        }
    }

    /// Reads `^T`: a value from the next reference, which must hold nothing else.
    @inlinable
    public mutating func loadReferenced<T: TLBDecodable>(_ type: T.Type = T.self) throws(CellError) -> T {
        let mark = Mark(self)
        do throws(CellError) {
            return try T(cell: try loadReference())
        } catch {
            rollBack(to: mark)
            throw error
        }
    }

    /// Reads `Maybe T`.
    @inlinable
    public mutating func loadMaybe<T: TLBDecodable>(_ type: T.Type = T.self) throws(CellError) -> T? {
        let mark = Mark(self)
        do throws(CellError) {
            return try loadBit() ? try T(from: &self) : nil
        } catch {
            rollBack(to: mark)
            throw error
        }
    }
}

extension CellBuilder {
    /// Appends a value by its layout.
    @inlinable
    public mutating func store(_ value: some TLBEncodable) throws(CellError) {
        let mark = mark
        do throws(CellError) {
            try value.store(in: &self)
        } catch {
            rollBack(to: mark)
            throw error
        }
    }

    /// Appends `^T`.
    public mutating func store(referenced value: some TLBEncodable) throws(CellError) {
        try store(reference: try value.cell())
    }

    /// Appends `Maybe T`.
    @inlinable
    public mutating func store<T: TLBEncodable>(maybe value: T?) throws(CellError) {
        let mark = mark
        do throws(CellError) {
            try store(bit: value != nil)
            if let value { try value.store(in: &self) }
        } catch {
            rollBack(to: mark)
            throw error
        }
    }
}
