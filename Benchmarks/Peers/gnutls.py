"""The rows of GnuTLS, through its library; the numbers are those of its header files.

The argument is a folder, where server.der is the certificate in DER that is read.
"""

import ctypes
import os
import sys

from measuring import Contender, serve

RSA = 1
SHA256, SHA512 = 6, 8
RSA_SHA256 = 6
AES_256_CBC = 5
DER = 0

MESSAGE = b"message"
library = ctypes.CDLL("libgnutls.so.30")
gnutls = Contender("GnuTLS")


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


def read(octets):
    certificate = ctypes.c_void_p()
    call("gnutls_x509_crt_init", ctypes.byref(certificate))
    call("gnutls_x509_crt_import", certificate, ctypes.byref(Datum(octets)), DER)
    library.gnutls_x509_crt_deinit(certificate)


library.gnutls_pubkey_deinit.restype = library.gnutls_privkey_deinit.restype = None
library.gnutls_cipher_deinit.restype = library.gnutls_x509_crt_deinit.restype = None
library.gnutls_pubkey_deinit.argtypes = library.gnutls_privkey_deinit.argtypes = [ctypes.c_void_p]
library.gnutls_cipher_deinit.argtypes = library.gnutls_x509_crt_deinit.argtypes = [ctypes.c_void_p]
# gnutls_free is a variable that holds the function.
free = ctypes.CFUNCTYPE(None, ctypes.c_void_p).in_dll(library, "gnutls_free")


def rsa_rows(bits):
    key = generated(bits)
    public, signature = public_key(key), sign(key)
    gnutls.row(f"RSA keys/a key of {bits} bits", lambda: generate(bits))
    gnutls.row(f"RSA signatures/made, {bits} bits", lambda: sign(key))
    gnutls.row(f"RSA signatures/64 under one key, {bits} bits", lambda: [sign(key) for _ in range(64)])
    gnutls.row(f"RSA signatures/verified, {bits} bits", lambda: verify(public, signature))


def digest_row(name, algorithm, count):
    message, output = bytes(count), ctypes.create_string_buffer(64)
    hashed = lambda: call("gnutls_hash_fast", algorithm, message, ctypes.c_size_t(count), output)
    gnutls.row(f"Digests and codes/{name} of {count} octets", hashed)


def cipher_rows(count):
    octets, output = bytes(count), ctypes.create_string_buffer(count)
    row = f"Ciphers/AES-256-CBC, {count} octets"
    gnutls.row(f"{row} enciphered", lambda: cipher("gnutls_cipher_encrypt2", octets, output))
    gnutls.row(f"{row} deciphered", lambda: cipher("gnutls_cipher_decrypt2", octets, output))


def certificate_rows(octets):
    gnutls.row("Certificates/a server's read", lambda: read(octets))
    gnutls.row("Certificates/10,000 read", lambda: [read(octets) for _ in range(10_000)])


for bits in (2048, 3072, 4096):
    rsa_rows(bits)
for count in (16_384, 1 << 20):
    digest_row("SHA-256", SHA256, count)
    digest_row("SHA-512", SHA512, count)
cipher_rows(65_536)
gnutls.row("Passwords/PBKDF2-HMAC-SHA-256, 4096 rounds", stretch)
gnutls.row("Passwords/ten thousand SCRAM secrets", lambda: [stretch() for _ in range(10_000)])
with open(os.path.join(sys.argv[1], "server.der"), "rb") as file:
    certificate_rows(file.read())
serve()
