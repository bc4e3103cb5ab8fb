// Computes one token with Whisper's decoder, on processors where CTranslate2's 8-bit products of a matrix and a single
// vector are slow. CTranslate2's libraries there (oneDNN, ruy) first copy the matrix into another layout, which takes
// longer than the product. A step uses the model's weights, and the keys and values that CTranslate2 computed for the
// audio and the tokens before.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "ctranslate2/layers/decoder.h"
#include "ctranslate2/models/model.h"
#include "kernels.h"
#include "thread_team.h"

namespace audiostream {

// The decoder's weights, in the model's memory. Immutable, and shared by all decoding sessions.
struct DecoderWeights {
  // Returns null when the model's architecture is another one, when CTranslate2 holds its weights in a layout of its
  // own, or on processors other than x86-64.
  static std::shared_ptr<const DecoderWeights> load(const std::shared_ptr<const ctranslate2::models::Model>& model);

  struct Layer {
    LayerNorm self_norm, cross_norm, feed_forward_norm;
    Linear self_in, self_out, cross_query, cross_out, feed_forward_in, feed_forward_out;
  };

  std::shared_ptr<const ctranslate2::models::Model> model;  // owns the memory
  int heads, width, context;                                // context: maximum tokens of a text
  std::vector<Layer> layers;
  LayerNorm norm;
  Linear projection, embeddings;
  const float* positions;  // context x width
};

// Decodes the tokens of one text, from the state in which CTranslate2 is after its first tokens. Not thread-safe.
class DecoderStep {
 public:
  // `alignment_heads` are pairs of a layer and a head of it, which the model has.
  DecoderStep(std::shared_ptr<const DecoderWeights> weights, std::vector<std::pair<int, int>> alignment_heads);

  // Continues from CTranslate2's state after `tokens` tokens. The state must not change until end(). Throws
  // std::runtime_error when the state has an unexpected shape.
  void begin(const ctranslate2::layers::DecoderState& state, int tokens);
  // Writes the keys and values of all tokens to CTranslate2's state.
  void end(ctranslate2::layers::DecoderState& state) const;
  // Appends a token. Returns the logits of the token after it: one for each row of the vocabulary, valid until the next
  // call. `threads` is the number of cores that the step may use. `attention` (room for alignment heads x frames of the
  // audio) receives the weights that CrossAttention keeps; it may be null if there are no alignment heads. Throws
  // std::invalid_argument when the token is not in the vocabulary or the text is full.
  const std::vector<float>& next(int32_t token, int threads, float* attention);

 private:
  // Keys and values of one layer.
  struct Cache {
    std::vector<float> keys, values;         // of the tokens: heads x context x HEAD_DIM
    const float *audio_keys, *audio_values;  // of the audio: heads x frames x HEAD_DIM
  };

  // Computes the attention of all heads. `head_stride` is the distance of two heads in `keys` and `values`. Leaves the
  // weights of a head in `scores_`.
  void attend(const float* query, const float* keys, const float* values, int64_t head_stride, int count,
              float* result);
  float* scores(int head) { return &scores_[scores_.size() / weights_->heads * head]; }

  const std::shared_ptr<const DecoderWeights> weights_;
  const std::vector<std::pair<int, int>> alignment_heads_;
  std::vector<Cache> caches_;
  int tokens_ = 0, frames_ = 0;
  // Vectors of one step: residual stream, a layer's input or output, the widest intermediate, attention's result.
  std::vector<float> x_, hidden_, wide_, attended_;
  std::vector<float> scores_, logits_;
  ThreadTeam team_;
};

}  // namespace audiostream
