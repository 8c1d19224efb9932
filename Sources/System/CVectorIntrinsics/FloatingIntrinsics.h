// The vector instructions of x86-64 with AVX2 and FMA, under names that Swift can call: as in CVectorIntrinsics.h, each
// function is one intrinsic or one operator, and is there only where the target that imports it is compiled for its
// instructions.

#pragma once

#if defined(__x86_64__) && defined(__AVX2__) && defined(__FMA__) && !defined(__AVX512F__)

#include <immintrin.h>

/// Eight lanes of 64 bits each, as with AVX-512: the compiler takes two vectors for them.
typedef unsigned long long CLanes __attribute__((ext_vector_type(8)));

#define C_LANES static inline __attribute__((always_inline, unused)) CLanes

/// The sum in each lane, modulo 2^64.
C_LANES c_lanes_add(CLanes left, CLanes right) { return left + right; }

/// The difference in each lane, modulo 2^64.
C_LANES c_lanes_subtract(CLanes left, CLanes right) { return left - right; }

/// The product in each lane, modulo 2^64.
C_LANES c_lanes_multiply(CLanes left, CLanes right) { return left * right; }

C_LANES c_lanes_and(CLanes left, CLanes right) { return left & right; }

C_LANES c_lanes_or(CLanes left, CLanes right) { return left | right; }

C_LANES c_lanes_exclusive_or(CLanes left, CLanes right) { return left ^ right; }

/// Shifts each lane by the number in the same lane of count, which is below 64.
C_LANES c_lanes_shift_left(CLanes value, CLanes count) { return value << count; }

/// Shifts each lane by the number in the same lane of count, which is below 64; zeros come in.
C_LANES c_lanes_shift_right(CLanes value, CLanes count) { return value >> count; }

/// Shifts each lane by 52; zeros come in.
C_LANES c_lanes_shift_right_52(CLanes value) { return value >> 52; }

/// Shifts each lane by 63; zeros come in.
C_LANES c_lanes_shift_right_63(CLanes value) { return value >> 63; }

/// value in all lanes.
C_LANES c_lanes_repeating(unsigned long long value) { return (CLanes)value; }

/// `chosen` in the lanes where left equals right, `other` in the others.
C_LANES c_lanes_choose_where_equal(CLanes left, CLanes right, CLanes chosen, CLanes other) {
    CLanes equal = (CLanes)(left == right);
    return (chosen & equal) | (other & ~equal);
}

#undef C_LANES

/// Bit i is set where the lane i of left equals that of right.
static inline __attribute__((always_inline, unused)) unsigned char c_lanes_equal(CLanes left, CLanes right) {
    CLanes equal = (CLanes)(left == right);
    return (unsigned char)(_mm256_movemask_pd((__m256d)equal.lo) | _mm256_movemask_pd((__m256d)equal.hi) << 4);
}

/// Four lanes of 64 bits each.
typedef unsigned long long CHalfLanes __attribute__((ext_vector_type(4)));

/// Four lanes of a double each.
typedef double CFloats __attribute__((ext_vector_type(4)));

#define C_HALF_LANES static inline __attribute__((always_inline, unused)) CHalfLanes
#define C_FLOATS static inline __attribute__((always_inline, unused)) CFloats

/// The sum in each lane, modulo 2^64.
C_HALF_LANES c_half_lanes_add(CHalfLanes left, CHalfLanes right) { return left + right; }

C_HALF_LANES c_half_lanes_and(CHalfLanes left, CHalfLanes right) { return left & right; }

C_HALF_LANES c_half_lanes_or(CHalfLanes left, CHalfLanes right) { return left | right; }

/// Bit i is set where the uppermost bit of lane i is.
static inline __attribute__((always_inline, unused)) unsigned char c_half_lanes_top_bits(CHalfLanes value) {
    return (unsigned char)_mm256_movemask_pd((__m256d)value);
}

/// Shifts each lane by the number in the same lane of count.
C_HALF_LANES c_half_lanes_shift_left(CHalfLanes value, CHalfLanes count) {
    return (CHalfLanes)_mm256_sllv_epi64((__m256i)value, (__m256i)count);
}

/// Shifts each lane by 52; zeros come in.
C_HALF_LANES c_half_lanes_shift_right_52(CHalfLanes value) {
    return (CHalfLanes)_mm256_srli_epi64((__m256i)value, 52);
}

/// value in all lanes.
C_HALF_LANES c_half_lanes_repeating(unsigned long long value) {
    return (CHalfLanes)_mm256_set1_epi64x((long long)value);
}

/// The bits of doubles.
C_HALF_LANES c_floats_bits(CFloats value) { return (CHalfLanes)value; }

/// The doubles that have these bits.
C_FLOATS c_floats_of_bits(CHalfLanes value) { return (CFloats)value; }

/// left · right + addend, rounded once.
C_FLOATS c_floats_multiply_add(CFloats left, CFloats right, CFloats addend) {
    return (CFloats)_mm256_fmadd_pd((__m256d)left, (__m256d)right, (__m256d)addend);
}

C_FLOATS c_floats_subtract(CFloats left, CFloats right) { return left - right; }

/// left · right − subtrahend, rounded once.
C_FLOATS c_floats_multiply_subtract(CFloats left, CFloats right, CFloats subtrahend) {
    return (CFloats)_mm256_fmsub_pd((__m256d)left, (__m256d)right, (__m256d)subtrahend);
}

/// minuend − left · right, rounded once.
C_FLOATS c_floats_subtract_product(CFloats minuend, CFloats left, CFloats right) {
    return (CFloats)_mm256_fnmadd_pd((__m256d)left, (__m256d)right, (__m256d)minuend);
}

/// Ones in the lanes where value lies between −most and most, zeros in the others.
C_HALF_LANES c_floats_lie_within(CFloats value, CFloats most) {
    return (CHalfLanes)(__builtin_elementwise_abs(value) <= most);
}

/// value in all lanes.
C_FLOATS c_floats_repeating(double value) { return (CFloats)_mm256_set1_pd(value); }

#undef C_HALF_LANES
#undef C_FLOATS

/// Has doubles rounded toward zero from here on, and gives what restores the way of before.
static inline __attribute__((always_inline, unused)) unsigned int c_floats_round_toward_zero(void) {
    unsigned int before = _mm_getcsr();
    _mm_setcsr(before | _MM_ROUND_TOWARD_ZERO);
    return before;
}

/// Has doubles rounded to the nearest from here on, and gives what restores the way of before.
static inline __attribute__((always_inline, unused)) unsigned int c_floats_round_to_nearest(void) {
    unsigned int before = _mm_getcsr();
    _mm_setcsr(before & ~_MM_ROUND_MASK);
    return before;
}

/// Has doubles rounded again as before one of the functions above.
static inline __attribute__((always_inline, unused)) void c_floats_restore_rounding(unsigned int before) {
    _mm_setcsr(before);
}

/// Zeros in all sixteen vector registers, where secrets were.
static inline __attribute__((always_inline, unused)) void c_half_lanes_wipe_registers(void) { _mm256_zeroall(); }

#endif
