/// Signatures on elliptic curves (FIPS 186-5, section 6).
///
/// A signature is r and s, each big-endian in as many octets as the curve's order; PKIX writes them as DER.
public enum ECDSA {}
