import Foundation
import NIOCore
import SilkTestSupport
import TONCrypto
import Testing

@testable import TONLiteClient

/// What Tools/fuzz starts from: kept valid, or it would look for inputs in the dark.
@Suite("Seeds of the fuzzer")
struct FuzzSeedTests {
    private static func seeds(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        let folder = RecordedFixtures.packageFolder.appendingPathComponent("Fixtures/fuzz/tl")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.sorted().filter { $0.hasPrefix(prefix) }.map { name in
            (name, [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))))
        }
    }

    @Test("every function and every answer is there, and written as it was read")
    func values() throws {
        var found: Set<UInt32> = []
        for (name, bytes) in try Self.seeds("value-") {
            #expect(bytes.first == 0, "\(name)")
            let value = Array(bytes.dropFirst())
            for function in LiteAPI.functions {
                if let constructor = Self.constructor(function, value) { found.insert(constructor) }
            }
        }
        for function in LiteAPI.functions {
            for constructor in Self.constructors(function) {
                #expect(found.contains(constructor.identifier), "\(constructor.name)")
            }
        }
    }

    /// The constructor of the function or of its answer, if the bytes are one.
    private static func constructor<F: LiteServerFunction>(_ function: F.Type, _ bytes: [UInt8]) -> UInt32? {
        if let value = try? F(tl: bytes), value.tlBytes == bytes { return F.constructor.identifier }
        if let value = try? F.Answer(tl: bytes), value.tlBytes == bytes { return F.Answer.constructor.identifier }
        return nil
    }

    private static func constructors<F: LiteServerFunction>(_ function: F.Type) -> [TLConstructor] {
        [F.constructor, F.Answer.constructor]
    }

    @Test("frames are whole")
    func frames() throws {
        let seeds = try Self.seeds("frames")
        #expect(!seeds.isEmpty)
        for (name, bytes) in seeds {
            #expect(bytes.first == 1, "\(name)")
            var encrypted = Array(bytes.dropFirst())
            let zeros = [UInt8](repeating: 0, count: 16)
            try AES256CTR(key: .zero, counter: zeros).apply(to: &encrypted)
            var decoder = ADNLFrameDecoder(
                stream: try AES256CTR(key: .zero, counter: zeros), maximumLength: ADNLFrame.maximumLength)
            try decoder.append(ByteBuffer(bytes: encrypted))
            #expect(try decoder.next()?.readableBytes == 0)
            #expect(try ADNLMessage(tl: Array(buffer: #require(try decoder.next()))).tlBytes.count == 12)
            #expect(try decoder.next() != nil)
            #expect(try decoder.next() == nil)
        }
    }

    @Test("sessions are of messages behind their lengths")
    func sessions() throws {
        let seeds = try Self.seeds("session-")
        #expect(Set(seeds.compactMap(\.bytes.first)) == [2, 3])
        for (name, bytes) in seeds {
            var rest = bytes.dropFirst()
            while !rest.isEmpty {
                let length = Int(rest.removeFirst()) | Int(rest.removeFirst()) << 8
                if length > 0 { #expect(try ADNLMessage(tl: rest.prefix(length)).tlBytes.count == length, "\(name)") }
                rest = rest.dropFirst(length)
            }
        }
    }
}
