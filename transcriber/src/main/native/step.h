// One token through Whisper's decoder, for processors where CTranslate2's 8-bit products of a matrix and a single vector are
// slow: its libraries there (oneDNN, ruy) first copy the matrix into another order, which takes longer than the product. Uses
// the model's weights and the keys and values that CTranslate2 has computed for the audio and the tokens before.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ctranslate2/layers/decoder.h"
#include "ctranslate2/models/model.h"
#include "team.h"

namespace audiostream {

// The highest of some values, of which those that are no number don't count; -infinity of none.
float highest(const float* values, int count);

// y = W x + b, with W in 8 bits and a scale a row.
struct Linear {
  const int8_t* weights;
  const float* scales;
  const float* bias;  // or null
  int rows, columns;  // columns: a multiple of 64
  std::vector<int32_t> sums;

  void apply(const float* x, float* y, Team& team) const;
};

struct Norm {
  const float* gamma;
  const float* beta;
  int size;

  void apply(const float* x, float* y) const;
};

// The weights, in the model's memory. Shared by all sessions.
class StepWeights {
 public:
  // Null when the model is of another kind, or when CTranslate2 holds its weights in an order of its own.
  static std::shared_ptr<const StepWeights> of(const std::shared_ptr<const ctranslate2::models::Model>& model);

 private:
  friend class Step;
  struct Layer {
    Norm self_norm, cross_norm, feed_norm;
    Linear self_in, self_out, query, cross_out, feed_in, feed_out;
  };

  std::shared_ptr<const ctranslate2::models::Model> model;
  int heads, width, context;
  std::vector<Layer> layers;
  Norm norm;
  Linear projection, embeddings;
  const float* positions;
};

// The tokens of one text. Begins with the state in which CTranslate2 is after some tokens, and goes on from there.
class Step {
 public:
  explicit Step(std::shared_ptr<const StepWeights> weights);

  // Takes over; the state must stay as it is.
  void begin(const ctranslate2::layers::DecoderState& state, int tokens);
  // Gives the tokens' keys and values back.
  void end(ctranslate2::layers::DecoderState& state) const;
  // The logits after another token: a value a row of the vocabulary. `threads`: cores that it may use.
  const std::vector<float>& next(int32_t token, int threads);

 private:
  void attend(const float* query, const float* keys, const float* values, int64_t stride, int count, float* out);

  const std::shared_ptr<const StepWeights> w;
  struct Cache {
    std::vector<float> keys, values;  // heads x context x depth
    const float *audio_keys, *audio_values;
  };
  std::vector<Cache> caches;
  int tokens = 0, frames = 0;
  std::vector<float> x, h, wide, out, scores, logits;
  Team team;
};

}  // namespace audiostream
