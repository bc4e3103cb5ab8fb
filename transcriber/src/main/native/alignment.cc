#include "alignment.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace audiostream {
namespace {

// Subtracts the mean of each column from its values, and divides them by their standard deviation. A constant column
// becomes 0.
void normalize_columns(float* matrix, int rows, int columns) {
  std::vector<float> mean(columns), variance(columns);
  for (int row = 0; row < rows; ++row)
    for (int i = 0; i < columns; ++i) mean[i] += matrix[size_t(row) * columns + i] / float(rows);
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < columns; ++i) {
      float& value = matrix[size_t(row) * columns + i];
      value -= mean[i];
      variance[i] += value * value / float(rows);
    }
  }
  for (float& value : variance) value = value > 0 ? 1 / std::sqrt(value) : 0;
  for (int row = 0; row < rows; ++row)
    for (int i = 0; i < columns; ++i) matrix[size_t(row) * columns + i] *= variance[i];
}

}  // namespace

void median_filter(const float* values, int count, float* result) {
  constexpr int RADIUS = 3;
  if (count <= RADIUS) {
    std::copy(values, values + count, result);
    return;
  }
  std::vector<float> padded(count + 2 * RADIUS);
  std::copy(values, values + count, padded.begin() + RADIUS);
  for (int i = 1; i <= RADIUS; ++i) {
    padded[RADIUS - i] = values[i];
    padded[RADIUS + count - 1 + i] = values[count - 1 - i];
  }
  const float* p = padded.data();
  auto sort = [](float& a, float& b) {
    const float min = a < b ? a : b, max = a < b ? b : a;
    a = min, b = max;
  };
  // A network of 13 exchanges that moves the median to the middle, without branches: compilers vectorize it.
  for (int i = 0; i < count; ++i) {
    float a = p[i], b = p[i + 1], c = p[i + 2], d = p[i + 3], e = p[i + 4], f = p[i + 5], g = p[i + 6];
    sort(a, f), sort(a, d), sort(b, g), sort(c, e), sort(a, b), sort(d, f), sort(c, g);
    sort(c, d), sort(d, g), sort(e, f), sort(b, e), sort(b, d), sort(d, e);
    result[i] = d;
  }
}

std::vector<int> first_columns(const float* matrix, int rows, int columns) {
  enum Step : int8_t { BOTH, ROW, COLUMN };
  std::vector<Step> steps(size_t(rows) * columns);
  // Minimum costs of the paths to each column of the row above and of this row, after a column of no cell.
  std::vector<float> above(columns + 1, std::numeric_limits<float>::infinity()), costs = above;
  above[0] = 0;
  for (int row = 0; row < rows; ++row) {
    const float* values = matrix + size_t(row) * columns;
    for (int i = 0; i < columns; ++i) {
      const float both = above[i], from_row = above[i + 1], from_column = costs[i];
      const Step step = both < from_row && both < from_column       ? BOTH
                        : from_row < both && from_row < from_column ? ROW
                                                                    : COLUMN;
      steps[size_t(row) * columns + i] = step;
      costs[i + 1] = (step == BOTH ? both : step == ROW ? from_row : from_column) - values[i];
    }
    std::swap(above, costs);
    costs[0] = std::numeric_limits<float>::infinity();
  }
  std::vector<int> first(rows);
  for (int row = rows - 1, column = columns - 1; row >= 0;) {
    first[row] = column;
    const Step step = column == 0 ? ROW : row == 0 ? COLUMN : steps[size_t(row) * columns + column];
    if (step != COLUMN) --row;
    if (step != ROW) --column;
  }
  return first;
}

TokenTimes token_times(const CrossAttention& attention, int begin, int first, int count, int frames) {
  const int rows = first + count - begin, before = first - 1 - begin;
  std::vector<float> weights(size_t(rows) * frames), smoothed(frames), means(size_t(count + 1) * frames);
  for (int head = 0; head < attention.heads(); ++head) {
    for (int row = 0; row < rows; ++row) {
      const float* from = attention.weights(begin + row, head);
      const float sum = std::accumulate(from, from + frames, 0.f);
      if (!std::isfinite(sum) || !(sum > 0)) throw std::runtime_error("the decoder's attention is not finite");
      float* to = &weights[size_t(row) * frames];
      for (int i = 0; i < frames; ++i) to[i] = from[i] / sum;
    }
    normalize_columns(weights.data(), rows, frames);
    for (int row = 0; row <= count; ++row) {
      median_filter(&weights[size_t(before + row) * frames], frames, smoothed.data());
      for (int i = 0; i < frames; ++i) means[size_t(row) * frames + i] += smoothed[i] / float(attention.heads());
    }
  }
  TokenTimes times{first_columns(means.data(), count + 1, frames), {}};
  for (int row = 0; row < count; ++row) {
    const auto from = means.begin() + size_t(row) * frames;
    times.attended.push_back(int(std::max_element(from, from + frames) - from));
  }
  return times;
}

}  // namespace audiostream
