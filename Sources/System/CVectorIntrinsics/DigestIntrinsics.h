// The instructions of x86-64 that digests are computed with, under names that Swift can call: as in CVectorIntrinsics.h,
// each function is one intrinsic, and is there only where the target that imports it is compiled for its instructions.

#pragma once

#if defined(__x86_64__) && defined(__SHA__) && defined(__SSE4_1__)

#include <immintrin.h>

/// Four words of 32 bits.
typedef unsigned int CWords __attribute__((ext_vector_type(4)));

#define C_WORDS static inline __attribute__((always_inline, unused)) CWords

C_WORDS c_words(unsigned int w0, unsigned int w1, unsigned int w2, unsigned int w3) {
    return (CWords)_mm_setr_epi32((int)w0, (int)w1, (int)w2, (int)w3);
}

/// Four words from an address of any alignment.
C_WORDS c_words_load(const void *address) { return (CWords)_mm_loadu_si128((const __m128i *)address); }

/// Stores four words at an address of any alignment.
static inline __attribute__((always_inline, unused)) void c_words_store(void *address, CWords words) {
    _mm_storeu_si128((__m128i *)address, (__m128i)words);
}

/// The sums of the words, modulo 2^32.
C_WORDS c_words_add(CWords left, CWords right) { return left + right; }

C_WORDS c_words_exclusive_or(CWords left, CWords right) { return left ^ right; }

/// The octets of each word the other way round.
C_WORDS c_words_reverse_octets(CWords words) {
    return (CWords)_mm_shuffle_epi8(
        (__m128i)words, _mm_set_epi64x(0x0C0D0E0F08090A0B, 0x0405060700010203));
}

/// Words 2 and 3 in the places of words 0 and 1.
C_WORDS c_words_move_down(CWords words) { return (CWords)_mm_shuffle_epi32((__m128i)words, 0x0E); }

/// Words 3, 2, 1, 0.
C_WORDS c_words_reverse(CWords words) { return (CWords)_mm_shuffle_epi32((__m128i)words, 0x1B); }

/// Words 1, 0, 3, 2.
C_WORDS c_words_swap_pairs(CWords words) { return (CWords)_mm_shuffle_epi32((__m128i)words, 0xB1); }

/// Words 1, 2 and 3 of the low ones, and then word 0 of the high ones.
C_WORDS c_words_skip_one(CWords high, CWords low) {
    return (CWords)_mm_alignr_epi8((__m128i)high, (__m128i)low, 4);
}

/// Words 2 and 3 of the low ones, and then words 0 and 1 of the high ones.
C_WORDS c_words_skip_two(CWords high, CWords low) {
    return (CWords)_mm_alignr_epi8((__m128i)high, (__m128i)low, 8);
}

/// Words 0 and 1 of low, and words 2 and 3 of high.
C_WORDS c_words_blend(CWords low, CWords high) {
    return (CWords)_mm_blend_epi16((__m128i)low, (__m128i)high, 0xF0);
}

/// Two rounds of SHA-256: what becomes of the variables a, b, e and f. The lowest word of each is the last letter's.
C_WORDS c_words_sha256_two_rounds(CWords cdgh, CWords abef, CWords sums) {
    return (CWords)_mm_sha256rnds2_epu32((__m128i)cdgh, (__m128i)abef, (__m128i)sums);
}

/// The first half of four words of SHA-256's schedule.
C_WORDS c_words_sha256_schedule_first(CWords w0, CWords w4) {
    return (CWords)_mm_sha256msg1_epu32((__m128i)w0, (__m128i)w4);
}

/// The second half of four words of SHA-256's schedule.
C_WORDS c_words_sha256_schedule_second(CWords sums, CWords w12) {
    return (CWords)_mm_sha256msg2_epu32((__m128i)sums, (__m128i)w12);
}

#undef C_WORDS

/// What was loaded before it is loaded again after it, and not held in a register or on the stack in between.
static inline __attribute__((always_inline, unused)) void c_words_forget_loads(void) {
    __asm__ volatile("" : : : "memory");
}

#endif

#if defined(__x86_64__) && defined(__AVX512F__)

#include <immintrin.h>

/// Sixteen lanes of 32 bits each.
typedef unsigned int CWordLanes __attribute__((ext_vector_type(16)));

#define C_LANES static inline __attribute__((always_inline, unused)) CWordLanes

/// value in all lanes.
C_LANES c_word_lanes_repeating(unsigned int value) { return (CWordLanes)_mm512_set1_epi32((int)value); }

/// Sixteen lanes from an address of any alignment.
C_LANES c_word_lanes_load(const void *address) { return (CWordLanes)_mm512_loadu_si512(address); }

/// Stores sixteen lanes at an address of any alignment.
static inline __attribute__((always_inline, unused)) void c_word_lanes_store(void *address, CWordLanes lanes) {
    _mm512_storeu_si512(address, (__m512i)lanes);
}

/// The sum in each lane, modulo 2^32.
C_LANES c_word_lanes_add(CWordLanes left, CWordLanes right) { return left + right; }

C_LANES c_word_lanes_exclusive_or(CWordLanes left, CWordLanes right) { return left ^ right; }

/// The bits of the first where `choice` has ones, of the second where it has zeros.
C_LANES c_word_lanes_choose(CWordLanes choice, CWordLanes first, CWordLanes second) {
    return (CWordLanes)_mm512_ternarylogic_epi32((__m512i)choice, (__m512i)first, (__m512i)second, 0xCA);
}

/// The bits that two of the three have, or all.
C_LANES c_word_lanes_majority(CWordLanes first, CWordLanes second, CWordLanes third) {
    return (CWordLanes)_mm512_ternarylogic_epi32((__m512i)first, (__m512i)second, (__m512i)third, 0xE8);
}

/// The bits that one of the three has, or all.
C_LANES c_word_lanes_parity(CWordLanes first, CWordLanes second, CWordLanes third) {
    return (CWordLanes)_mm512_ternarylogic_epi32((__m512i)first, (__m512i)second, (__m512i)third, 0x96);
}

/// Each lane shifted by a fixed number of bits; zeros come in.
C_LANES c_word_lanes_shift_right_3(CWordLanes lanes) { return (CWordLanes)_mm512_srli_epi32((__m512i)lanes, 3); }
C_LANES c_word_lanes_shift_right_10(CWordLanes lanes) { return (CWordLanes)_mm512_srli_epi32((__m512i)lanes, 10); }

/// Each lane rotated by a fixed number of bits.
#define C_ROTATION(count) \
    C_LANES c_word_lanes_rotate_right_##count(CWordLanes lanes) { \
        return (CWordLanes)_mm512_ror_epi32((__m512i)lanes, count); \
    }
C_ROTATION(2)
C_ROTATION(6)
C_ROTATION(7)
C_ROTATION(11)
C_ROTATION(13)
C_ROTATION(17)
C_ROTATION(18)
C_ROTATION(19)
C_ROTATION(22)
C_ROTATION(25)
#undef C_ROTATION
#undef C_LANES

/// What was loaded before it is loaded again after it, and not held in a register or on the stack in between.
static inline __attribute__((always_inline, unused)) void c_word_lanes_forget_loads(void) {
    __asm__ volatile("" : : : "memory");
}

#endif

#if defined(__x86_64__) && defined(__AVX2__) && defined(__BMI2__)

#include <immintrin.h>

/// Two words of 64 bits of one block, and two of another.
typedef unsigned long long CWordPairs __attribute__((ext_vector_type(4)));

#define C_PAIRS static inline __attribute__((always_inline, unused)) CWordPairs

/// Two words from each address, which may have any alignment.
C_PAIRS c_word_pairs_load(const void *first, const void *second) {
    return (CWordPairs)_mm256_loadu2_m128i((const __m128i *)second, (const __m128i *)first);
}

/// The same two words in both pairs.
C_PAIRS c_word_pairs_repeating(const void *address) {
    return (CWordPairs)_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)address));
}

/// Stores each pair at its address, which may have any alignment.
static inline __attribute__((always_inline, unused)) void c_word_pairs_store(
    void *first, void *second, CWordPairs pairs) {
    _mm256_storeu2_m128i((__m128i *)second, (__m128i *)first, (__m256i)pairs);
}

/// The sums of the words, modulo 2^64.
C_PAIRS c_word_pairs_add(CWordPairs left, CWordPairs right) { return left + right; }

/// The octets of each word the other way round.
C_PAIRS c_word_pairs_reverse_octets(CWordPairs pairs) {
    return (CWordPairs)_mm256_shuffle_epi8(
        (__m256i)pairs,
        _mm256_broadcastsi128_si256(_mm_set_epi64x(0x08090A0B0C0D0E0F, 0x0001020304050607)));
}

/// In each pair the second word of the low one, and then the first of the high one.
C_PAIRS c_word_pairs_skip_one(CWordPairs high, CWordPairs low) {
    return (CWordPairs)_mm256_alignr_epi8((__m256i)high, (__m256i)low, 8);
}

C_PAIRS c_word_pairs_exclusive_or(CWordPairs left, CWordPairs right) { return left ^ right; }

/// Each word shifted by a number of bits; zeros come in.
C_PAIRS c_word_pairs_shift_left(CWordPairs pairs, int count) {
    return (CWordPairs)_mm256_slli_epi64((__m256i)pairs, count);
}
C_PAIRS c_word_pairs_shift_right(CWordPairs pairs, int count) {
    return (CWordPairs)_mm256_srli_epi64((__m256i)pairs, count);
}

/// Each word rotated by eight bits.
C_PAIRS c_word_pairs_rotate_right_8(CWordPairs pairs) {
    return (CWordPairs)_mm256_shuffle_epi8(
        (__m256i)pairs,
        _mm256_broadcastsi128_si256(_mm_set_epi64x(0x080F0E0D0C0B0A09, 0x0007060504030201)));
}

#undef C_PAIRS

#endif
