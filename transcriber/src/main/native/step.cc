#include "step.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>

#if defined(__x86_64__)
#include <immintrin.h>

// Compiled for several processors; the loader takes what this one has.
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

namespace audiostream {
namespace {

using ctranslate2::DataType;
using ctranslate2::StorageView;
using ctranslate2::models::Model;

// Some rows of W times x, which is shifted by 128 to be unsigned.
CLONES void multiply_anywhere(const Linear& l, int from, int to, const uint8_t* x, int32_t* products) {
  for (int row = from; row < to; ++row) {
    const int8_t* w = l.weights + int64_t(row) * l.columns;
    int32_t sum = 0;
    for (int i = 0; i < l.columns; ++i) sum += int32_t(x[i]) * w[i];
    products[row] = sum;
  }
}

#if defined(__x86_64__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // in GCC 12's own header
// With the instruction that multiplies and adds 64 pairs of bytes at once, which compilers don't find by themselves. It is so
// fast that memory is what it waits for: all weights are read for each token, so they are asked for ahead of time.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) void multiply_vnni(const Linear& l, int from, int to,
                                                                                 const uint8_t* x, int32_t* products) {
  const int8_t* w = l.weights + int64_t(from) * l.columns;
  const int64_t next = l.columns;
  constexpr int AHEAD = 8192;  // bytes; past the end it does nothing
  int row = from;
  // Four rows at once, as each product waits for the one before it.
  for (; row + 4 <= to; row += 4, w += 4 * next) {
    __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
    for (int i = 0; i < l.columns; i += 64) {
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
  for (; row < to; ++row, w += next) {
    __m512i sum = _mm512_setzero_si512();
    for (int i = 0; i < l.columns; i += 64) sum = _mm512_dpbusd_epi32(sum, _mm512_loadu_si512(x + i), _mm512_loadu_si512(w + i));
    products[row] = _mm512_reduce_add_epi32(sum);
  }
}

#pragma GCC diagnostic pop

const bool vnni = __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("avx512bw");
#endif

void multiply(const Linear& l, int from, int to, const uint8_t* x, int32_t* products) {
#if defined(__x86_64__)
  if (vnni) return multiply_vnni(l, from, to, x, products);
#endif
  multiply_anywhere(l, from, to, x, products);
}

constexpr int DEPTH = 64;  // of every head

typedef float Four __attribute__((vector_size(16)));
typedef float Eight __attribute__((vector_size(32)));
typedef float Sixteen __attribute__((vector_size(64), aligned(4), may_alias));  // anywhere; `auto` would lose that

// How well each key fits the query: their dot products, and the highest of them.
CLONES float fit(const float* query, const float* keys, int count, float* scores) {
  const Sixteen* q = reinterpret_cast<const Sixteen*>(query);
  const Sixteen q0 = q[0], q1 = q[1], q2 = q[2], q3 = q[3];
  float highest = -INFINITY;
  for (int t = 0; t < count; ++t, keys += DEPTH) {
    const Sixteen* k = reinterpret_cast<const Sixteen*>(keys);
    const Sixteen s = q0 * k[0] + q1 * k[1] + q2 * k[2] + q3 * k[3];
    const Eight a = __builtin_shufflevector(s, s, 0, 1, 2, 3, 4, 5, 6, 7) +
                    __builtin_shufflevector(s, s, 8, 9, 10, 11, 12, 13, 14, 15);
    const Four b = __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
    scores[t] = ((b[0] + b[2]) + (b[1] + b[3])) * 0.125f;
    highest = std::max(highest, scores[t]);
  }
  return highest;
}

// e^x for x at most 0, to seven digits, in a way that compilers do 16 at a time: 2^n of the whole part by the exponent's bits,
// and a polynomial for the rest (the coefficients of e^r's series suffice for |r| at most ln(2) / 2).
inline float exponential(float x) {
  x = std::max(x, -87.f);
  const float n = std::nearbyint(x * 1.44269504f);
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  const float p =
      1 + r * (1 + r * (1 / 2.f + r * (1 / 6.f + r * (1 / 24.f + r * (1 / 120.f + r * (1 / 720.f))))));
  const int32_t bits = (int32_t(n) + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return p * power;
}

// Scores become weights, whose sum this gives.
CLONES float soften(float* scores, int count, float highest) {
  float sums[16] = {};
  int t = 0;
  for (; t + 16 <= count; t += 16)
    for (int j = 0; j < 16; ++j) sums[j] += scores[t + j] = exponential(scores[t + j] - highest);
  for (; t < count; ++t) sums[0] += scores[t] = exponential(scores[t] - highest);
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

CLONES void mean(const float* weights, float sum, const float* values, int count, float* result) {
  float sums[DEPTH] = {};
  for (int t = 0; t < count; ++t, values += DEPTH)
    for (int i = 0; i < DEPTH; ++i) sums[i] += weights[t] * values[i];
  for (int i = 0; i < DEPTH; ++i) result[i] = sums[i] / sum;
}

CLONES float highest_of(const float* values, int count) {
  float most[16];
  std::fill(most, most + 16, -INFINITY);
  int i = 0;
  for (; i + 16 <= count; i += 16)
    for (int j = 0; j < 16; ++j) most[j] = values[i + j] > most[j] ? values[i + j] : most[j];
  for (; i < count; ++i) most[0] = values[i] > most[0] ? values[i] : most[0];
  return *std::max_element(most, most + 16);
}

const StorageView* floats(const Model& model, const std::string& name) {
  const StorageView* found = model.get_variable_if_exists(name);
  return found && found->dtype() == DataType::FLOAT32 ? found : nullptr;
}

bool read(const Model& model, const std::string& scope, Norm& norm) {
  const auto *gamma = floats(model, scope + "/gamma"), *beta = floats(model, scope + "/beta");
  if (!gamma || !beta || gamma->size() != beta->size()) return false;
  norm = {gamma->data<float>(), beta->data<float>(), int(gamma->size())};
  return true;
}

bool read(const Model& model, const std::string& scope, int columns, Linear& linear) {
  const StorageView* weights = model.get_variable_if_exists(scope + "/weight");
  const StorageView *scales = floats(model, scope + "/weight_scale"), *bias = floats(model, scope + "/bias");
  if (!weights || weights->dtype() != DataType::INT8 || weights->rank() != 2 || !scales) return false;
  if (weights->dim(1) != columns || columns % 64 != 0 || scales->size() != weights->dim(0)) return false;
  if (bias && bias->size() != weights->dim(0)) return false;
  linear = {weights->data<int8_t>(), scales->data<float>(), bias ? bias->data<float>() : nullptr,
            int(weights->dim(0)), columns, std::vector<int32_t>(weights->dim(0))};
  for (int row = 0; row < linear.rows; ++row) {
    const int8_t* w = linear.weights + int64_t(row) * columns;
    linear.sums[row] = std::accumulate(w, w + columns, int32_t(0));
  }
  return true;
}

}  // namespace

float highest(const float* values, int count) { return highest_of(values, count); }

void Linear::apply(const float* x, float* y, Team& team) const {
  thread_local std::vector<uint8_t> quantized;
  thread_local std::vector<int32_t> products;
  quantized.resize(columns);
  products.resize(rows);
  float highest = 0;
  for (int i = 0; i < columns; ++i) highest = std::max(highest, std::fabs(x[i]));
  const float scale = highest > 0 ? 127 / highest : 1;
  for (int i = 0; i < columns; ++i) quantized[i] = uint8_t(int(std::nearbyint(x[i] * scale)) + 128);
  const uint8_t* values = quantized.data();
  int32_t* found = products.data();
  const int part = std::max(64, rows / 16);
  team.run((rows + part - 1) / part, [&](int i) {
    const int from = i * part, to = std::min(rows, from + part);
    multiply(*this, from, to, values, found);
    for (int row = from; row < to; ++row)
      y[row] = float(found[row] - 128 * sums[row]) / (scale * scales[row]) + (bias ? bias[row] : 0);
  });
}

void Norm::apply(const float* x, float* y) const {
  double sum = 0, squares = 0;
  for (int i = 0; i < size; ++i) sum += x[i];
  const double mean = sum / size;
  for (int i = 0; i < size; ++i) squares += (x[i] - mean) * (x[i] - mean);
  const float factor = float(1 / std::sqrt(squares / size + 1e-5));
  for (int i = 0; i < size; ++i) y[i] = (x[i] - float(mean)) * factor * gamma[i] + beta[i];
}

std::shared_ptr<const StepWeights> StepWeights::of(const std::shared_ptr<const Model>& model) {
#if !defined(__x86_64__)
  return nullptr;  // nobody has measured whether it pays there
#endif
  auto w = std::make_shared<StepWeights>();
  const Model& m = *model;
  const StorageView* positions = floats(m, "decoder/position_encodings/encodings");
  if (!positions || positions->rank() != 2 || !m.get_flag_with_default("decoder/pre_norm", true)) return nullptr;
  w->model = model;
  w->heads = m.get_attribute_with_default<int32_t>("decoder/num_heads", 8);
  w->context = int(positions->dim(0));
  w->width = int(positions->dim(1));
  w->positions = positions->data<float>();
  if (w->heads < 1 || w->width != w->heads * DEPTH) return nullptr;  // every Whisper's heads are 64 wide
  for (int i = 0; m.layer_exists("decoder/layer_" + std::to_string(i)); ++i) {
    const std::string at = "decoder/layer_" + std::to_string(i);
    StepWeights::Layer layer;
    if (!read(m, at + "/self_attention/layer_norm", layer.self_norm) ||
        !read(m, at + "/attention/layer_norm", layer.cross_norm) || !read(m, at + "/ffn/layer_norm", layer.feed_norm) ||
        !read(m, at + "/self_attention/linear_0", w->width, layer.self_in) ||
        !read(m, at + "/self_attention/linear_1", w->width, layer.self_out) ||
        !read(m, at + "/attention/linear_0", w->width, layer.query) ||
        !read(m, at + "/attention/linear_2", w->width, layer.cross_out) ||
        !read(m, at + "/ffn/linear_0", w->width, layer.feed_in) ||
        !read(m, at + "/ffn/linear_1", layer.feed_in.rows, layer.feed_out))
      return nullptr;
    if (layer.self_in.rows != 3 * w->width || layer.self_out.rows != w->width || layer.query.rows != w->width ||
        layer.cross_out.rows != w->width || layer.feed_out.rows != w->width || layer.self_norm.size != w->width ||
        layer.cross_norm.size != w->width || layer.feed_norm.size != w->width)
      return nullptr;
    w->layers.push_back(std::move(layer));
  }
  if (w->layers.empty() || !read(m, "decoder/layer_norm", w->norm) || w->norm.size != w->width ||
      !read(m, "decoder/projection", w->width, w->projection))
    return nullptr;
  if (!read(m, "decoder/embeddings", w->width, w->embeddings) || w->embeddings.rows != w->projection.rows) return nullptr;
  return w;
}

Step::Step(std::shared_ptr<const StepWeights> weights)
    : w(std::move(weights)),
      caches(w->layers.size()),
      x(w->width),
      h(w->width),
      wide(std::max(3 * w->width, w->layers[0].feed_in.rows)),
      out(w->width),
      logits(w->projection.rows) {
  for (const auto& layer : w->layers) wide.resize(std::max<size_t>(wide.size(), layer.feed_in.rows));
}

void Step::begin(const ctranslate2::layers::DecoderState& state, int before) {
  const int depth = DEPTH;
  auto part = [&](const std::string& name, int count) {
    const StorageView& found = state.at(name);
    if (found.dtype() != DataType::FLOAT32 || found.rank() != 4 || found.dim(0) != 1 || found.dim(1) != w->heads ||
        (count && found.dim(2) != count) || found.dim(3) != depth)
      throw std::runtime_error("the decoder's state has another shape than expected");
    return &found;
  };
  tokens = before;
  for (size_t i = 0; i < caches.size(); ++i) {
    const std::string layer = std::to_string(i);
    auto fill = [&](const StorageView* from, std::vector<float>& to) {
      to.resize(size_t(w->heads) * w->context * depth);
      for (int head = 0; head < w->heads; ++head)
        std::memcpy(&to[size_t(head) * w->context * depth], from->data<float>() + size_t(head) * before * depth,
                    size_t(before) * depth * sizeof(float));
    };
    fill(part("self_keys_" + layer, before), caches[i].keys);
    fill(part("self_values_" + layer, before), caches[i].values);
    const StorageView *keys = part("memory_keys_" + layer, 0), *values = part("memory_values_" + layer, 0);
    frames = int(keys->dim(2));
    if (values->dim(2) != frames) throw std::runtime_error("the decoder's state has another shape than expected");
    caches[i].audio_keys = keys->data<float>();
    caches[i].audio_values = values->data<float>();
  }
  scores.resize(size_t(w->heads) * std::max(frames, w->context));
}

void Step::end(ctranslate2::layers::DecoderState& state) const {
  const int depth = DEPTH;
  auto give = [&](const std::vector<float>& from, const std::string& name) {
    StorageView values({1, w->heads, tokens, depth}, DataType::FLOAT32);
    for (int head = 0; head < w->heads; ++head)
      std::memcpy(values.data<float>() + size_t(head) * tokens * depth, &from[size_t(head) * w->context * depth],
                  size_t(tokens) * depth * sizeof(float));
    state[name] = std::move(values);
  };
  for (size_t i = 0; i < caches.size(); ++i) {
    give(caches[i].keys, "self_keys_" + std::to_string(i));
    give(caches[i].values, "self_values_" + std::to_string(i));
  }
}

// Every head's mean of the values, weighted by how well their keys fit the query.
void Step::attend(const float* query, const float* keys, const float* values, int64_t stride, int count, float* result) {
  const int each = int(scores.size()) / w->heads;
  team.run(w->heads, [&](int head) {
    float* own = &scores[size_t(head) * each];
    const float highest = fit(query + head * DEPTH, keys + head * stride, count, own);
    const float sum = soften(own, count, highest);
    mean(own, sum, values + head * stride, count, result + head * DEPTH);
  });
}

const std::vector<float>& Step::next(int32_t token, int threads) {
  const int depth = DEPTH, width = w->width;
  if (token < 0 || token >= w->projection.rows || tokens >= w->context)
    throw std::invalid_argument("the token is out of range");
  team.size(threads);
  const int8_t* embedding = w->embeddings.weights + int64_t(token) * width;
  for (int i = 0; i < width; ++i)
    x[i] = embedding[i] / w->embeddings.scales[token] + w->positions[int64_t(tokens) * width + i];
  auto add = [&](const Linear& linear, const float* from) {
    linear.apply(from, h.data(), team);
    for (int i = 0; i < width; ++i) x[i] += h[i];
  };
  for (size_t i = 0; i < caches.size(); ++i) {
    const auto& layer = w->layers[i];
    Cache& cache = caches[i];
    layer.self_norm.apply(x.data(), h.data());
    layer.self_in.apply(h.data(), wide.data(), team);
    for (int head = 0; head < w->heads; ++head) {
      const size_t at = (size_t(head) * w->context + tokens) * depth;
      std::memcpy(&cache.keys[at], &wide[width + head * depth], depth * sizeof(float));
      std::memcpy(&cache.values[at], &wide[2 * width + head * depth], depth * sizeof(float));
    }
    attend(wide.data(), cache.keys.data(), cache.values.data(), int64_t(w->context) * depth, tokens + 1, out.data());
    add(layer.self_out, out.data());
    layer.cross_norm.apply(x.data(), h.data());
    layer.query.apply(h.data(), wide.data(), team);
    attend(wide.data(), cache.audio_keys, cache.audio_values, int64_t(frames) * depth, frames, out.data());
    add(layer.cross_out, out.data());
    layer.feed_norm.apply(x.data(), h.data());
    layer.feed_in.apply(h.data(), wide.data(), team);
    for (int j = 0; j < layer.feed_in.rows; ++j) wide[j] *= 0.5f * (1 + std::erf(wide[j] * 0.70710678f));
    add(layer.feed_out, wide.data());
  }
  tokens++;
  w->norm.apply(x.data(), h.data());
  w->projection.apply(h.data(), logits.data(), team);
  return logits;
}

}  // namespace audiostream
