// Compares the alignment with plain references.
#include "alignment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include "test.h"

namespace {

using namespace audiostream;

std::mt19937 engine(42);

std::vector<float> random_floats(int count) {
  std::uniform_real_distribution<float> distribution(-5, 5);
  std::vector<float> values(count);
  for (float& value : values) value = distribution(engine);
  return values;
}

void median_filter_equals_sorting() {
  for (const int count : {4, 5, 6, 7, 8, 31, 500}) {
    const auto values = random_floats(count);
    std::vector<float> result(count);
    median_filter(values.data(), count, result.data());
    for (int i = 0; i < count; ++i) {
      std::vector<float> window;
      for (int j = i - 3; j <= i + 3; ++j) window.push_back(values[j < 0 ? -j : j < count ? j : 2 * (count - 1) - j]);
      std::sort(window.begin(), window.end());
      CHECK_EQUAL(result[i], window[3]);
    }
  }
}

void median_filter_copies_few_values() {
  for (const int count : {1, 2, 3}) {
    const auto values = random_floats(count);
    std::vector<float> result(count);
    median_filter(values.data(), count, result.data());
    CHECK(result == values);
  }
}

// The maximum sum of the paths that end in a cell, by recursion over all of them.
double best_sum(const std::vector<float>& matrix, int columns, int row, int column) {
  if (row < 0 || column < 0) return row == column ? 0 : -std::numeric_limits<double>::infinity();
  if (row == 0 && column == 0) return matrix[0];
  const double before = std::max({row && column ? best_sum(matrix, columns, row - 1, column - 1) : -INFINITY,
                                  row ? best_sum(matrix, columns, row - 1, column) : -INFINITY,
                                  column ? best_sum(matrix, columns, row, column - 1) : -INFINITY});
  return before + matrix[row * columns + column];
}

// The maximum sum of the paths whose rows start at these columns. Between two starts, a path stays in its row up to the
// column of the next start or to the one before it.
double sum_of(const std::vector<float>& matrix, int rows, int columns, const std::vector<int>& first) {
  double sum = 0;
  for (int row = 0; row < rows; ++row) {
    const int end = row + 1 < rows ? first[row + 1] : columns - 1;
    for (int column = first[row]; column < end; ++column) sum += matrix[row * columns + column];
    // The last column of the row, which it may share with the next row.
    const bool must = row + 1 == rows || end == first[row];
    if (must || matrix[row * columns + end] > 0) sum += matrix[row * columns + end];
  }
  return sum;
}

void first_columns_are_those_of_the_best_path() {
  for (int rows = 1; rows <= 5; ++rows) {
    for (int columns = 1; columns <= 6; ++columns) {
      const auto matrix = random_floats(rows * columns);
      const auto first = first_columns(matrix.data(), rows, columns);
      CHECK_EQUAL(int(first.size()), rows);
      CHECK_EQUAL(first[0], 0);
      CHECK(std::is_sorted(first.begin(), first.end()));
      CHECK(first.back() < columns);
      CHECK_NEAR(sum_of(matrix, rows, columns, first), best_sum(matrix, columns, rows - 1, columns - 1), 1e-4);
    }
  }
}

// The attention of two heads for 2 tokens and a text after them: the rows after the first attend to these frames. All
// rows attend more to the 9 frames from `sink` on.
CrossAttention attention_to(const std::vector<int>& text, int frames, int sink) {
  CrossAttention attention(2);
  attention.clear(frames);
  for (int position = 0; position < int(text.size()) + 1; ++position) {
    float* row = attention.append(position);
    for (int head = 0; head < 2; ++head, row += frames) {
      for (int i = 0; i < frames; ++i) {
        const float distance = position == 0 ? float(frames) : float(i - text[position - 1]);
        row[i] = 1e-3f + 0.2f * std::exp(-distance * distance / 20);
      }
      std::fill(row + sink, row + std::min(sink + 9, frames), 1.f);
    }
  }
  return attention;
}

void times_follow_the_query_that_predicts_the_token() {
  // given: the rows after the first attend to the tokens, then to the end of the text
  const std::vector<int> attended = {10, 30, 55, 80, 110, 140};
  const auto attention = attention_to(attended, 160, 150);

  // when
  const TokenTimes times = token_times(attention, 0, 2, 5, 160);

  // then
  CHECK_EQUAL(times.attended.size(), 5u);
  CHECK_EQUAL(times.starts.size(), 6u);
  CHECK_EQUAL(times.starts[0], 0);
  for (int i = 0; i < 5; ++i) CHECK_NEAR(times.attended[i], attended[i], 3);
  for (int i = 1; i < 6; ++i) {
    CHECK(times.starts[i] > attended[i - 1]);
    CHECK(times.starts[i] <= attended[i]);
  }
}

void padding_does_not_change_times() {
  // given
  const auto attention = attention_to({10, 30, 55, 80, 110, 140}, 300, 200);

  // when / then: the frames after the audio have a high weight
  const TokenTimes times = token_times(attention, 0, 2, 5, 160);
  for (const int frame : times.attended) CHECK(frame < 160);
  CHECK_NEAR(times.attended[4], 110, 3);
}

void takes_texts_of_any_size() {
  for (const int tokens : {1, 2, 40})
    for (const int frames : {1, 2, 3, 4, 8, 20}) {
      std::vector<int> attended(tokens + 1);
      for (int i = 0; i <= tokens; ++i) attended[i] = i * frames / (tokens + 1);
      const auto attention = attention_to(attended, frames, frames - 1);
      const TokenTimes times = token_times(attention, 0, 2, tokens, frames);
      CHECK_EQUAL(times.starts.front(), 0);
      CHECK(std::is_sorted(times.starts.begin(), times.starts.end()));
      CHECK(times.starts.back() < frames);
      for (const int frame : times.attended) CHECK(frame >= 0 && frame < frames);
    }
}

void refuses_weights_that_are_not_finite() {
  for (const float value : {NAN, INFINITY}) {
    auto attention = attention_to({3, 6, 9}, 12, 11);
    attention.append(2)[5] = value;
    try {
      token_times(attention, 0, 1, 2, 12);
    } catch (const std::runtime_error&) {
      continue;
    }
    CHECK(!"token_times threw");
  }
}

void keeps_the_rows_before_a_cut() {
  CrossAttention attention(2);
  attention.clear(3);
  for (int i = 0; i < 4; ++i) attention.append(i)[4] = float(i + 1);
  attention.truncate(3);
  CHECK_EQUAL(attention.tokens(), 3);
  attention.truncate(5);
  CHECK_EQUAL(attention.tokens(), 3);
  attention.append(1)[4] = 9;
  CHECK_EQUAL(attention.tokens(), 2);
  CHECK_EQUAL(attention.weights(0, 1)[1], 1.f);
  CHECK_EQUAL(attention.weights(1, 1)[1], 9.f);
  attention.clear(2);
  CHECK_EQUAL(attention.tokens(), 0);
  CHECK_EQUAL(attention.frames(), 2);
}

}  // namespace

int main() {
  RUN(median_filter_equals_sorting);
  RUN(median_filter_copies_few_values);
  RUN(first_columns_are_those_of_the_best_path);
  RUN(times_follow_the_query_that_predicts_the_token);
  RUN(padding_does_not_change_times);
  RUN(takes_texts_of_any_size);
  RUN(refuses_weights_that_are_not_finite);
  RUN(keeps_the_rows_before_a_cut);
}
