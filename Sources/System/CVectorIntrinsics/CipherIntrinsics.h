// The instructions of x86-64 that AES is computed with, under names that Swift can call: as in CVectorIntrinsics.h, each
// function is one intrinsic, and is there only where the target that imports it is compiled for its instructions.

#pragma once

#if defined(__x86_64__) && defined(__AES__)

#include <immintrin.h>

/// The 16 octets of a block.
typedef unsigned long long CBlock __attribute__((ext_vector_type(2)));

#define C_BLOCK static inline __attribute__((always_inline, unused)) CBlock

/// A block from an address of any alignment.
C_BLOCK c_block_load(const void *address) { return (CBlock)_mm_loadu_si128((const __m128i *)address); }

/// Stores a block at an address of any alignment.
static inline __attribute__((always_inline, unused)) void c_block_store(void *address, CBlock block) {
    _mm_storeu_si128((__m128i *)address, (__m128i)block);
}

C_BLOCK c_block_exclusive_or(CBlock left, CBlock right) { return left ^ right; }

/// A round of the cipher: ShiftRows, SubBytes, MixColumns, AddRoundKey.
C_BLOCK c_block_encrypt_round(CBlock state, CBlock key) {
    return (CBlock)_mm_aesenc_si128((__m128i)state, (__m128i)key);
}

/// The last round of the cipher, which has no MixColumns.
C_BLOCK c_block_encrypt_last_round(CBlock state, CBlock key) {
    return (CBlock)_mm_aesenclast_si128((__m128i)state, (__m128i)key);
}

/// A round of the equivalent inverse cipher: InvShiftRows, InvSubBytes, InvMixColumns, AddRoundKey.
C_BLOCK c_block_decrypt_round(CBlock state, CBlock key) {
    return (CBlock)_mm_aesdec_si128((__m128i)state, (__m128i)key);
}

/// The last round of the equivalent inverse cipher, which has no InvMixColumns.
C_BLOCK c_block_decrypt_last_round(CBlock state, CBlock key) {
    return (CBlock)_mm_aesdeclast_si128((__m128i)state, (__m128i)key);
}

/// InvMixColumns, which makes the equivalent inverse cipher's round key of the cipher's.
C_BLOCK c_block_mix_columns_inversely(CBlock key) { return (CBlock)_mm_aesimc_si128((__m128i)key); }

/// SubWord of a word, the first octet of which is lowest.
static inline __attribute__((always_inline, unused)) unsigned int c_block_substitute(unsigned int word) {
    return (unsigned int)_mm_cvtsi128_si32(_mm_aeskeygenassist_si128(_mm_set1_epi32((int)word), 0));
}

#undef C_BLOCK

#endif

#if defined(__x86_64__) && defined(__VAES__) && defined(__AVX512F__)

#include <immintrin.h>

/// The 64 octets of four blocks.
typedef unsigned long long CBlocks __attribute__((ext_vector_type(8)));

#define C_BLOCKS static inline __attribute__((always_inline, unused)) CBlocks

/// Four blocks from an address of any alignment.
C_BLOCKS c_blocks_load(const void *address) { return (CBlocks)_mm512_loadu_si512(address); }

/// The block at an address of any alignment, four times.
C_BLOCKS c_blocks_load_one(const void *address) {
    return (CBlocks)_mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)address));
}

/// Stores four blocks at an address of any alignment.
static inline __attribute__((always_inline, unused)) void c_blocks_store(void *address, CBlocks blocks) {
    _mm512_storeu_si512(address, (__m512i)blocks);
}

C_BLOCKS c_blocks_exclusive_or(CBlocks left, CBlocks right) { return left ^ right; }

/// A round of the equivalent inverse cipher in each block.
C_BLOCKS c_blocks_decrypt_round(CBlocks states, CBlocks keys) {
    return (CBlocks)_mm512_aesdec_epi128((__m512i)states, (__m512i)keys);
}

/// The last round of the equivalent inverse cipher in each block.
C_BLOCKS c_blocks_decrypt_last_round(CBlocks states, CBlocks keys) {
    return (CBlocks)_mm512_aesdeclast_epi128((__m512i)states, (__m512i)keys);
}

#undef C_BLOCKS

#endif
