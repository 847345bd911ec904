import TONCrypto

/// Points that several tests need.
enum Samples {
    /// The generator of G1.
    static let g1 = bytes(
        "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb")

    /// The generator of G2.
    static let g2 = bytes(
        "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
            + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8")

    /// A point of the curve outside G1.
    static let outsideG1 = bytes(
        "9142f54f9d7ba71eea9e2de890d90e5a53777fec1ba0895d61c12c05003e181aa962740fe4ba40d5d23c694059e2be57")

    /// A point of the curve outside G2.
    static let outsideG2 = bytes(
        "82cde73b7bb47f944fccb8852382ed241d9da6d28df16b7139565467ffeb2cbed38ffb08e439ed8772f469d5b0486fb3"
            + "07d5ceb978bb6b3d14fcf76f89691141213b759c21f686995018a43b6710a26dd1c6aafa43737b58c5bc54e0c7a7e44f")

    /// A point of order 11 on the curve of G1.
    static let smallOrderG1 = bytes(
        "88317e89d8edfd1789ce7ee2eb49203da2f2479a2a43e11d29edb00a7b609da1189e39f68b823a9be2f7ff4b12d7323b")

    /// A point of order 13 on the curve of G2.
    static let smallOrderG2 = bytes(
        "8f21f9ccb75445a9b9edac9ae089c22a872c36aec7bd29c28bd5c74354047e319cd0a6a972239706623ec8bace11e8c7"
            + "166514f2c5e208f1facafc08fbc23f6d73899ad2852f52e795727fd31d4dc50f9e476e305a35ce566a49ec74f175c4d8")

    /// Bytes of hexadecimal digits that are known to be such.
    static func bytes(_ digits: String) -> [UInt8] { Hex.decode(digits) ?? [] }
}
