"""The rows of GnuTLS, through its library; the numbers are those of its header files."""

import ctypes

from measuring import Contender

RSA = 1
SHA256, SHA512 = 6, 8
RSA_SHA256 = 6
AES_256_CBC = 5

MESSAGE = b"message"
library = ctypes.CDLL("libgnutls.so.30")
measure = Contender("GnuTLS").measure


def call(name, *arguments):
    status = getattr(library, name)(*arguments)
    if status < 0:
        raise RuntimeError(f"{name} gives {status}")


class Datum(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_uint)]

    def __init__(self, octets=None):
        super().__init__(octets, len(octets or b""))


class RawDatum(ctypes.Structure):
    """One that the library fills and the caller frees."""

    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_uint)]


def generated(bits):
    key = ctypes.c_void_p()
    call("gnutls_privkey_init", ctypes.byref(key))
    call("gnutls_privkey_generate2", key, RSA, bits, 0, None, 0)
    return key


def generate(bits):
    library.gnutls_privkey_deinit(generated(bits))


def sign(key):
    signature = RawDatum()
    message = Datum(MESSAGE)
    call("gnutls_privkey_sign_data", key, SHA256, 0, ctypes.byref(message), ctypes.byref(signature))
    octets = ctypes.string_at(signature.data, signature.size)
    free(signature.data)
    return octets


def public_key(key):
    public = ctypes.c_void_p()
    call("gnutls_pubkey_init", ctypes.byref(public))
    call("gnutls_pubkey_import_privkey", public, key, 0, 0)
    return public


def verify(public, signature):
    message, signature = Datum(MESSAGE), Datum(signature)
    call(
        "gnutls_pubkey_verify_data2", public, RSA_SHA256, 0, ctypes.byref(message), ctypes.byref(signature)
    )


def cipher(operation, octets, output):
    key, vector = Datum(bytes(32)), Datum(bytes(16))
    handle = ctypes.c_void_p()
    call("gnutls_cipher_init", ctypes.byref(handle), AES_256_CBC, ctypes.byref(key), ctypes.byref(vector))
    size = ctypes.c_size_t(len(octets))
    call(operation, handle, octets, size, output, size)
    library.gnutls_cipher_deinit(handle)


def stretch(output=ctypes.create_string_buffer(32)):
    key, salt = Datum(b"correct horse battery staple"), Datum(bytes(16))
    size = ctypes.c_size_t(32)
    call("gnutls_pbkdf2", SHA256, ctypes.byref(key), ctypes.byref(salt), 4096, output, size)


library.gnutls_pubkey_deinit.restype = library.gnutls_privkey_deinit.restype = None
library.gnutls_cipher_deinit.restype = None
library.gnutls_pubkey_deinit.argtypes = library.gnutls_privkey_deinit.argtypes = [ctypes.c_void_p]
library.gnutls_cipher_deinit.argtypes = [ctypes.c_void_p]
# gnutls_free is a variable that holds the function.
free = ctypes.CFUNCTYPE(None, ctypes.c_void_p).in_dll(library, "gnutls_free")

for bits, samples in ((2048, 200), (3072, 200), (4096, 50)):
    measure(f"RSA keys/a key of {bits} bits", lambda: generate(bits), samples, statistic="mean")

for bits in (2048, 3072, 4096):
    key = generated(bits)
    public, signature = public_key(key), sign(key)
    measure(f"RSA signatures/made, {bits} bits", lambda: sign(key), batch=10)
    measure(f"RSA signatures/64 under one key, {bits} bits", lambda: [sign(key) for _ in range(64)], 5)
    measure(f"RSA signatures/verified, {bits} bits", lambda: verify(public, signature), batch=100)

output = ctypes.create_string_buffer(65_536)
for count, batch in ((16_384, 200), (1 << 20, 5)):
    message = bytes(count)
    for name, algorithm in (("SHA-256", SHA256), ("SHA-512", SHA512)):
        hashed = lambda: call("gnutls_hash_fast", algorithm, message, ctypes.c_size_t(count), output)
        measure(f"Digests and codes/{name} of {count} octets", hashed, batch=batch)

octets = bytes(65_536)
row = "Ciphers/AES-256-CBC, 65536 octets"
measure(f"{row} enciphered", lambda: cipher("gnutls_cipher_encrypt2", octets, output), batch=20)
measure(f"{row} deciphered", lambda: cipher("gnutls_cipher_decrypt2", octets, output), batch=20)

measure("Passwords/PBKDF2-HMAC-SHA-256, 4096 rounds", stretch, batch=5)
measure("Passwords/ten thousand SCRAM secrets", lambda: [stretch() for _ in range(10_000)], 1)
