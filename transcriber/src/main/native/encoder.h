#pragma once

#include <memory>
#include <vector>

#include "ctranslate2/layers/whisper.h"
#include "ctranslate2/ops/ops.h"

namespace audiostream {

using ctranslate2::StorageView;

// Whisper's encoder, as CTranslate2's layers::WhisperEncoder computes it, but one layer per call. `x` is the value
// between two layers. Not thread-safe.
class Encoder {
 public:
  explicit Encoder(const ctranslate2::models::Model& model)
      : conv1_(model, "encoder/conv1", 1, 1, 1, 1, &GELU),
        conv2_(model, "encoder/conv2", 2, 1, 1, 1, &GELU),
        positions_(model, "encoder/position_encodings"),
        layers_(ctranslate2::layers::build_layers_list<const ctranslate2::layers::TransformerEncoderLayer>(
            model, "encoder/layer", model.get_attribute_with_default<int32_t>("encoder/num_heads", 8), true, GELU)),
        norm_(model, "encoder/layer_norm") {}

  ctranslate2::dim_t bands() const { return conv1_.input_size(); }
  ctranslate2::dim_t max_frames() const { return positions_.num_positions() * 2; }
  size_t layers() const { return layers_.size(); }

  // Computes the convolutions before the first layer.
  void begin(const StorageView& mel, StorageView& x) {
    StorageView a, b;
    conv1_(mel, a);
    conv2_(a, b);
    ctranslate2::ops::Transpose({0, 2, 1})(b, x);
    positions_(x);
  }

  void layer(size_t index, StorageView& x) const {
    StorageView y;
    (*layers_[index])(x, nullptr, y);
    x = std::move(y);
  }

  // Computes the normalization after the last layer.
  void end(StorageView& x) const {
    StorageView y;
    norm_(x, y);
    x = std::move(y);
  }

 private:
  static constexpr ctranslate2::ops::ActivationType GELU = ctranslate2::ops::ActivationType::GELU;
  ctranslate2::layers::Conv1D conv1_, conv2_;
  ctranslate2::layers::PositionEmbedding positions_;
  std::vector<std::unique_ptr<const ctranslate2::layers::TransformerEncoderLayer>> layers_;
  ctranslate2::layers::LayerNorm norm_;
};

}  // namespace audiostream
