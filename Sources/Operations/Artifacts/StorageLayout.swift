public import Cocoon
public import TONCells
public import TONCrypto

/// What a contract's code keeps in its data, and in which order.
///
/// Code and data of a contract can be replaced apart from each other: a code that takes the data for something else
/// destroys it. A layout is made from the words of its definitions, and has a form for each `struct_version` that the
/// code reads. A form is written out whole, with names of definitions replaced by what they stand for: it doesn't
/// depend on how the definitions are split, ordered or spaced. Names of fields count, since two fields of the same
/// size could be exchanged.
///
/// ```swift
/// guard let old = StorageLayout.known(codeHash: account.code.hash, in: store),
///     let new = StorageLayout.known(codeHash: code.hash, in: store), new.reads(try old.form(of: account.data))
/// else { … }  // unknown, or of another layout: refuse
/// ```
public struct StorageLayout: Sendable {
    /// A layout as it is for one `struct_version`.
    public struct Form: Hashable, Sendable {
        /// What has the form.
        public let role: ContractRole
        /// The `struct_version`; nil for a contract that has none.
        public let structVersion: UInt8?
        /// All fields, written out.
        public let text: String
        /// The SHA-256 of the text.
        public let hash: Hash256
        let fields: [LayoutField]

        /// Role and version, as in `proxy/4`.
        public var name: String { structVersion.map { "\(role)/\($0)" } ?? role.rawValue }

        /// Throws unless data is of the form and holds nothing else.
        ///
        /// - Complexity: O(n) in the fields of the data; at most a million are read.
        public func check(_ data: Cell) throws(StorageLayoutError) {
            do throws(CellError) {
                try LayoutReader.check(data, is: fields)
            } catch {
                throw .wrongData(layout: name, error)
            }
        }
    }

    /// Where a layout is known from.
    public enum Evidence: String, Hashable, Sendable {
        /// The sources that the code was compiled from say it.
        case sources
        /// Data that the code wrote was read by it: `StorageLayoutTests`. It was read, not every way to write it tried.
        case recordedData = "recorded data"
        /// Somebody described it; nothing here was checked against the code.
        case description
    }

    /// What keeps it.
    public let role: ContractRole
    /// The definitions, `name = fields` each, as they were given.
    public let lines: [String]
    /// A form for each `struct_version` that the code reads, ascending; one where there are no versions.
    public let forms: [Form]
    /// Where it is known from.
    public let evidence: Evidence

    /// Makes a layout of definitions, one of which has the role's name. Throws where they don't hang together.
    public init(role: ContractRole, lines: [String], evidence: Evidence) throws(StorageLayoutError) {
        let definitions = try LayoutDefinitions(lines: lines)
        let versions = try definitions.versions(of: role.rawValue).map(Optional.some)
        var forms: [Form] = []
        for version in versions.isEmpty ? [nil] : versions {
            let fields = try definitions.expansion(of: role.rawValue, version: version)
            let text = fields.text
            forms.append(
                Form(
                    role: role, structVersion: version, text: text, hash: SHA256.hash(Array(text.utf8)),
                    fields: fields))
        }
        self.role = role
        self.lines = lines
        self.forms = forms
        self.evidence = evidence
    }

    /// Role and versions, as in `proxy/4` or `root/3|4`.
    public var name: String {
        let versions = forms.compactMap(\.structVersion).map(String.init).joined(separator: "|")
        return versions.isEmpty ? role.rawValue : "\(role)/\(versions)"
    }

    /// The SHA-256 of all forms' hashes in a row: equal where all of them are.
    public var hash: Hash256 { SHA256.hash(forms.flatMap(\.hash.bytes)) }

    /// Whether the code reads data of a form.
    public func reads(_ form: Form) -> Bool { forms.contains(form) }

    /// Whether the code reads all that another code may have written.
    public func reads(_ other: StorageLayout) -> Bool { other.forms.allSatisfy(reads) }

    /// The form that data has. Throws where it has none of them.
    public func form(of data: Cell) throws(StorageLayoutError) -> Form {
        var failure = StorageLayoutError.unboundedVersion
        for form in forms {
            do throws(StorageLayoutError) {
                try form.check(data)
                return form
            } catch {
                failure = error
            }
        }
        throw failure
    }
}

extension StorageLayout: Hashable {
    /// Whether role and all forms are the same, in whatever words.
    public static func == (left: StorageLayout, right: StorageLayout) -> Bool {
        left.role == right.role && left.forms == right.forms
    }

    /// Mixes in what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(role)
        hasher.combine(forms)
    }
}
