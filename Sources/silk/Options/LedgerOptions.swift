import ArgumentParser
import Operations
import TONCells

/// Which local ledger stands for the network.
struct LedgerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The local ledger's file. Otherwise SILK_LEDGER.", valueName: "file"))
    var ledger: String?

    /// The file; nil where none is named.
    var namedPath: String? { ledger ?? Environment["SILK_LEDGER"] }

    /// The file. Throws where none is named.
    func path() throws -> String {
        guard let path = namedPath else {
            throw Failure("no local ledger is named: name one by --ledger or SILK_LEDGER")
        }
        return path
    }

    /// Opens the ledger, every hash of which is checked.
    func open() throws -> LocalLedger { try LocalLedger.open(path: try path()) }

    /// The ledger as the network on which operations happen.
    func network() throws -> LedgerNetwork { LedgerNetwork(try open()) }
}

/// An amount with its unit.
struct AmountArgument: ExpressibleByArgument {
    let coins: Coins

    init(_ coins: Coins) {
        self.coins = coins
    }

    init?(argument: String) {
        guard let coins = try? Coins(amount: argument) else { return nil }
        self.coins = coins
    }

    /// The same, saying what is wrong: mostly it is the unit.
    static func read(_ text: String) throws -> AmountArgument {
        do throws(CellError) {
            return AmountArgument(try Coins(amount: text))
        } catch {
            throw ValidationError("\(error)")
        }
    }

    var defaultValueDescription: String { "\(coins)TON" }
}

/// An address of any form.
struct AddressArgument: ExpressibleByArgument {
    let address: AccountAddress

    init?(argument: String) {
        guard let address = try? AccountAddress(anyForm: argument) else { return nil }
        self.address = address
    }
}

/// A span of time: seconds, or a number with `s`, `m`, `h` or `d` behind it.
struct DurationArgument: ExpressibleByArgument {
    let seconds: UInt32

    private static let units: [Character: UInt32] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]

    init?(argument: String) {
        let unit = argument.last.flatMap { Self.units[$0] }
        let digits = unit == nil ? argument[...] : argument.dropLast()
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = UInt32(digits) else {
            return nil
        }
        let (seconds, overflows) = number.multipliedReportingOverflow(by: unit ?? 1)
        guard !overflows else { return nil }
        self.seconds = seconds
    }
}

/// A network by its name or number.
struct NetworkArgument: ExpressibleByArgument {
    let network: NetworkIdentity

    init?(argument: String) {
        guard let network = NetworkIdentity(name: argument) else { return nil }
        self.network = network
    }
}
