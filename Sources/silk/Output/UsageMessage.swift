import TONWallets

/// What the argument parser says is wrong with the arguments.
enum UsageMessage {
    /// The message without arguments that may be secrets which somebody typed by mistake: those of `silk wallet`, and what
    /// looks like a secret anywhere. Terminals are recorded, and logs are kept.
    static func withoutSecrets(_ message: String, arguments: [String]) -> String {
        let isAboutKeys = arguments.first == "wallet"
        return arguments.reduce(message) { message, argument in
            let parts = [argument] + argument.split(separator: "=", maxSplits: 1).dropFirst().map(String.init)
            return parts.reduce(message) { message, part in
                guard !part.isEmpty, !part.hasPrefix("-"), isAboutKeys || WalletSecret.isLike(part) else {
                    return message
                }
                return message.replacing("'\(part)'", with: "'…'")
            }
        }
    }
}
