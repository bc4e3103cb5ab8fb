// Linear algebra of one token's vector with 8-bit weights. Independent of CTranslate2. All functions are thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "thread_team.h"

namespace audiostream {

// Dimensions of an attention head: the same in every Whisper model.
constexpr int HEAD_DIM = 64;

// y = W x + b, with W in 8 bits and one scale for each row: the real weight is `weights[row][column] / scales[row]`.
struct Linear {
  const int8_t* weights;  // rows x columns
  const float* scales;    // one for each row
  const float* bias;      // one for each row, or null
  int rows, columns;      // columns: a multiple of 64
  std::vector<int32_t> row_sums;

  // Quantizes `x` (columns values) to 8 bits and writes `rows` values to `y`. Splits the rows among the team.
  void apply(const float* x, float* y, ThreadTeam& team) const;
};

// Layer normalization (Ba et al., 2016) with an epsilon of 1e-5, as in PyTorch's nn.LayerNorm.
struct LayerNorm {
  const float* gamma;
  const float* beta;
  int size;

  // Reads and writes `size` values; `x` and `y` may be the same.
  void apply(const float* x, float* y) const;
};

// Matrix-vector product in integers: `products[row]` is the dot product of row `row` of the weights and `x`, for each
// row from `first_row` up to and without `end_row`. `x` holds quantized values plus 128, which makes them unsigned.
void gemv(const Linear& linear, int first_row, int end_row, const uint8_t* x, int32_t* products);

// gemv on any processor.
void gemv_portable(const Linear& linear, int first_row, int end_row, const uint8_t* x, int32_t* products);

#if defined(__x86_64__)
// Whether this processor can run gemv_vnni.
bool has_vnni();

// gemv with AVX-512 VNNI, whose instruction multiplies and adds 64 pairs of bytes at once.
void gemv_vnni(const Linear& linear, int first_row, int end_row, const uint8_t* x, int32_t* products);
#endif

// Scaled dot-product attention of one query, in three steps. `keys` and `values` are `count` rows of HEAD_DIM values.
//
// 1. Writes the dot product of the query and each key, divided by sqrt(HEAD_DIM), to `scores`. Returns the maximum
// score.
float attention_scores(const float* query, const float* keys, int count, float* scores);
// 2. Replaces each score by e^(score - max_score). Does not divide the results by their sum, but returns it.
float softmax(float* scores, int count, float max_score);
// 3. Writes the mean of the values, weighted by `weights` whose sum is `sum`, to `result` (HEAD_DIM values).
void weighted_sum(const float* weights, float sum, const float* values, int count, float* result);

// The maximum of `count` values. A NaN is ignored. -infinity when there is no value.
float max_value(const float* values, int count);

}  // namespace audiostream
