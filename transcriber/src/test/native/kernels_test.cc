// Compares the kernels with references in double precision or in exact integers.
#include "kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "test.h"

namespace {

using namespace audiostream;

std::mt19937 engine(42);

std::vector<float> random_floats(int count, float min, float max) {
  std::uniform_real_distribution<float> distribution(min, max);
  std::vector<float> values(count);
  for (float& value : values) value = distribution(engine);
  return values;
}

// A matrix with its memory.
struct Matrix {
  Matrix(int rows, int columns, bool with_bias)
      : weights(size_t(rows) * columns), scales(random_floats(rows, 20, 200)), bias(random_floats(rows, -2, 2)) {
    std::uniform_int_distribution<int> distribution(-128, 127);
    for (int8_t& weight : weights) weight = int8_t(distribution(engine));
    linear = {weights.data(), scales.data(), with_bias ? bias.data() : nullptr, rows, columns, {}};
    for (int row = 0; row < rows; ++row)
      linear.row_sums.push_back(
          std::accumulate(&weights[size_t(row) * columns], &weights[size_t(row) * columns] + columns, int32_t(0)));
  }

  std::vector<int8_t> weights;
  std::vector<float> scales, bias;
  Linear linear;
};

using Gemv = void (*)(const Linear&, int, int, const uint8_t*, int32_t*);

// Checks that `gemv` gives the exact products of the rows in the range, and writes no others.
void check_gemv(Gemv gemv, int rows, int columns, bool extreme) {
  Matrix matrix(rows, columns, false);
  std::vector<uint8_t> x(columns);
  std::uniform_int_distribution<int> distribution(0, 255);
  for (uint8_t& value : x) value = uint8_t(extreme ? 255 : distribution(engine));
  if (extreme) std::fill(matrix.weights.begin(), matrix.weights.end(), int8_t(-128));
  for (const int first_row : {0, std::min(1, rows), rows / 2}) {
    for (const int end_row : {first_row, (first_row + rows) / 2, rows}) {
      std::vector<int32_t> products(rows, -7);
      gemv(matrix.linear, first_row, end_row, x.data(), products.data());
      for (int row = 0; row < rows; ++row) {
        int64_t expected = 0;
        for (int i = 0; i < columns; ++i) expected += int64_t(x[i]) * matrix.weights[size_t(row) * columns + i];
        CHECK_EQUAL(products[row], row >= first_row && row < end_row ? expected : -7);
      }
    }
  }
}

void check_gemv(Gemv gemv) {
  for (const int rows : {1, 2, 3, 4, 5, 7, 8, 64, 67})
    for (const int columns : {64, 128, 512}) check_gemv(gemv, rows, columns, false);
  check_gemv(gemv, 5, 2048, true);
}

void gemv_portable_is_exact() { check_gemv(gemv_portable); }

void gemv_is_exact() { check_gemv(gemv); }

void gemv_vnni_is_exact_and_equals_gemv_portable() {
#if defined(__x86_64__)
  if (!has_vnni()) {
    std::printf("    skipped: this processor has no AVX-512 VNNI\n");
    return;
  }
  check_gemv(gemv_vnni);
  const Matrix matrix(131, 512, false);
  std::vector<uint8_t> x(512);
  std::iota(x.begin(), x.end(), uint8_t(3));
  std::vector<int32_t> portable(131), vnni(131);
  gemv_portable(matrix.linear, 0, 131, x.data(), portable.data());
  gemv_vnni(matrix.linear, 0, 131, x.data(), vnni.data());
  CHECK(portable == vnni);
#else
  std::printf("    skipped: this processor is not an x86-64\n");
#endif
}

void linear_is_near_the_product_in_double_precision() {
  for (const int threads : {1, 2, 4}) {
    ThreadTeam team;
    team.set_threads(threads);
    for (const int rows : {1, 63, 64, 65, 1500}) {
      const int columns = 192;
      const Matrix matrix(rows, columns, rows % 2 == 1);
      const auto x = random_floats(columns, -3, 3);
      std::vector<float> y(rows);
      matrix.linear.apply(x.data(), y.data(), team);
      for (int row = 0; row < rows; ++row) {
        double expected = matrix.linear.bias ? matrix.bias[row] : 0, magnitude = 0;
        for (int i = 0; i < columns; ++i) {
          const double weight = matrix.weights[size_t(row) * columns + i] / double(matrix.scales[row]);
          expected += weight * x[i];
          magnitude += std::fabs(weight);
        }
        // Each of the inputs is rounded by half a step of 3 / 127 at most.
        CHECK_NEAR(y[row], expected, magnitude * 0.5 * 3 / 127 + 1e-4);
      }
    }
  }
}

void linear_of_zeros_is_the_bias() {
  ThreadTeam team;
  const Matrix matrix(70, 64, true);
  const std::vector<float> x(64);
  std::vector<float> y(70);
  matrix.linear.apply(x.data(), y.data(), team);
  CHECK(y == matrix.bias);
}

void layer_norm_is_near_the_reference() {
  for (const int size : {64, 384, 512, 1280}) {
    const auto x = random_floats(size, 90, 110), gamma = random_floats(size, 0.5f, 2),
               beta = random_floats(size, -1, 1);
    std::vector<float> y(size);
    LayerNorm{gamma.data(), beta.data(), size}.apply(x.data(), y.data());
    double mean = 0, variance = 0;
    for (const double value : x) mean += value / size;
    for (const double value : x) variance += (value - mean) * (value - mean) / size;
    for (int i = 0; i < size; ++i)
      CHECK_NEAR(y[i], (x[i] - mean) / std::sqrt(variance + 1e-5) * gamma[i] + beta[i], 1e-4);
  }
}

void layer_norm_of_a_constant_is_beta() {
  const std::vector<float> gamma(64, 1);
  const auto beta = random_floats(64, -1, 1);
  std::vector<float> values(64, 5);
  LayerNorm{gamma.data(), beta.data(), 64}.apply(values.data(), values.data());
  CHECK(values == beta);
}

void attention_is_near_the_reference() {
  for (const int count : {1, 2, 15, 16, 17, 31, 448, 1500}) {
    const auto query = random_floats(HEAD_DIM, -3, 3);
    const auto keys = random_floats(count * HEAD_DIM, -3, 3), values = random_floats(count * HEAD_DIM, -3, 3);
    std::vector<float> scores(count), result(HEAD_DIM);
    std::vector<double> expected_scores(count);
    for (int t = 0; t < count; ++t) {
      for (int i = 0; i < HEAD_DIM; ++i) expected_scores[t] += double(query[i]) * keys[t * HEAD_DIM + i];
      expected_scores[t] /= std::sqrt(double(HEAD_DIM));
    }
    const double expected_max = *std::max_element(expected_scores.begin(), expected_scores.end());

    const float max_score = attention_scores(query.data(), keys.data(), count, scores.data());
    CHECK_NEAR(max_score, expected_max, 1e-4);
    for (int t = 0; t < count; ++t) CHECK_NEAR(scores[t], expected_scores[t], 1e-4);

    const float sum = softmax(scores.data(), count, max_score);
    double expected_sum = 0;
    for (int t = 0; t < count; ++t) {
      const double expected = std::exp(expected_scores[t] - expected_max);
      CHECK_NEAR(scores[t], expected, 1e-4 * expected + 1e-30);
      expected_sum += expected;
    }
    CHECK_NEAR(sum, expected_sum, 1e-4 * expected_sum);

    weighted_sum(scores.data(), sum, values.data(), count, result.data());
    for (int i = 0; i < HEAD_DIM; ++i) {
      double expected = 0;
      for (int t = 0; t < count; ++t)
        expected += std::exp(expected_scores[t] - expected_max) / expected_sum * values[t * HEAD_DIM + i];
      CHECK_NEAR(result[i], expected, 1e-3);
    }
  }
}

void softmax_is_precise_over_the_whole_range() {
  for (double x = 0; x > -87; x -= 0.37) {
    float value = float(x);
    const double expected = std::exp(double(value));
    CHECK_NEAR(softmax(&value, 1, 0), expected, 1e-6 * expected);
    CHECK_NEAR(value, expected, 1e-6 * expected);
  }
  std::vector<float> far = {0, -1e4f, -INFINITY};
  CHECK_NEAR(softmax(far.data(), 3, 0), 1.0, 1e-6);
}

void attention_works_at_any_address_of_a_float() {
  const auto query = random_floats(HEAD_DIM + 1, -1, 1), keys = random_floats(8 * HEAD_DIM + 1, -1, 1);
  std::vector<float> scores(8);
  attention_scores(&query[1], &keys[1], 8, scores.data());
  for (int t = 0; t < 8; ++t) {
    double expected = 0;
    for (int i = 0; i < HEAD_DIM; ++i) expected += double(query[1 + i]) * keys[1 + t * HEAD_DIM + i] / 8;
    CHECK_NEAR(scores[t], expected, 1e-5);
  }
}

void max_value_ignores_nan() {
  for (const int count : {1, 2, 15, 16, 17, 100}) {
    for (int at = 0; at < count; ++at) {
      auto values = random_floats(count, -5, 5);
      values[at] = 9;
      if (count > 1) values[(at + 1) % count] = std::numeric_limits<float>::quiet_NaN();
      CHECK_EQUAL(max_value(values.data(), count), 9.f);
    }
  }
  CHECK_EQUAL(max_value(nullptr, 0), -INFINITY);
}

}  // namespace

int main() {
  RUN(gemv_portable_is_exact);
  RUN(gemv_is_exact);
  RUN(gemv_vnni_is_exact_and_equals_gemv_portable);
  RUN(linear_is_near_the_product_in_double_precision);
  RUN(linear_of_zeros_is_the_bias);
  RUN(layer_norm_is_near_the_reference);
  RUN(layer_norm_of_a_constant_is_beta);
  RUN(attention_is_near_the_reference);
  RUN(softmax_is_precise_over_the_whole_range);
  RUN(attention_works_at_any_address_of_a_float);
  RUN(max_value_ignores_nan);
}
