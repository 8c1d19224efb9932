// The instructions of x86-64 that polynomials over GF(2) are multiplied with, under names that Swift can call: as in
// CVectorIntrinsics.h, each function is one intrinsic, and is there only where the target that imports it is compiled
// for its instructions.

#pragma once

#if defined(__x86_64__) && defined(__PCLMUL__) && defined(__SSSE3__)

#include <immintrin.h>

/// The 128 coefficients of a polynomial; the lower half first.
typedef unsigned long long CPolynomial __attribute__((ext_vector_type(2)));

#define C_POLYNOMIAL static inline __attribute__((always_inline, unused)) CPolynomial

/// A polynomial from an address of any alignment, the lower half first.
C_POLYNOMIAL c_polynomial_load(const void *address) { return (CPolynomial)_mm_loadu_si128((const __m128i *)address); }

/// Stores a polynomial at an address of any alignment.
static inline __attribute__((always_inline, unused)) void c_polynomial_store(void *address, CPolynomial polynomial) {
    _mm_storeu_si128((__m128i *)address, (__m128i)polynomial);
}

/// The octets in the opposite order.
C_POLYNOMIAL c_polynomial_reverse_octets(CPolynomial value) {
    return (CPolynomial)_mm_shuffle_epi8(
        (__m128i)value, _mm_setr_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
}

C_POLYNOMIAL c_polynomial_add(CPolynomial left, CPolynomial right) { return left ^ right; }

/// The halves exchanged.
C_POLYNOMIAL c_polynomial_exchange_halves(CPolynomial value) {
    return (CPolynomial)_mm_shuffle_epi32((__m128i)value, 0x4E);
}

/// The product of the lower halves.
C_POLYNOMIAL c_polynomial_multiply_lower(CPolynomial left, CPolynomial right) {
    return (CPolynomial)_mm_clmulepi64_si128((__m128i)left, (__m128i)right, 0x00);
}

/// The product of the upper halves.
C_POLYNOMIAL c_polynomial_multiply_upper(CPolynomial left, CPolynomial right) {
    return (CPolynomial)_mm_clmulepi64_si128((__m128i)left, (__m128i)right, 0x11);
}

#undef C_POLYNOMIAL

#endif
