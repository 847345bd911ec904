import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The built command with somebody at a terminal: stdin and stderr are one, stdout is a file.
final class TerminalProcess {
    private struct NoTerminal: Error {}
    private struct NotAsked: Error, CustomStringConvertible {
        let description: String
    }

    let process: Process
    /// All that the terminal has shown.
    private(set) var shown = ""

    private let controller: Int32
    private let output: URL

    /// Starts `silk`. Its answer goes to a file of the folder.
    init(_ arguments: [String], environment: [String: String] = [:], output: URL) throws {
        let terminal: Int32
        (controller, terminal) = try Self.makeTerminal()
        let handle = FileHandle(fileDescriptor: terminal, closeOnDealloc: true)
        _ = fcntl(controller, F_SETFL, O_NONBLOCK)
        process = try SilkProcess.make(arguments, environment: environment)
        self.output = output
        try Data().write(to: output)
        process.standardInput = handle
        process.standardError = handle
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        try handle.close()
    }

    /// A pair of descriptors: what is typed is written to the first and read from the second.
    private static func makeTerminal() throws -> (controller: Int32, terminal: Int32) {
        #if canImport(Darwin)
            let controller = posix_openpt(O_RDWR | O_NOCTTY)
            guard controller >= 0, grantpt(controller) == 0, unlockpt(controller) == 0, let name = ptsname(controller)
            else { throw NoTerminal() }
            let terminal = open(name, O_RDWR | O_NOCTTY)
        #else
            // posix_openpt isn't among the declarations that Swift imports. TIOCSPTLCK and TIOCGPTN of Linux.
            let controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            var lock: Int32 = 0
            var number: Int32 = 0
            guard controller >= 0, ioctl(controller, 0x4004_5431, &lock) == 0,
                ioctl(controller, 0x8004_5430, &number) == 0
            else { throw NoTerminal() }
            let terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        #endif
        guard terminal >= 0 else { throw NoTerminal() }
        return (controller, terminal)
    }

    deinit {
        if process.isRunning { process.terminate() }
        close(controller)
    }

    /// Waits until the terminal shows a text for so many times, then types a line, or what else is given.
    func answer(_ question: String, times: Int = 1, with line: String, end: String = "\n") async throws {
        for _ in 0..<3000 {
            collect()
            if shown.components(separatedBy: question).count > times {
                let bytes = Array((line + end).utf8)
                guard write(controller, bytes, bytes.count) == bytes.count else { throw NoTerminal() }
                return
            }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NotAsked(description: "“\(question)” wasn't asked, the terminal shows: \(shown)")
    }

    /// Whether the terminal shows what is typed, and makes lines and signals of it: as it does by itself.
    var isOrdinary: Bool {
        var settings = termios()
        guard tcgetattr(controller, &settings) == 0 else { return false }
        let flags = tcflag_t(ECHO | ICANON | ISIG)
        return settings.c_lflag & flags == flags
    }

    /// Waits for the end.
    func finish() async throws -> SilkProcess.Result {
        while process.isRunning {
            collect()
            try await Task.sleep(for: .milliseconds(10))
        }
        collect()
        let code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return SilkProcess.Result(
            exitCode: code, output: String(decoding: try Data(contentsOf: output), as: UTF8.self), error: shown)
    }

    private func collect() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(controller, &buffer, buffer.count)
            guard count > 0 else { return }
            shown += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
