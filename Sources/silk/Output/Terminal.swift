import Foundation
import TONCrypto

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The terminal, where secrets are asked for and shown.
enum Terminal {
    /// Whether somebody types what is read from stdin.
    static var isInput: Bool { isatty(STDIN_FILENO) == 1 }
    /// Whether somebody sees what is written to stderr.
    static var isShown: Bool { isatty(STDERR_FILENO) == 1 }

    private static let maximumLineByteCount = 4096

    private enum Key {
        static let interrupt: UInt8 = 0x03
        static let end: UInt8 = 0x04
        static let eraseLine: UInt8 = 0x15
        static let backspaces: [UInt8] = [0x08, 0x7f]
        static let lineEnds: [UInt8] = [0x0a, 0x0d]
    }

    /// Asks for a line that isn't shown while it is typed. Throws where stdin is no terminal, and for Ctrl-C.
    ///
    /// The terminal sends no signals meanwhile, so that none can end the process and leave it mute.
    static func askSecret(_ question: String, otherwise: String) throws -> SecretBytes {
        guard isInput else { throw Failure("there is no terminal to ask on: \(otherwise)", code: .signer) }
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw Failure("the terminal can't be kept from showing what is typed", code: .signer)
        }
        var mute = before
        mute.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        withUnsafeMutableBytes(of: &mute.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        // What was typed before the question isn't its answer.
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &mute) == 0 else {
            throw Failure("the terminal can't be kept from showing what is typed", code: .signer)
        }
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
            StandardError.write("")
        }
        try? FileHandle.standardError.write(contentsOf: Data("\(question): ".utf8))
        return try readLine()
    }

    /// Reads stdin to its end. Throws where there is more than so many bytes.
    static func readInput(limit: Int) throws -> SecretBytes {
        var count = 0
        let bytes = try SecretBytes(count: limit + 1) { (buffer) throws(Failure) in
            while count < buffer.count {
                let result = read(STDIN_FILENO, buffer.baseAddress.map { $0 + count }, buffer.count - count)
                if result < 0, errno == EINTR { continue }
                guard result >= 0 else { throw Failure("stdin can't be read") }
                if result == 0 { return }
                count += result
            }
        }
        guard count <= limit else { throw Failure("stdin has more than \(limit) bytes, which no secret has") }
        return bytes.part(0..<count)
    }

    private static func readLine() throws -> SecretBytes {
        var count = 0
        let line = try SecretBytes(count: maximumLineByteCount) { (buffer) throws(Failure) in
            while true {
                var byte: UInt8 = 0
                let result = read(STDIN_FILENO, &byte, 1)
                if result < 0, errno == EINTR { continue }
                guard result == 1 else { return }
                if Key.lineEnds.contains(byte) || byte == Key.end { return }
                if byte == Key.interrupt { throw Failure("nothing was done", code: .interrupted) }
                if byte == Key.eraseLine {
                    count = 0
                } else if Key.backspaces.contains(byte) {
                    count = Self.characterStart(buffer, before: count)
                } else {
                    guard count < buffer.count else {
                        throw Failure("expected at most \(buffer.count) bytes in one line", code: .signer)
                    }
                    buffer[count] = byte
                    count += 1
                }
            }
        }
        return line.part(0..<count)
    }

    /// Where the last character of UTF-8 begins.
    private static func characterStart(_ buffer: UnsafeMutableRawBufferPointer, before count: Int) -> Int {
        var start = max(count - 1, 0)
        while start > 0, buffer[start] & 0xc0 == 0x80 { start -= 1 }
        return start
    }
}
