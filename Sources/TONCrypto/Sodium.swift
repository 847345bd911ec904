import CSodium

/// What all of libsodium needs before its first call.
enum Sodium {
    /// libsodium's setup happened; it counts how often it is called itself, and may be called by others.
    static let isReady = sodium_init() >= 0
}
