"""The rows of OpenSSL, through the library inside PyPI's `cryptography`: one line for each sample on standard output.

Only what takes long enough that a call from Python adds nothing to it is measured here. The time is the processor's.
"""

import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def measure(row, work, samples, batch=1, statistic="median"):
    work()
    for _ in range(samples):
        start = time.process_time_ns()
        for _ in range(batch):
            work()
        each = (time.process_time_ns() - start) / batch
        print(row, "OpenSSL", statistic, each, sep="\t")


def digest(algorithm, message):
    context = hashes.Hash(algorithm)
    context.update(message)
    context.finalize()


for bits, samples in ((2048, 200), (3072, 200), (4096, 50)):
    measure(f"RSA-{bits} key", lambda: rsa.generate_private_key(65537, bits), samples, statistic="mean")

for bits in (2048, 3072, 4096):
    key = rsa.generate_private_key(65537, bits)
    public = key.public_key()
    message = b"message"
    signature = key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    measure(f"RSA-{bits} signature", lambda: key.sign(message, padding.PKCS1v15(), hashes.SHA256()), 50, 20)
    measure(
        f"RSA-{bits} verification",
        lambda: public.verify(signature, message, padding.PKCS1v15(), hashes.SHA256()),
        50,
        200,
    )

for count, batch in ((16384, 200), (1 << 20, 5)):
    message = bytes(count)
    measure(f"SHA-256 of {count} octets", lambda: digest(hashes.SHA256(), message), 50, batch)
    measure(f"SHA-512 of {count} octets", lambda: digest(hashes.SHA512(), message), 50, batch)

measure(
    "PBKDF2-HMAC-SHA-256, 4096 rounds",
    lambda: PBKDF2HMAC(hashes.SHA256(), 32, bytes(16), 4096).derive(b"password"),
    50,
    5,
)
