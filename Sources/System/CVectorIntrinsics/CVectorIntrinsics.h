// The vector instructions of x86-64 under names that Swift can call: each function is one intrinsic of the compiler's
// own <immintrin.h>, on vectors that Swift knows as SIMD8<UInt64>. There is no code here beyond that.
//
// A function is there only where the target that imports it is compiled for its instructions. Whether the processor
// has them is another matter, asked at run time: c_processor_* below need no flags.

#pragma once

#if defined(__x86_64__)

/// The registers that CPUID fills for a leaf and a subleaf; all zero for a leaf beyond the last one.
typedef struct {
    unsigned int eax, ebx, ecx, edx;
} CProcessorLeaf;

// Not by <cpuid.h>: in the compiler's module map it brings in the C library, whose types would then seem to be ours.
static inline CProcessorLeaf c_processor_leaf(unsigned int leaf, unsigned int subleaf) {
    CProcessorLeaf found = {0, 0, 0, 0}, last;
    __asm__("cpuid" : "=a"(last.eax), "=b"(last.ebx), "=c"(last.ecx), "=d"(last.edx) : "a"(0), "c"(0));
    if (leaf > last.eax) return found;
    __asm__("cpuid"
            : "=a"(found.eax), "=b"(found.ebx), "=c"(found.ecx), "=d"(found.edx)
            : "a"(leaf), "c"(subleaf));
    return found;
}

/// The low half of XCR0: which registers the operating system saves. Only where CPUID tells OSXSAVE.
static inline unsigned int c_processor_saved_registers(void) {
    unsigned int low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

#endif

#if defined(__x86_64__) && defined(__AVX512F__) && defined(__AVX512IFMA__)

#include <immintrin.h>

/// Eight lanes of 64 bits each.
typedef unsigned long long CLanes __attribute__((ext_vector_type(8)));

#define C_LANES static inline __attribute__((always_inline, unused)) CLanes

/// addend + the low 52 bits of the product of the low 52 bits of both factors.
C_LANES c_lanes_add_low_product(CLanes addend, CLanes left, CLanes right) {
    return (CLanes)_mm512_madd52lo_epu64((__m512i)addend, (__m512i)left, (__m512i)right);
}

/// addend + the high 52 bits of the product of the low 52 bits of both factors.
C_LANES c_lanes_add_high_product(CLanes addend, CLanes left, CLanes right) {
    return (CLanes)_mm512_madd52hi_epu64((__m512i)addend, (__m512i)left, (__m512i)right);
}

/// The sum in each lane, modulo 2^64.
C_LANES c_lanes_add(CLanes left, CLanes right) { return left + right; }

/// The difference in each lane, modulo 2^64.
C_LANES c_lanes_subtract(CLanes left, CLanes right) { return left - right; }

C_LANES c_lanes_and(CLanes left, CLanes right) { return left & right; }

C_LANES c_lanes_or(CLanes left, CLanes right) { return left | right; }

C_LANES c_lanes_exclusive_or(CLanes left, CLanes right) { return left ^ right; }

/// Shifts each lane by the number in the same lane of count.
C_LANES c_lanes_shift_left(CLanes value, CLanes count) {
    return (CLanes)_mm512_sllv_epi64((__m512i)value, (__m512i)count);
}

/// Shifts each lane by the number in the same lane of count; zeros come in.
C_LANES c_lanes_shift_right(CLanes value, CLanes count) {
    return (CLanes)_mm512_srlv_epi64((__m512i)value, (__m512i)count);
}

/// Shifts each lane by 52; zeros come in.
C_LANES c_lanes_shift_right_52(CLanes value) { return (CLanes)_mm512_srli_epi64((__m512i)value, 52); }

/// Shifts each lane by 63; zeros come in.
C_LANES c_lanes_shift_right_63(CLanes value) { return (CLanes)_mm512_srli_epi64((__m512i)value, 63); }

/// `chosen` in the lanes where left equals right, `other` in the others.
C_LANES c_lanes_choose_where_equal(CLanes left, CLanes right, CLanes chosen, CLanes other) {
    return (CLanes)_mm512_mask_mov_epi64(
        (__m512i)other, _mm512_cmpeq_epi64_mask((__m512i)left, (__m512i)right), (__m512i)chosen);
}

/// In each lane the lane of value that the same lane of order names.
C_LANES c_lanes_permute(CLanes order, CLanes value) {
    return (CLanes)_mm512_permutexvar_epi64((__m512i)order, (__m512i)value);
}

/// In both halves of four lanes the first lane of the half.
C_LANES c_lanes_repeat_first(CLanes value) { return (CLanes)_mm512_permutex_epi64((__m512i)value, 0x00); }

/// In all eight lanes the first one.
C_LANES c_lanes_repeat_first_of_all(CLanes value) {
    return (CLanes)_mm512_broadcastq_epi64(_mm512_castsi512_si128((__m512i)value));
}

/// Each of eight lanes one place down, and the first one at the end.
C_LANES c_lanes_rotate_all_down(CLanes value) {
    return (CLanes)_mm512_alignr_epi64((__m512i)value, (__m512i)value, 1);
}

/// Each of eight lanes one place up, and the last one at the start.
C_LANES c_lanes_rotate_all_up(CLanes value) {
    return (CLanes)_mm512_alignr_epi64((__m512i)value, (__m512i)value, 7);
}

/// In both halves of four lanes each lane one place down, and the first one at the end.
C_LANES c_lanes_rotate_down(CLanes value) { return (CLanes)_mm512_permutex_epi64((__m512i)value, 0x39); }

/// In both halves of four lanes each lane one place up, and the last one at the start.
C_LANES c_lanes_rotate_up(CLanes value) { return (CLanes)_mm512_permutex_epi64((__m512i)value, 0x93); }

/// first in the lower four lanes, second in the upper.
C_LANES c_lanes_halves(unsigned long long first, unsigned long long second) {
    return (CLanes)_mm512_mask_set1_epi64(_mm512_set1_epi64((long long)first), 0xF0, (long long)second);
}

/// The number of each lane.
C_LANES c_lanes_lane_numbers(void) { return (CLanes){0, 1, 2, 3, 4, 5, 6, 7}; }

/// value in all lanes.
C_LANES c_lanes_repeating(unsigned long long value) { return (CLanes)_mm512_set1_epi64((long long)value); }

#undef C_LANES

/// Bit i is set where the lane i of left equals that of right.
static inline __attribute__((always_inline, unused)) unsigned char c_lanes_equal(CLanes left, CLanes right) {
    return _mm512_cmpeq_epi64_mask((__m512i)left, (__m512i)right);
}

/// Bit i is set where the lane i of left is not greater than that of right.
static inline __attribute__((always_inline, unused)) unsigned char c_lanes_not_greater(CLanes left, CLanes right) {
    return _mm512_cmple_epu64_mask((__m512i)left, (__m512i)right);
}

#endif
