// All that others can import, by one import.

@_exported public import BlockCiphers
@_exported public import DERCoding
@_exported public import DurableFiles
@_exported public import EllipticCurves
@_exported public import MessageDigests
@_exported public import PKIX
@_exported public import PgpoolPasswords
@_exported public import PostgresConfiguration
@_exported public import RSACryptography
@_exported public import SCRAMAuthentication
@_exported public import SecretMemory
