// The low-level SHA-256 calls are deprecated in OpenSSL 3 in favour of EVP, which allocates and looks the
// algorithm up for each hash; a cell hash is one or two blocks, so that overhead would be most of its cost.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
