internal import CVectorIntrinsics

/// Eight blocks in as many registers: an instruction of AES takes several cycles, and a processor begins one or two
/// of them in each.
struct EightBlocks {
    static let byteCount = 128

    private var b0: CBlock
    private var b1: CBlock
    private var b2: CBlock
    private var b3: CBlock
    private var b4: CBlock
    private var b5: CBlock
    private var b6: CBlock
    private var b7: CBlock

    /// The blocks from an address on, with a round key added to each.
    @inline(__always)
    init(at address: UnsafePointer<UInt8>, adding key: CBlock) {
        unsafe b0 = c_block_exclusive_or(c_block_load(address), key)
        unsafe b1 = c_block_exclusive_or(c_block_load(address + 16), key)
        unsafe b2 = c_block_exclusive_or(c_block_load(address + 32), key)
        unsafe b3 = c_block_exclusive_or(c_block_load(address + 48), key)
        unsafe b4 = c_block_exclusive_or(c_block_load(address + 64), key)
        unsafe b5 = c_block_exclusive_or(c_block_load(address + 80), key)
        unsafe b6 = c_block_exclusive_or(c_block_load(address + 96), key)
        unsafe b7 = c_block_exclusive_or(c_block_load(address + 112), key)
    }

    @inline(__always)
    mutating func encryptRound(_ key: CBlock) {
        b0 = c_block_encrypt_round(b0, key)
        b1 = c_block_encrypt_round(b1, key)
        b2 = c_block_encrypt_round(b2, key)
        b3 = c_block_encrypt_round(b3, key)
        b4 = c_block_encrypt_round(b4, key)
        b5 = c_block_encrypt_round(b5, key)
        b6 = c_block_encrypt_round(b6, key)
        b7 = c_block_encrypt_round(b7, key)
    }

    @inline(__always)
    mutating func encryptLastRound(_ key: CBlock) {
        b0 = c_block_encrypt_last_round(b0, key)
        b1 = c_block_encrypt_last_round(b1, key)
        b2 = c_block_encrypt_last_round(b2, key)
        b3 = c_block_encrypt_last_round(b3, key)
        b4 = c_block_encrypt_last_round(b4, key)
        b5 = c_block_encrypt_last_round(b5, key)
        b6 = c_block_encrypt_last_round(b6, key)
        b7 = c_block_encrypt_last_round(b7, key)
    }

    @inline(__always)
    mutating func decryptRound(_ key: CBlock) {
        b0 = c_block_decrypt_round(b0, key)
        b1 = c_block_decrypt_round(b1, key)
        b2 = c_block_decrypt_round(b2, key)
        b3 = c_block_decrypt_round(b3, key)
        b4 = c_block_decrypt_round(b4, key)
        b5 = c_block_decrypt_round(b5, key)
        b6 = c_block_decrypt_round(b6, key)
        b7 = c_block_decrypt_round(b7, key)
    }

    @inline(__always)
    mutating func decryptLastRound(_ key: CBlock) {
        b0 = c_block_decrypt_last_round(b0, key)
        b1 = c_block_decrypt_last_round(b1, key)
        b2 = c_block_decrypt_last_round(b2, key)
        b3 = c_block_decrypt_last_round(b3, key)
        b4 = c_block_decrypt_last_round(b4, key)
        b5 = c_block_decrypt_last_round(b5, key)
        b6 = c_block_decrypt_last_round(b6, key)
        b7 = c_block_decrypt_last_round(b7, key)
    }

    /// Stores the blocks from an address on.
    @inline(__always)
    func store(at address: UnsafeMutablePointer<UInt8>) {
        unsafe c_block_store(address, b0)
        unsafe c_block_store(address + 16, b1)
        unsafe c_block_store(address + 32, b2)
        unsafe c_block_store(address + 48, b3)
        unsafe c_block_store(address + 64, b4)
        unsafe c_block_store(address + 80, b5)
        unsafe c_block_store(address + 96, b6)
        unsafe c_block_store(address + 112, b7)
    }

    /// Stores the blocks from an address on, each with one added of those from `others` on.
    @inline(__always)
    func store(at address: UnsafeMutablePointer<UInt8>, adding others: UnsafePointer<UInt8>) {
        unsafe c_block_store(address, c_block_exclusive_or(b0, c_block_load(others)))
        unsafe c_block_store(address + 16, c_block_exclusive_or(b1, c_block_load(others + 16)))
        unsafe c_block_store(address + 32, c_block_exclusive_or(b2, c_block_load(others + 32)))
        unsafe c_block_store(address + 48, c_block_exclusive_or(b3, c_block_load(others + 48)))
        unsafe c_block_store(address + 64, c_block_exclusive_or(b4, c_block_load(others + 64)))
        unsafe c_block_store(address + 80, c_block_exclusive_or(b5, c_block_load(others + 80)))
        unsafe c_block_store(address + 96, c_block_exclusive_or(b6, c_block_load(others + 96)))
        unsafe c_block_store(address + 112, c_block_exclusive_or(b7, c_block_load(others + 112)))
    }
}
