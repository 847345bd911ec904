#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Releases values that lie inside one another with little recursion.
///
/// Programs nest tuples and continuations as deep as their gas allows; if each released what it holds, the thread's
/// stack would overflow. So beyond some depth what is to be released waits until the outermost release is done.
final class Burial {
    /// How many releases go on, one inside the other.
    private var depth = 0
    private var waiting: [StackEntry] = []

    private static let maximumDepth = 32

    /// Releases values.
    static func release(_ entries: inout [StackEntry]) {
        Unmanaged.passUnretained(current)._withUnsafeGuaranteedRef { burial in
            if burial.depth >= maximumDepth {
                burial.waiting.append(contentsOf: entries)
                entries = []
            } else {
                burial.descend { entries = [] }
            }
        }
    }

    /// Releases what a continuation holds.
    static func release(_ continuation: Continuation) {
        Unmanaged.passUnretained(current)._withUnsafeGuaranteedRef { burial in
            if burial.depth >= maximumDepth {
                continuation.dismantle(into: &burial.waiting)
            } else {
                burial.descend { continuation.clear() }
            }
        }
    }

    private func descend(_ body: () -> Void) {
        depth += 1
        body()
        depth -= 1
        guard depth == 0, !waiting.isEmpty else { return }
        while !waiting.isEmpty {
            depth = 1
            waiting.removeLast()
            depth = 0
        }
    }

    // MARK: - One for each thread

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { pointer in
            // The two systems don't agree on whether it may be absent.
            let pointer: UnsafeMutableRawPointer? = pointer
            if let pointer { Unmanaged<Burial>.fromOpaque(pointer).release() }
        }
        return key
    }()

    private static var current: Burial {
        if let pointer = pthread_getspecific(key) { return Unmanaged<Burial>.fromOpaque(pointer).takeUnretainedValue() }
        let burial = Burial()
        pthread_setspecific(key, Unmanaged.passRetained(burial).toOpaque())
        return burial
    }
}

extension [StackEntry] {
    /// Whether one of the values holds others.
    var containsNested: Bool {
        withUnsafeBufferPointer { entries in
            for position in entries.indices {
                switch entries[position] {
                case .tuple, .continuation: return true
                default: continue
                }
            }
            return false
        }
    }
}
