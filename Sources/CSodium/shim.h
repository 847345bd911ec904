#include <sodium/core.h>
#include <sodium/crypto_aead_xchacha20poly1305.h>
#include <sodium/crypto_core_ristretto255.h>
#include <sodium/crypto_pwhash_argon2id.h>
#include <sodium/crypto_scalarmult_ristretto255.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>
