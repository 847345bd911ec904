import TONCrypto

/// The first packet of a connection, from the client: which server it is for, the client's key of the moment, and the
/// parameters of the streams under a key that only the two can compute.
///
/// | bytes | what |
/// |---|---|
/// | 0…31 | the hash of the server's public key |
/// | 32…63 | the client's public key |
/// | 64…95 | the SHA-256 of the parameters |
/// | 96…255 | the parameters, encrypted |
///
/// The key is the first half of the shared secret and the second half of the hash; the counter is the first 4 bytes of
/// the hash and the last 12 of the secret.
enum ADNLHandshake {
    static let byteCount = 96 + ADNLSessionParameters.byteCount

    /// The packet for a server, with the secret of its key and the client's.
    static func packet(
        _ parameters: ADNLSessionParameters, to server: Ed25519.PublicKey, from client: Ed25519.PublicKey,
        secret: Hash256
    ) throws(ADNLError) -> [UInt8] {
        let hash = SHA256.hash(parameters.bytes)
        var encrypted = parameters.bytes
        try apply(secret: secret, hash: hash, to: &encrypted)
        return ADNLPublicKey.ed25519(server).shortIdentifier.hash.bytes + client.bytes.bytes + hash.bytes + encrypted
    }

    /// What a packet for the server with this key holds. Throws where it is for another, or altered.
    static func open(
        _ packet: [UInt8], server: Ed25519.PrivateKey, identifier: ADNLShortIdentifier
    ) throws(ADNLError) -> ADNLSessionParameters {
        guard packet.count == byteCount, let found = Hash256(packet[..<32]), let client = Hash256(packet[32..<64]),
            let hash = Hash256(packet[64..<96])
        else { throw .handshakeHash }
        guard found == identifier.hash else { throw .unknownServer(found: found) }
        let secret: Hash256
        do throws(Ed25519.KeyAgreementError) {
            secret = try server.sharedSecret(with: Ed25519.PublicKey(client))
        } catch {
            throw .key(error)
        }
        var bytes = Array(packet[96...])
        try apply(secret: secret, hash: hash, to: &bytes)
        guard SHA256.hash(bytes) == hash, let parameters = ADNLSessionParameters(bytes) else { throw .handshakeHash }
        return parameters
    }

    private static func apply(secret: Hash256, hash: Hash256, to bytes: inout [UInt8]) throws(ADNLError) {
        let (secret, hash) = (secret.bytes, hash.bytes)
        let key = Hash256(secret[..<16] + hash[16...]) ?? .zero
        try streaming { () throws(AES256CTR.StreamError) in
            try AES256CTR(key: key, counter: hash[..<4] + secret[20...]).apply(to: &bytes)
        }
    }
}
