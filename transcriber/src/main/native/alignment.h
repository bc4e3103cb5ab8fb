// Where in the audio the tokens of a text lie, from the decoder's cross-attention. Independent of CTranslate2.
#pragma once

#include <cstddef>
#include <vector>

namespace audiostream {

// Weights of the cross-attention of a model's alignment heads (those whose attention follows the audio), for each token
// of a text. The size is the tokens x heads x frames x 4 bytes: with the base model (8 heads), 1 MB for 50 tokens and
// 12 s of audio, and at most 22 MB for 448 tokens and 30 s. Not thread-safe.
class CrossAttention {
 public:
  explicit CrossAttention(int heads) : heads_(heads) {}

  int heads() const { return heads_; }
  // Number of the encoder's frames, of 20 ms each.
  int frames() const { return frames_; }
  int tokens() const { return int(rows_.size()); }

  // Removes all tokens. `frames` is the number of frames of the tokens that follow.
  void clear(int frames) {
    rows_.clear();
    frames_ = frames;
  }
  // Removes the tokens at `tokens` and after.
  void truncate(int tokens) {
    if (tokens < int(rows_.size())) rows_.resize(tokens);
  }
  // Returns the row of the token at `position`, which becomes the last: heads x frames weights, for the caller to
  // write. A weight is e^(score - maximum score of the head), as softmax() computes it: not divided by the sum.
  float* append(int position) {
    rows_.resize(position);
    rows_.emplace_back(std::size_t(heads_) * frames_);
    return rows_.back().data();
  }
  // Returns the weights of one head, for the query of the token at `position`.
  const float* weights(int position, int head) const { return rows_[position].data() + std::size_t(head) * frames_; }

 private:
  int heads_, frames_ = 0;
  std::vector<std::vector<float>> rows_;
};

// In frames of 20 ms.
struct TokenTimes {
  std::vector<int> starts;    // of each token, then the end of the last one: never decreasing
  std::vector<int> attended;  // for each token, the frame that the decoder attended to most when it predicted the token
};

// Gives the times of the `count` tokens from the position `first` on, within the first `frames` frames.
//
// The query of a token predicts the next token. So the rows first - 1 to first + count - 1 give the times of the
// tokens, and of the end of the last one, which is the start of the token after it.
//
// The formula is that of OpenAI's Whisper (timing.py, find_alignment), which CTranslate2 (WhisperReplica::align) uses
// too. The weights of each head are divided by their sum over the frames, normalized over the tokens to a mean of 0 and
// a variance of 1, and smoothed over the frames by median_filter(). `starts` is the path of dynamic time warping
// through their mean over the heads. `begin` is the position of the first token of the normalization:
// <|startoftranscript|>. The formula appends <|endoftext|> to the tokens of the normalization. The text does not have
// it, and goes without it.
//
// `attended` is the maximum of the same mean, as in AlignAtt (Papi et al., 2023) with the normalization of
// Simul-Whisper (Wang et al., 2024). Without normalization, most tokens attend to the same frame at the end of some
// recordings.
//
// Requires 0 <= begin < first, count >= 1, first + count <= attention.tokens() and 1 <= frames <= attention.frames().
// Throws std::runtime_error when the weights are not finite.
TokenTimes token_times(const CrossAttention& attention, int begin, int first, int count, int frames);

// Writes the median of each value and the 3 values on each side of it to `result`. The values are mirrored at the ends;
// fewer than 4 values are copied.
void median_filter(const float* values, int count, float* result);

// Dynamic time warping (Sakoe and Chiba, 1978) of rows and columns: gives, for each row, the first column on the path
// with the maximum sum of values. The path goes from the first row and column to the last, by steps of at most 1 in
// each direction. `matrix` is rows x columns, all of them finite.
std::vector<int> first_columns(const float* matrix, int rows, int columns);

}  // namespace audiostream
