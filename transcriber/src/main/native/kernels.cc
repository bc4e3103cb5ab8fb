#include "kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Compiles a function for several processors. The dynamic loader selects the version for this processor. A build with
// ThreadSanitizer has one version only, because the loader selects before ThreadSanitizer has started.
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

namespace audiostream {
namespace {

typedef float Float4 __attribute__((vector_size(16)));
typedef float Float8 __attribute__((vector_size(32)));
// May lie at any float's address. `auto` would lose that attribute.
typedef float Float16 __attribute__((vector_size(64), aligned(4), may_alias));

// e^x for x <= 0, to seven digits. Compilers vectorize it: 2^n for the integral part by the exponent's bits, and a
// polynomial for the rest. The coefficients of e^r's series suffice for |r| <= ln(2) / 2.
inline float exponential(float x) {
  x = std::max(x, -87.f);
  const float n = std::nearbyint(x * 1.44269504f);
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  const float p = 1 + r * (1 + r * (1 / 2.f + r * (1 / 6.f + r * (1 / 24.f + r * (1 / 120.f + r * (1 / 720.f))))));
  const int32_t bits = (int32_t(n) + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return p * power;
}

}  // namespace

CLONES void gemv_portable(const Linear& linear, int first_row, int end_row, const uint8_t* x, int32_t* products) {
  for (int row = first_row; row < end_row; ++row) {
    const int8_t* w = linear.weights + int64_t(row) * linear.columns;
    int32_t sum = 0;
    for (int i = 0; i < linear.columns; ++i) sum += int32_t(x[i]) * w[i];
    products[row] = sum;
  }
}

#if defined(__x86_64__)
bool has_vnni() {
  static const bool available =
      __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
  return available;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // in GCC 12's own header
// Compilers do not generate this instruction. With it, memory limits the speed, because each token reads all weights:
// they are prefetched.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) void gemv_vnni(const Linear& linear, int first_row,
                                                                               int end_row, const uint8_t* x,
                                                                               int32_t* products) {
  const int8_t* w = linear.weights + int64_t(first_row) * linear.columns;
  const int64_t next = linear.columns;
  constexpr int AHEAD = 8192;  // bytes; a prefetch past the end has no effect
  int row = first_row;
  // Four rows at once: within a row, each instruction needs the sum of the one before it.
  for (; row + 4 <= end_row; row += 4, w += 4 * next) {
    __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
    for (int i = 0; i < linear.columns; i += 64) {
      const auto* ahead = reinterpret_cast<const char*>(w) + 4 * i + AHEAD;
      for (int line = 0; line < 4; ++line) _mm_prefetch(ahead + 64 * line, _MM_HINT_T0);
      const __m512i values = _mm512_loadu_si512(x + i);
      a = _mm512_dpbusd_epi32(a, values, _mm512_loadu_si512(w + i));
      b = _mm512_dpbusd_epi32(b, values, _mm512_loadu_si512(w + next + i));
      c = _mm512_dpbusd_epi32(c, values, _mm512_loadu_si512(w + 2 * next + i));
      d = _mm512_dpbusd_epi32(d, values, _mm512_loadu_si512(w + 3 * next + i));
    }
    products[row] = _mm512_reduce_add_epi32(a);
    products[row + 1] = _mm512_reduce_add_epi32(b);
    products[row + 2] = _mm512_reduce_add_epi32(c);
    products[row + 3] = _mm512_reduce_add_epi32(d);
  }
  for (; row < end_row; ++row, w += next) {
    __m512i sum = _mm512_setzero_si512();
    for (int i = 0; i < linear.columns; i += 64)
      sum = _mm512_dpbusd_epi32(sum, _mm512_loadu_si512(x + i), _mm512_loadu_si512(w + i));
    products[row] = _mm512_reduce_add_epi32(sum);
  }
}
#pragma GCC diagnostic pop
#endif

void gemv(const Linear& linear, int first_row, int end_row, const uint8_t* x, int32_t* products) {
#if defined(__x86_64__)
  if (has_vnni()) return gemv_vnni(linear, first_row, end_row, x, products);
#endif
  gemv_portable(linear, first_row, end_row, x, products);
}

void Linear::apply(const float* x, float* y, ThreadTeam& team) const {
  thread_local std::vector<uint8_t> quantized;
  thread_local std::vector<int32_t> products;
  quantized.resize(columns);
  products.resize(rows);
  float max_magnitude = 0;
  for (int i = 0; i < columns; ++i) max_magnitude = std::max(max_magnitude, std::fabs(x[i]));
  const float scale = max_magnitude > 0 ? 127 / max_magnitude : 1;
  for (int i = 0; i < columns; ++i) quantized[i] = uint8_t(int(std::nearbyint(x[i] * scale)) + 128);
  // Helpers have thread-local vectors of their own: they get this thread's by pointer.
  const uint8_t* input = quantized.data();
  int32_t* output = products.data();
  const int part = std::max(64, rows / 16);
  team.run((rows + part - 1) / part, [&](int i) {
    const int first_row = i * part, end_row = std::min(rows, first_row + part);
    gemv(*this, first_row, end_row, input, output);
    for (int row = first_row; row < end_row; ++row)
      y[row] = float(output[row] - 128 * row_sums[row]) / (scale * scales[row]) + (bias ? bias[row] : 0);
  });
}

void LayerNorm::apply(const float* x, float* y) const {
  double sum = 0, squares = 0;
  for (int i = 0; i < size; ++i) sum += x[i];
  const double mean = sum / size;
  for (int i = 0; i < size; ++i) squares += (x[i] - mean) * (x[i] - mean);
  const float factor = float(1 / std::sqrt(squares / size + 1e-5));
  for (int i = 0; i < size; ++i) y[i] = (x[i] - float(mean)) * factor * gamma[i] + beta[i];
}

CLONES float attention_scores(const float* query, const float* keys, int count, float* scores) {
  const Float16* q = reinterpret_cast<const Float16*>(query);
  const Float16 q0 = q[0], q1 = q[1], q2 = q[2], q3 = q[3];
  float max_score = -INFINITY;
  for (int t = 0; t < count; ++t, keys += HEAD_DIM) {
    const Float16* k = reinterpret_cast<const Float16*>(keys);
    const Float16 s = q0 * k[0] + q1 * k[1] + q2 * k[2] + q3 * k[3];
    const Float8 a = __builtin_shufflevector(s, s, 0, 1, 2, 3, 4, 5, 6, 7) +
                     __builtin_shufflevector(s, s, 8, 9, 10, 11, 12, 13, 14, 15);
    const Float4 b = __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
    scores[t] = ((b[0] + b[2]) + (b[1] + b[3])) * 0.125f;
    max_score = std::max(max_score, scores[t]);
  }
  return max_score;
}

CLONES float softmax(float* scores, int count, float max_score) {
  float sums[16] = {};
  int t = 0;
  for (; t + 16 <= count; t += 16)
    for (int j = 0; j < 16; ++j) sums[j] += scores[t + j] = exponential(scores[t + j] - max_score);
  for (; t < count; ++t) sums[0] += scores[t] = exponential(scores[t] - max_score);
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

CLONES void weighted_sum(const float* weights, float sum, const float* values, int count, float* result) {
  float sums[HEAD_DIM] = {};
  for (int t = 0; t < count; ++t, values += HEAD_DIM)
    for (int i = 0; i < HEAD_DIM; ++i) sums[i] += weights[t] * values[i];
  for (int i = 0; i < HEAD_DIM; ++i) result[i] = sums[i] / sum;
}

CLONES float max_value(const float* values, int count) {
  float maxima[16];
  std::fill(maxima, maxima + 16, -INFINITY);
  int i = 0;
  for (; i + 16 <= count; i += 16)
    for (int j = 0; j < 16; ++j) maxima[j] = values[i + j] > maxima[j] ? values[i + j] : maxima[j];
  for (; i < count; ++i) maxima[0] = values[i] > maxima[0] ? values[i] : maxima[0];
  return *std::max_element(maxima, maxima + 16);
}

}  // namespace audiostream
