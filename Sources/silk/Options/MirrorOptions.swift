import ArgumentParser
import Foundation
import Mirror
import TONCells

/// Which mirror is asked, and in which form the answer is printed.
struct MirrorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The mirror's file. Otherwise SILK_MIRROR, or silk/mirror.sqlite in XDG_DATA_HOME or ~/.local/share.",
            valueName: "path"))
    var mirror: String?

    @OptionGroup var output: OutputOptions

    /// The file.
    var path: String {
        if let mirror { return mirror }
        if let path = Environment["SILK_MIRROR"] { return path }
        return (Environment["XDG_DATA_HOME"] ?? Environment.home + "/.local/share") + "/silk/mirror.sqlite"
    }

    /// Opens the mirror to write, and makes it where there is none.
    func openToWrite() throws -> Mirror {
        try checkFolder()
        return try Mirror(path: path)
    }

    /// Opens the mirror to read, whatever it holds.
    func open() throws -> Mirror {
        try checkFolder()
        return try Mirror(path: path, access: .readOnly)
    }

    /// Opens the mirror to read; nil where there is none.
    func openIfPresent() throws -> Mirror? {
        FileManager.default.fileExists(atPath: path) ? try open() : nil
    }

    /// Opens the mirror to read. Throws where nothing is in it.
    func openFilled() throws -> Mirror {
        let mirror = try open()
        if try mirror.isEmpty {
            throw Failure("the mirror at \(path) is empty: run `silk mirror import` first")
        }
        return mirror
    }

    private func checkFolder() throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw Failure("\(path) is a folder, not a mirror")
        }
    }
}

/// In which form the answer is printed.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one versioned JSON document; money is nanoTON.")
    var json = false
}

extension Mirror {
    /// Reads an address of any form that the mirror must know.
    func knownAddress(_ text: String) throws -> AccountAddress {
        let address = try AccountAddress(anyForm: text)
        guard try isKnown(address) else {
            throw Failure("\(address.contractText) is not in the mirror at \(path)")
        }
        return address
    }

    /// Reads an address that may be absent.
    func knownAddress(_ text: String?) throws -> AccountAddress? {
        guard let text else { return nil }
        return try knownAddress(text) as AccountAddress
    }
}

extension AccountAddress {
    /// Reads raw and user-friendly forms, and 64 hexadecimal digits as an account of workchain 0.
    init(anyForm text: String) throws(AddressError) {
        try self.init(text.utf8.count == 64 && !text.contains(":") ? "0:" + text : text)
    }
}
