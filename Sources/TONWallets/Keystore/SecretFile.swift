public import TONCrypto

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files that hold secrets, such as keystores and passwords: nobody but their owner may use them.
public enum SecretFile {
    /// Most bytes that such a file may have: 64 KiB.
    public static let maximumByteCount = 64 << 10

    /// Reads a whole file. Throws where others than its owner can read or write it, where it is another user's, and where
    /// it is no regular file or has more than ``maximumByteCount`` bytes.
    ///
    /// What is checked is what is read: the file is opened once.
    public static func read(path: String) throws(KeystoreError) -> SecretBytes {
        // Not to wait for the other end of a pipe that is no regular file anyway.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw .missing(path: path) }
            throw failure("open", path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("stat", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_mode & 0o077 == 0 else {
            throw .exposed(path: path, mode: UInt16(truncatingIfNeeded: status.st_mode & 0o7777))
        }
        guard status.st_uid == geteuid() || geteuid() == 0 else {
            throw .foreignOwner(path: path, owner: status.st_uid)
        }
        // One byte more than allowed shows that there are too many, even if the file grows meanwhile.
        var count = 0
        let bytes = try SecretBytes(count: maximumByteCount + 1) { (buffer) throws(KeystoreError) in
            while count < buffer.count {
                let part = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
                let result = Self.retrying { systemRead(descriptor, part) }
                guard result >= 0 else { throw failure("read", path) }
                if result == 0 { break }
                count += result
            }
        }
        guard count <= maximumByteCount else { throw .tooLarge(path: path, limit: maximumByteCount) }
        return bytes.part(0..<count)
    }

    /// Reads a file that holds a password, without the end of its line. Throws what ``read(path:)`` throws, and for an
    /// empty password.
    public static func readPassword(path: String) throws(KeystoreError) -> SecretBytes {
        let bytes = try read(path: path)
        let count = bytes.withUnsafeBytes { bytes in
            var count = bytes.count
            if count > 0, bytes[count - 1] == UInt8(ascii: "\n") { count -= 1 }
            if count > 0, bytes[count - 1] == UInt8(ascii: "\r") { count -= 1 }
            return count
        }
        guard count > 0 else { throw .emptyPassword }
        return bytes.part(0..<count)
    }

    /// Writes a new file that its owner alone can use. It appears whole or not at all, and is on the disk afterwards.
    /// Throws where there is one already, which stays as it is.
    public static func create(path: String, _ bytes: SecretBytes) throws(KeystoreError) {
        try write(path: path, bytes) { (temporary) throws(KeystoreError) in
            // Unlike a renaming, a second name is refused where the first exists.
            guard link(temporary, path) == 0 else {
                if errno == EEXIST { throw .exists(path: path) }
                throw failure("create", path)
            }
            unlink(temporary)
        }
    }

    /// Puts a file that its owner alone can use in the place of another, or of none. A failure leaves the old one.
    public static func replace(path: String, _ bytes: SecretBytes) throws(KeystoreError) {
        try write(path: path, bytes) { (temporary) throws(KeystoreError) in
            guard rename(temporary, path) == 0 else { throw failure("replace", path) }
        }
    }

    private static func write(
        path: String, _ bytes: SecretBytes, publish: (String) throws(KeystoreError) -> Void
    ) throws(KeystoreError) {
        guard bytes.count <= maximumByteCount else { throw .tooLarge(path: path, limit: maximumByteCount) }
        let suffix = SecretBytes.random(count: 8).withUnsafeBytes { Hex.encode($0) }
        let temporary = "\(path).\(suffix).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("create", path) }
        var isOpen = true
        defer {
            if isOpen { close(descriptor) }
            // Gone already where all went well.
            unlink(temporary)
        }
        // Whatever the process's mask says.
        guard fchmod(descriptor, 0o600) == 0 else { throw failure("protect", path) }
        var done = 0
        while done < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                Self.retrying { systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...])) }
            }
            guard result > 0 else { throw failure("write", path) }
            done += result
        }
        guard fsync(descriptor) == 0 else { throw failure("write", path) }
        isOpen = false
        guard close(descriptor) == 0 else { throw failure("write", path) }
        try publish(temporary)
        try synchronizeFolder(of: path)
    }

    /// Brings the file's name to the disk too.
    private static func synchronizeFolder(of path: String) throws(KeystoreError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Some file systems can't, and say so.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw failure("write", path) }
    }

    private static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func failure(_ call: String, _ path: String) -> KeystoreError {
        .system(path: path, call: call, reason: String(cString: strerror(errno)))
    }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
    write(descriptor, buffer.baseAddress, buffer.count)
}
