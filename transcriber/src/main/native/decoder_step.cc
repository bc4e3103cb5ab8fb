#include "decoder_step.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>

namespace audiostream {
namespace {

using ctranslate2::DataType;
using ctranslate2::StorageView;
using ctranslate2::models::Model;

// The variable, or null when there is none of 32-bit floats.
const StorageView* find_floats(const Model& model, const std::string& name) {
  const StorageView* found = model.get_variable_if_exists(name);
  return found && found->dtype() == DataType::FLOAT32 ? found : nullptr;
}

// Each read() returns whether the model has such weights.

bool read(const Model& model, const std::string& scope, LayerNorm& norm) {
  const auto *gamma = find_floats(model, scope + "/gamma"), *beta = find_floats(model, scope + "/beta");
  if (!gamma || !beta || gamma->size() != beta->size()) return false;
  norm = {gamma->data<float>(), beta->data<float>(), int(gamma->size())};
  return true;
}

bool read(const Model& model, const std::string& scope, int columns, Linear& linear) {
  const StorageView* weights = model.get_variable_if_exists(scope + "/weight");
  const StorageView *scales = find_floats(model, scope + "/weight_scale"), *bias = find_floats(model, scope + "/bias");
  if (!weights || weights->dtype() != DataType::INT8 || weights->rank() != 2 || !scales) return false;
  if (weights->dim(1) != columns || columns % 64 != 0 || scales->size() != weights->dim(0)) return false;
  if (bias && bias->size() != weights->dim(0)) return false;
  linear = {weights->data<int8_t>(),
            scales->data<float>(),
            bias ? bias->data<float>() : nullptr,
            int(weights->dim(0)),
            columns,
            std::vector<int32_t>(weights->dim(0))};
  for (int row = 0; row < linear.rows; ++row) {
    const int8_t* w = linear.weights + int64_t(row) * columns;
    linear.row_sums[row] = std::accumulate(w, w + columns, int32_t(0));
  }
  return true;
}

bool read(const Model& model, const std::string& scope, int width, DecoderWeights::Layer& layer) {
  return read(model, scope + "/self_attention/layer_norm", layer.self_norm) &&
         read(model, scope + "/attention/layer_norm", layer.cross_norm) &&
         read(model, scope + "/ffn/layer_norm", layer.feed_forward_norm) &&
         read(model, scope + "/self_attention/linear_0", width, layer.self_in) &&
         read(model, scope + "/self_attention/linear_1", width, layer.self_out) &&
         read(model, scope + "/attention/linear_0", width, layer.cross_query) &&
         read(model, scope + "/attention/linear_2", width, layer.cross_out) &&
         read(model, scope + "/ffn/linear_0", width, layer.feed_forward_in) &&
         read(model, scope + "/ffn/linear_1", layer.feed_forward_in.rows, layer.feed_forward_out) &&
         layer.self_in.rows == 3 * width && layer.self_out.rows == width && layer.cross_query.rows == width &&
         layer.cross_out.rows == width && layer.feed_forward_out.rows == width && layer.self_norm.size == width &&
         layer.cross_norm.size == width && layer.feed_forward_norm.size == width;
}

}  // namespace

std::shared_ptr<const DecoderWeights> DecoderWeights::load(const std::shared_ptr<const Model>& model) {
#if !defined(__x86_64__)
  return nullptr;  // not measured on other processors
#endif
  auto w = std::make_shared<DecoderWeights>();
  const Model& m = *model;
  const StorageView* positions = find_floats(m, "decoder/position_encodings/encodings");
  if (!positions || positions->rank() != 2 || !m.get_flag_with_default("decoder/pre_norm", true)) return nullptr;
  w->model = model;
  w->heads = m.get_attribute_with_default<int32_t>("decoder/num_heads", 8);
  w->context = int(positions->dim(0));
  w->width = int(positions->dim(1));
  w->positions = positions->data<float>();
  if (w->heads < 1 || w->width != w->heads * HEAD_DIM) return nullptr;
  for (int i = 0; m.layer_exists("decoder/layer_" + std::to_string(i)); ++i) {
    DecoderWeights::Layer layer;
    if (!read(m, "decoder/layer_" + std::to_string(i), w->width, layer)) return nullptr;
    w->layers.push_back(std::move(layer));
  }
  if (w->layers.empty() || !read(m, "decoder/layer_norm", w->norm) || w->norm.size != w->width ||
      !read(m, "decoder/projection", w->width, w->projection))
    return nullptr;
  if (!read(m, "decoder/embeddings", w->width, w->embeddings) || w->embeddings.rows != w->projection.rows)
    return nullptr;
  return w;
}

DecoderStep::DecoderStep(std::shared_ptr<const DecoderWeights> weights,
                         std::vector<std::pair<int, int>> alignment_heads)
    : weights_(std::move(weights)),
      alignment_heads_(std::move(alignment_heads)),
      caches_(weights_->layers.size()),
      x_(weights_->width),
      hidden_(weights_->width),
      wide_(3 * weights_->width),
      attended_(weights_->width),
      logits_(weights_->projection.rows) {
  for (const auto& layer : weights_->layers) wide_.resize(std::max<size_t>(wide_.size(), layer.feed_forward_in.rows));
}

void DecoderStep::begin(const ctranslate2::layers::DecoderState& state, int tokens) {
  const int dim = HEAD_DIM;
  // `count`: rows that the variable must have; 0: any number.
  auto find = [&](const std::string& name, int count) {
    const StorageView& found = state.at(name);
    if (found.dtype() != DataType::FLOAT32 || found.rank() != 4 || found.dim(0) != 1 ||
        found.dim(1) != weights_->heads || (count && found.dim(2) != count) || found.dim(3) != dim)
      throw std::runtime_error("the decoder's state " + name + " has an unexpected shape");
    return &found;
  };
  tokens_ = tokens;
  for (size_t i = 0; i < caches_.size(); ++i) {
    const std::string layer = std::to_string(i);
    auto fill = [&](const StorageView* from, std::vector<float>& to) {
      to.resize(size_t(weights_->heads) * weights_->context * dim);
      for (int head = 0; head < weights_->heads; ++head)
        std::memcpy(&to[size_t(head) * weights_->context * dim], from->data<float>() + size_t(head) * tokens * dim,
                    size_t(tokens) * dim * sizeof(float));
    };
    fill(find("self_keys_" + layer, tokens), caches_[i].keys);
    fill(find("self_values_" + layer, tokens), caches_[i].values);
    const StorageView *keys = find("memory_keys_" + layer, 0), *values = find("memory_values_" + layer, 0);
    frames_ = int(keys->dim(2));
    if (values->dim(2) != frames_)
      throw std::runtime_error("the decoder's state memory_values_" + layer + " has an unexpected shape");
    caches_[i].audio_keys = keys->data<float>();
    caches_[i].audio_values = values->data<float>();
  }
  scores_.resize(size_t(weights_->heads) * std::max(frames_, weights_->context));
}

void DecoderStep::end(ctranslate2::layers::DecoderState& state) const {
  const int dim = HEAD_DIM;
  auto write = [&](const std::vector<float>& from, const std::string& name) {
    StorageView values({1, weights_->heads, tokens_, dim}, DataType::FLOAT32);
    for (int head = 0; head < weights_->heads; ++head)
      std::memcpy(values.data<float>() + size_t(head) * tokens_ * dim, &from[size_t(head) * weights_->context * dim],
                  size_t(tokens_) * dim * sizeof(float));
    state[name] = std::move(values);
  };
  for (size_t i = 0; i < caches_.size(); ++i) {
    write(caches_[i].keys, "self_keys_" + std::to_string(i));
    write(caches_[i].values, "self_values_" + std::to_string(i));
  }
}

void DecoderStep::attend(const float* query, const float* keys, const float* values, int64_t head_stride, int count,
                         float* result) {
  team_.run(weights_->heads, [&](int head) {
    float* weights = scores(head);
    const float max_score = attention_scores(query + head * HEAD_DIM, keys + head * head_stride, count, weights);
    const float sum = softmax(weights, count, max_score);
    weighted_sum(weights, sum, values + head * head_stride, count, result + head * HEAD_DIM);
  });
}

const std::vector<float>& DecoderStep::next(int32_t token, int threads, float* attention) {
  const DecoderWeights& w = *weights_;
  const int dim = HEAD_DIM, width = w.width;
  if (token < 0 || token >= w.projection.rows || tokens_ >= w.context)
    throw std::invalid_argument("the token " + std::to_string(token) + " at position " + std::to_string(tokens_) +
                                " is out of range");
  team_.set_threads(threads);
  const int8_t* embedding = w.embeddings.weights + int64_t(token) * width;
  for (int i = 0; i < width; ++i)
    x_[i] = embedding[i] / w.embeddings.scales[token] + w.positions[int64_t(tokens_) * width + i];
  auto add = [&](const Linear& linear, const float* from) {
    linear.apply(from, hidden_.data(), team_);
    for (int i = 0; i < width; ++i) x_[i] += hidden_[i];
  };
  for (size_t i = 0; i < caches_.size(); ++i) {
    const auto& layer = w.layers[i];
    Cache& cache = caches_[i];
    layer.self_norm.apply(x_.data(), hidden_.data());
    layer.self_in.apply(hidden_.data(), wide_.data(), team_);
    // self_in gives the query, the key and the value, one after the other.
    for (int head = 0; head < w.heads; ++head) {
      const size_t at = (size_t(head) * w.context + tokens_) * dim;
      std::memcpy(&cache.keys[at], &wide_[width + head * dim], dim * sizeof(float));
      std::memcpy(&cache.values[at], &wide_[2 * width + head * dim], dim * sizeof(float));
    }
    attend(wide_.data(), cache.keys.data(), cache.values.data(), int64_t(w.context) * dim, tokens_ + 1,
           attended_.data());
    add(layer.self_out, attended_.data());
    layer.cross_norm.apply(x_.data(), hidden_.data());
    layer.cross_query.apply(hidden_.data(), wide_.data(), team_);
    attend(wide_.data(), cache.audio_keys, cache.audio_values, int64_t(frames_) * dim, frames_, attended_.data());
    for (size_t j = 0; j < alignment_heads_.size(); ++j)
      if (alignment_heads_[j].first == int(i))
        std::memcpy(attention + j * frames_, scores(alignment_heads_[j].second), frames_ * sizeof(float));
    add(layer.cross_out, attended_.data());
    layer.feed_forward_norm.apply(x_.data(), hidden_.data());
    layer.feed_forward_in.apply(hidden_.data(), wide_.data(), team_);
    // GELU (Hendrycks and Gimpel, 2016), in its exact form.
    for (int j = 0; j < layer.feed_forward_in.rows; ++j) wide_[j] *= 0.5f * (1 + std::erf(wide_[j] * 0.70710678f));
    add(layer.feed_forward_out, wide_.data());
  }
  tokens_++;
  w.norm.apply(x_.data(), hidden_.data());
  w.projection.apply(hidden_.data(), logits_.data(), team_);
  return logits_;
}

}  // namespace audiostream
