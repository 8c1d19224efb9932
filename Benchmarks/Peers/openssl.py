"""The rows of OpenSSL, through the library inside PyPI's `cryptography`."""

import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from measuring import Contender

MESSAGE = b"message"
PASSWORD = b"correct horse battery staple"
measure = Contender("OpenSSL").measure


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


for bits, samples in ((2048, 200), (3072, 200), (4096, 50)):
    row = f"RSA keys/a key of {bits} bits"
    measure(row, lambda: rsa.generate_private_key(65537, bits), samples, statistic="mean")

for bits in (2048, 3072, 4096):
    key = rsa.generate_private_key(65537, bits)
    public, signature = key.public_key(), signed(key)
    verify = lambda: public.verify(signature, MESSAGE, padding.PKCS1v15(), hashes.SHA256())
    measure(f"RSA signatures/made, {bits} bits", lambda: signed(key), batch=10)
    measure(f"RSA signatures/64 under one key, {bits} bits", lambda: [signed(key) for _ in range(64)], 5)
    measure(f"RSA signatures/verified, {bits} bits", verify, batch=100)

curves = (("P-256", ec.SECP256R1(), ec.ECDSA(hashes.SHA256())), ("P-384", ec.SECP384R1(), ec.ECDSA(hashes.SHA384())))
for name, curve, algorithm in curves:
    row = f"Elliptic curves/{name}, a"
    key, other = ec.generate_private_key(curve), ec.generate_private_key(curve).public_key()
    public, signature = key.public_key(), key.sign(MESSAGE, algorithm)
    measure(f"{row} key with its public key", lambda: ec.generate_private_key(curve), batch=100)
    measure(f"{row} signature made", lambda: key.sign(MESSAGE, algorithm), batch=100)
    measure(f"{row} signature verified", lambda: public.verify(signature, MESSAGE, algorithm), batch=100)
    measure(f"{row} secret of an agreement", lambda: key.exchange(ec.ECDH(), other), batch=100)

key = ed25519.Ed25519PrivateKey.generate()
public, signature = key.public_key(), key.sign(MESSAGE)
measure("Elliptic curves/Ed25519, a signature verified", lambda: public.verify(signature, MESSAGE), batch=100)

key, other = x25519.X25519PrivateKey.generate(), x25519.X25519PrivateKey.generate().public_key()
row = "Elliptic curves/X25519, a"
measure(f"{row} key with its public key", x25519.X25519PrivateKey.generate, batch=100)
measure(f"{row} secret of an agreement", lambda: key.exchange(other), batch=100)

for count, batch in ((16_384, 200), (1 << 20, 5)):
    message = bytes(count)
    measure(f"Digests and codes/SHA-256 of {count} octets", lambda: digest(hashes.SHA256(), message), batch=batch)
    measure(f"Digests and codes/SHA-512 of {count} octets", lambda: digest(hashes.SHA512(), message), batch=batch)

octets = bytes(65_536)
row = "Ciphers/AES-256-CBC, 65536 octets"
measure(f"{row} enciphered", lambda: cipher(Cipher.encryptor, octets), batch=20)
measure(f"{row} deciphered", lambda: cipher(Cipher.decryptor, octets), batch=20)

nonce, header = bytes(12), bytes(5)
for count, batch in ((256, 2000), (16_384, 200)):
    plain = bytes(count)
    sealed = AESGCM(bytes(32)).encrypt(nonce, plain, header)
    row = f"Ciphers/AES-256-GCM, {count} octets"
    measure(f"{row} sealed", lambda: AESGCM(bytes(32)).encrypt(nonce, plain, header), batch=batch)
    measure(f"{row} opened", lambda: AESGCM(bytes(32)).decrypt(nonce, sealed, header), batch=batch)

measure("Passwords/PBKDF2-HMAC-SHA-256, 4096 rounds", stretch, batch=5)
# What a secret takes besides is too little to be seen.
measure("Passwords/ten thousand SCRAM secrets", lambda: [stretch() for _ in range(10_000)], 1)
