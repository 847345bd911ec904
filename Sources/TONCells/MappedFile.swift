#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file in memory without being read: the system brings its pages when they are looked at, and may drop them again.
///
/// For files that only grow by being replaced, such as archived blocks and states. Whoever truncates a mapped file takes
/// away memory that is in use, and the system stops the process: map no file that others may shorten.
public final class MappedFile: Sendable {
    private let start: Int
    private let count: Int
    private let mappedCount: Int

    /// Maps a whole regular file for reading. Throws where it can't be opened or mapped, or isn't a regular file.
    public init(path: String) throws(MappedFileError) {
        func check(_ succeeded: Bool, _ call: String) throws(MappedFileError) {
            guard succeeded else {
                throw MappedFileError(path: path, call: call, reason: String(cString: strerror(errno)))
            }
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        try check(descriptor >= 0, "open")
        defer { close(descriptor) }
        var status = stat()
        try check(fstat(descriptor, &status) == 0, "stat")
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw MappedFileError(path: path, call: "map", reason: "not a regular file")
        }
        let size = Int(status.st_size)
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        // One page more than the file has, so that loads of whole words may cross its end.
        let total = (size + page - 1) / page * page + page
        let reserved = mmap(nil, total, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0)
        try check(reserved != MAP_FAILED, "map")
        if size > 0 {
            let mapped = mmap(reserved, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0)
            if mapped == MAP_FAILED {
                let reason = String(cString: strerror(errno))
                munmap(reserved, total)
                throw MappedFileError(path: path, call: "map", reason: reason)
            }
        }
        start = Int(bitPattern: reserved)
        count = size
        mappedCount = total
    }

    deinit { munmap(UnsafeMutableRawPointer(bitPattern: start), mappedCount) }

    /// The file's bytes. They stay as long as the mapping does, with a page of zeros behind them.
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: UnsafePointer(bitPattern: start), count: count)
    }
}

/// Why a file can't be mapped.
public struct MappedFileError: Error, Hashable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What failed: open, stat, map.
    public let call: String
    /// What the system says.
    public let reason: String

    /// The call, the file and the reason.
    public var description: String { "can't \(call) \(path): \(reason)" }
}
