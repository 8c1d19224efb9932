"""The rows of OpenSSL, through the library inside PyPI's `cryptography`, and of what that package does itself.

The argument is a folder of certificates in DER: server.der, which is read, and the path of root.der, intermediate.der
and leaf.der, which is validated.
"""

import os
import sys

from cryptography import x509
from cryptography.hazmat.bindings.openssl.binding import Binding
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.x509 import verification

from measuring import Contender, serve

MESSAGE = b"message"
PASSWORD = b"correct horse battery staple"
openssl, cryptography = Contender("OpenSSL"), Contender("cryptography")
library = Binding().lib
NULL = Binding().ffi.NULL


def signed(key):
    return key.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256())


def digest(algorithm, message):
    context = hashes.Hash(algorithm)
    context.update(message)
    context.finalize()


def stretch():
    PBKDF2HMAC(hashes.SHA256(), 32, os.urandom(16), 4096).derive(PASSWORD)


def cipher(operation, octets):
    context = operation(Cipher(algorithms.AES(bytes(32)), modes.CBC(bytes(16))))
    context.update(octets)
    context.finalize()


def parsed(certificate):
    stream = library.BIO_new_mem_buf(certificate, len(certificate))
    found = library.d2i_X509_bio(stream, NULL)
    library.BIO_free(stream)
    if found == NULL:
        raise RuntimeError("OpenSSL does not read the certificate")
    return found


def read(certificate):
    library.X509_free(parsed(certificate))


def rsa_rows(bits):
    key = rsa.generate_private_key(65537, bits)
    public, signature = key.public_key(), signed(key)
    openssl.row(f"RSA keys/a key of {bits} bits", lambda: rsa.generate_private_key(65537, bits))
    openssl.row(f"RSA signatures/made, {bits} bits", lambda: signed(key))
    openssl.row(f"RSA signatures/64 under one key, {bits} bits", lambda: [signed(key) for _ in range(64)])
    verify = lambda: public.verify(signature, MESSAGE, padding.PKCS1v15(), hashes.SHA256())
    openssl.row(f"RSA signatures/verified, {bits} bits", verify)


def curve_rows(name, curve, algorithm):
    row = f"Elliptic curves/{name}, a"
    key, other = ec.generate_private_key(curve), ec.generate_private_key(curve).public_key()
    public, signature = key.public_key(), key.sign(MESSAGE, algorithm)
    openssl.row(f"{row} key with its public key", lambda: ec.generate_private_key(curve))
    openssl.row(f"{row} signature made", lambda: key.sign(MESSAGE, algorithm))
    openssl.row(f"{row} signature verified", lambda: public.verify(signature, MESSAGE, algorithm))
    openssl.row(f"{row} secret of an agreement", lambda: key.exchange(ec.ECDH(), other))


def curve25519_rows():
    key = ed25519.Ed25519PrivateKey.generate()
    public, signature = key.public_key(), key.sign(MESSAGE)
    openssl.row("Elliptic curves/Ed25519, a signature verified", lambda: public.verify(signature, MESSAGE))
    own, other = x25519.X25519PrivateKey.generate(), x25519.X25519PrivateKey.generate().public_key()
    row = "Elliptic curves/X25519, a"
    openssl.row(f"{row} key with its public key", x25519.X25519PrivateKey.generate)
    openssl.row(f"{row} secret of an agreement", lambda: own.exchange(other))


def digest_rows(count):
    message = bytes(count)
    row = "Digests and codes/SHA"
    openssl.row(f"{row}-256 of {count} octets", lambda: digest(hashes.SHA256(), message))
    openssl.row(f"{row}-512 of {count} octets", lambda: digest(hashes.SHA512(), message))


def cipher_rows(count):
    octets = bytes(count)
    row = f"Ciphers/AES-256-CBC, {count} octets"
    openssl.row(f"{row} enciphered", lambda: cipher(Cipher.encryptor, octets))
    openssl.row(f"{row} deciphered", lambda: cipher(Cipher.decryptor, octets))


def sealing_rows(count):
    nonce, header, plain = bytes(12), bytes(5), bytes(count)
    sealed = AESGCM(bytes(32)).encrypt(nonce, plain, header)
    row = f"Ciphers/AES-256-GCM, {count} octets"
    openssl.row(f"{row} sealed", lambda: AESGCM(bytes(32)).encrypt(nonce, plain, header))
    openssl.row(f"{row} opened", lambda: AESGCM(bytes(32)).decrypt(nonce, sealed, header))


def certificate_rows(certificate):
    for contender, work in (
        (openssl, lambda: read(certificate)),
        (cryptography, lambda: x509.load_der_x509_certificate(certificate)),
    ):
        contender.row("Certificates/a server's read", work)
        contender.row("Certificates/10,000 read", lambda work=work: [work() for _ in range(10_000)])


def path_rows(root, intermediate, leaf):
    row = "Certificates/a server's path of three validated"
    authorities, end = [parsed(octets) for octets in (root, intermediate)], parsed(leaf)

    def validate_by_openssl():
        store, context, others = library.X509_STORE_new(), library.X509_STORE_CTX_new(), library.sk_X509_new_null()
        library.X509_STORE_add_cert(store, authorities[0])
        library.sk_X509_push(others, authorities[1])
        library.X509_STORE_CTX_init(context, store, end, others)
        valid = library.X509_verify_cert(context)
        library.X509_STORE_CTX_free(context)
        library.sk_X509_free(others)
        library.X509_STORE_free(store)
        if valid != 1:
            raise RuntimeError("OpenSSL refuses the path")

    anchor, between, last = (x509.load_der_x509_certificate(octets) for octets in (root, intermediate, leaf))

    def validate_by_cryptography():
        builder = verification.PolicyBuilder().store(verification.Store([anchor]))
        builder.build_server_verifier(x509.DNSName("db.example.com")).verify(last, [between])

    openssl.row(row, validate_by_openssl)
    cryptography.row(row, validate_by_cryptography)


def content(name):
    with open(os.path.join(sys.argv[1], f"{name}.der"), "rb") as file:
        return file.read()


for bits in (2048, 3072, 4096):
    rsa_rows(bits)
curve_rows("P-256", ec.SECP256R1(), ec.ECDSA(hashes.SHA256()))
curve_rows("P-384", ec.SECP384R1(), ec.ECDSA(hashes.SHA384()))
curve25519_rows()
# Of the short messages most of the time is Python's.
for count in (64, 1024, 16_384, 1 << 20):
    digest_rows(count)
cipher_rows(65_536)
for count in (256, 16_384):
    sealing_rows(count)
openssl.row("Passwords/PBKDF2-HMAC-SHA-256, 4096 rounds", stretch)
# What a secret takes besides is too little to be seen.
openssl.row("Passwords/ten thousand SCRAM secrets", lambda: [stretch() for _ in range(10_000)])
certificate_rows(content("server"))
path_rows(content("root"), content("intermediate"), content("leaf"))
serve()
