#include "audiostream_ct2.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "alignment.h"
#include "ctranslate2/models/whisper.h"
#include "ctranslate2/utils.h"
#include "decoder_step.h"
#include "encoder.h"
#include "kernels.h"

namespace ct2 = ctranslate2;
using ct2::StorageView;

// Pairs of a layer of the decoder and a head of it, in ascending order.
using AlignmentHeads = std::vector<std::pair<int, int>>;

struct as_model {
  std::shared_ptr<const ct2::models::WhisperModel> whisper;
  std::shared_ptr<const audiostream::DecoderWeights> decoder_weights;  // null: CTranslate2 computes every token
  as_model_info info;
  AlignmentHeads alignment_heads;
};

struct as_decoding_session {
  explicit as_decoding_session(const as_model& model)
      : info(model.info),
        start_of_transcript(int32_t(model.whisper->get_vocabulary().bos_id())),
        encoder(*model.whisper),
        decoder(*model.whisper, "decoder"),
        attention(int(model.alignment_heads.size())) {
    if (!model.alignment_heads.empty())
      decoder.set_alignment_heads({model.alignment_heads.begin(), model.alignment_heads.end()});
    if (model.decoder_weights)
      step = std::make_unique<audiostream::DecoderStep>(model.decoder_weights, model.alignment_heads);
  }

  const as_model_info info;
  const int32_t start_of_transcript;  // the token of this name
  audiostream::Encoder encoder;
  ct2::layers::WhisperDecoder decoder;
  std::atomic<bool> busy{false};

  StorageView audio;      // value between two layers of the encoder; its result once `encoded`
  size_t next_layer = 0;  // of the encoder
  bool encoded = false;
  ct2::layers::DecoderState state;
  int32_t tokens = 0;  // of the text so far
  StorageView logits;  // of the token after those
  std::unique_ptr<audiostream::DecoderStep> step;
  bool stepping = false;                  // whether `step` holds the text's keys and values, and `state` is stale
  audiostream::CrossAttention attention;  // of the text's tokens; none if the model has no alignment heads
  int32_t transcript_begin = 0;           // position of the last <|startoftranscript|> of the text, or 0
};

namespace {

struct Refused : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

struct Busy : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void require(bool condition, const std::string& message) {
  if (!condition) throw Refused(message);
}

// Runs the action. An exception becomes a code and a message.
template <typename Action>
int32_t guarded(char* error, int32_t capacity, Action action) {
  int32_t code = AS_FAILED;
  const char* message = "an unknown error";
  auto report = [&] {
    if (error && capacity > 0) std::snprintf(error, capacity, "%s", message);
    return code;
  };
  try {
    return action();
  } catch (const Refused& e) {
    code = AS_REFUSED, message = e.what();
    return report();
  } catch (const Busy& e) {
    code = AS_BUSY, message = e.what();
    return report();
  } catch (const std::bad_alloc&) {
    message = "out of memory";
    return report();
  } catch (const std::exception& e) {
    message = e.what();
    return report();
  } catch (...) {
    return report();
  }
}

// Runs the action as the only one in its decoding session.
template <typename Action>
int32_t exclusively(as_decoding_session* session, char* error, int32_t capacity, Action action) {
  return guarded(error, capacity, [&] {
    require(session, "the decoding session is missing");
    if (session->busy.exchange(true)) throw Busy("another thread uses this decoding session");
    struct Release {
      std::atomic<bool>& busy;
      ~Release() { busy = false; }
    } release{session->busy};
    return action(*session);
  });
}

void use_threads(int32_t threads) {
  require(threads >= 1 && threads <= 64, "threads must be 1 to 64, not " + std::to_string(threads));
  ct2::set_num_threads(threads);
}

std::vector<size_t> checked_ids(const char* what, const int32_t* ids, int32_t count, int32_t vocabulary) {
  require(count >= 0 && (ids || count == 0),
          std::string(what) + " must be a list, not " + std::to_string(count) + " values");
  for (int32_t i = 0; i < count; ++i)
    require(ids[i] >= 0 && ids[i] < vocabulary, std::string(what) + " has the token " + std::to_string(ids[i]) +
                                                    ", not 0 to " + std::to_string(vocabulary - 1));
  return std::vector<size_t>(ids, ids + count);
}

void reset_text(as_decoding_session& s) {
  s.state = s.decoder.initial_state();
  s.state.emplace("memory", s.audio);
  s.tokens = 0;
  s.stepping = false;
  s.logits = StorageView();
  s.attention.clear(int(s.audio.dim(1)));
  s.transcript_begin = 0;
}

// Appends tokens with CTranslate2's decoder. `logits` receives the logits after each of them, or is null.
void append(as_decoding_session& s, const StorageView& ids, StorageView* logits) {
  const int heads = s.attention.heads(), frames = s.attention.frames(), count = int(ids.size());
  StorageView scores;  // heads x count x frames: CTranslate2's WhisperDecoder gives them as they are before softmax
  s.decoder(s.tokens, ids, s.state, logits, heads ? &scores : nullptr);
  if (heads && (scores.dtype() != ct2::DataType::FLOAT32 || scores.size() != ct2::dim_t(heads) * count * frames))
    throw std::runtime_error("the decoder gave " + std::to_string(scores.size()) + " values of its attention");
  for (int i = 0; heads && i < count; ++i) {
    float* weights = s.attention.append(s.tokens + i);
    for (int head = 0; head < heads; ++head, weights += frames) {
      std::copy_n(scores.data<float>() + (size_t(head) * count + i) * frames, frames, weights);
      audiostream::softmax(weights, frames, audiostream::max_value(weights, frames));
    }
  }
  s.tokens += count;
}

// Appends tokens. Computes the logits after the last one only.
void feed(as_decoding_session& s, const int32_t* ids, int32_t count, int32_t threads) {
  for (int32_t i = 0; i < count; ++i)
    if (ids[i] == s.start_of_transcript) s.transcript_begin = s.tokens + i;
  if (count > 1 && !s.stepping) {
    append(s, StorageView({1, count - 1}, std::vector<int32_t>(ids, ids + count - 1)), nullptr);
    ids += count - 1, count = 1;
  }
  if (!s.step || s.tokens == 0) return append(s, StorageView({1}, std::vector<int32_t>{*ids}), &s.logits);
  if (!s.stepping) s.step->begin(s.state, s.tokens);
  s.stepping = true;
  for (; count > 0; --count, ++ids, ++s.tokens) {
    float* attention = s.attention.heads() ? s.attention.append(s.tokens) : nullptr;
    const std::vector<float>& logits = s.step->next(*ids, threads, attention);
    if (count == 1) s.logits = StorageView({1, ct2::dim_t(logits.size())}, logits);
  }
}

struct Prediction {
  int32_t id;             // the most probable token
  float log_probability;  // of that token
  const float* logits;

  float log_probability_of(int32_t other) const { return log_probability + logits[other] - logits[id]; }
};

// Gives the most probable token that is below the limit and not suppressed, and its log probability among these. A NaN
// is never the maximum; it makes the sum NaN, which is an error.
Prediction argmax_token(const float* logits, int32_t limit, const std::vector<size_t>& suppressed) {
  thread_local std::vector<float> allowed;
  allowed.assign(logits, logits + limit);
  for (const size_t id : suppressed)
    if (id < allowed.size()) allowed[id] = -INFINITY;
  const float max_logit = audiostream::max_value(allowed.data(), limit);
  if (!std::isfinite(max_logit)) throw std::runtime_error("the decoder gave no finite value");
  const int32_t best = int32_t(std::find(allowed.begin(), allowed.end(), max_logit) - allowed.begin());
  // A token that is less probable than the best by e^-20 adds nothing to the sum, and there are 50,000 of them.
  const float min_logit = max_logit - 20;
  double sum = 0;
  for (const float value : allowed)
    if (!(value < min_logit)) sum += std::exp(value - max_logit);
  if (!std::isfinite(sum)) throw std::runtime_error("the decoder gave no finite value");
  return {best, float(-std::log(sum)), logits};
}

// Cuts the text to its first tokens.
void truncate_text(as_decoding_session& s, int32_t tokens) {
  if (tokens == s.tokens) return;
  for (auto& [name, values] : s.state) {
    if (name.compare(0, 5, "self_") != 0 || values.empty()) continue;
    StorageView kept;
    ct2::ops::Slide(2, 0, tokens)(values, kept);
    values = std::move(kept);
  }
  s.attention.truncate(tokens);
  s.tokens = tokens;
}

// Whether DecoderStep computes the same logits as CTranslate2, but for rounding. It was written for OpenAI's
// architecture of Whisper. A model with another one is decoded by CTranslate2 alone.
bool matches_ctranslate2(const as_model& model) {
  as_decoding_session s(model);
  const int32_t bands = model.info.mel_bands, frames = 100;
  std::vector<float> mel(size_t(bands) * frames);
  for (size_t i = 0; i < mel.size(); ++i) mel[i] = std::sin(float(i * i % 1009));
  s.encoder.begin(StorageView({1, bands, frames}, mel), s.audio);
  for (size_t i = 0; i < s.encoder.layers(); ++i) s.encoder.layer(i, s.audio);
  s.encoder.end(s.audio);
  const int32_t ids[] = {50, 500, 5000, 50};
  auto logits = [&](auto step) {
    reset_text(s);
    s.step = std::move(step);
    for (const auto& [from, count] : {std::pair(0, 2), std::pair(2, 1), std::pair(3, 1)}) feed(s, ids + from, count, 1);
    return s.logits.to_vector<float>();
  };
  const auto actual = logits(std::move(s.step));
  const auto expected = logits(std::unique_ptr<audiostream::DecoderStep>());
  const auto [min, max] = std::minmax_element(expected.begin(), expected.end());
  float max_error = 0;
  for (size_t i = 0; i < expected.size(); ++i) max_error = std::max(max_error, std::fabs(actual.at(i) - expected[i]));
  return max_error <= 0.03f * (*max - *min);
}

const float* next_logits(as_decoding_session& s) {
  require(s.tokens > 0, "the text has no tokens yet");
  if (s.logits.dtype() != ct2::DataType::FLOAT32 || s.logits.size() != s.info.vocabulary_size)
    throw std::runtime_error("the decoder gave " + std::to_string(s.logits.size()) + " values, not " +
                             std::to_string(s.info.vocabulary_size));
  return s.logits.data<float>();
}

// The heads that the model names: those whose attention follows the audio. None if it names a head that it lacks.
AlignmentHeads read_alignment_heads(const ct2::models::WhisperModel& model) {
  const auto named = model.config.find("alignment_heads");
  if (named == model.config.end() || !named->is_array()) return {};
  const int32_t per_layer = model.get_attribute_with_default<int32_t>("decoder/num_heads", 8);
  AlignmentHeads heads;
  for (const auto& head : *named) {
    if (!head.is_array() || head.size() != 2 || !head[0].is_number_unsigned() || !head[1].is_number_unsigned())
      return {};
    if (!model.layer_exists("decoder/layer_" + std::to_string(head[0].get<size_t>())) ||
        head[1].get<size_t>() >= size_t(per_layer))
      return {};
    heads.emplace_back(head[0].get<int>(), head[1].get<int>());
  }
  std::sort(heads.begin(), heads.end());
  heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
  return heads;
}

}  // namespace

const char* as_version() { return AS_CTRANSLATE2_VERSION; }

int32_t as_model_open(const char* folder, as_model** model, as_model_info* info, char* error, int32_t capacity) {
  return guarded(error, capacity, [&] {
    require(folder && model && info, "an argument is missing");
    ct2::set_num_threads(1);
    const auto loaded = ct2::models::Model::load(folder, ct2::Device::CPU, 0, ct2::ComputeType::INT8);
    auto whisper = std::dynamic_pointer_cast<const ct2::models::WhisperModel>(loaded);
    if (!whisper) throw std::runtime_error("it is not a Whisper model");
    const audiostream::Encoder encoder(*whisper);
    const ct2::layers::WhisperDecoder decoder(*whisper, "decoder");
    const auto& positions = whisper->get_variable("decoder/position_encodings/encodings");
    const ct2::dim_t tokens = whisper->get_vocabulary().size();
    if (decoder.output_size() != tokens)
      throw std::runtime_error("its vocabulary has " + std::to_string(tokens) + " tokens, its decoder " +
                               std::to_string(decoder.output_size()));
    if (encoder.layers() == 0) throw std::runtime_error("its encoder has no layers");
    const AlignmentHeads heads = read_alignment_heads(*whisper);
    const as_model_info found = {int32_t(encoder.bands()), int32_t(encoder.max_frames()), int32_t(tokens),
                                 int32_t(positions.dim(0)), !heads.empty()};
    *info = found;
    auto loaded_model =
        std::make_unique<as_model>(as_model{whisper, audiostream::DecoderWeights::load(whisper), found, heads});
    if (loaded_model->decoder_weights && !matches_ctranslate2(*loaded_model)) loaded_model->decoder_weights = nullptr;
    *model = loaded_model.release();
    return AS_DONE;
  });
}

void as_model_close(as_model* model) { delete model; }

int32_t as_decoding_session_open(as_model* model, as_decoding_session** session, char* error, int32_t capacity) {
  return guarded(error, capacity, [&] {
    require(model && session, "an argument is missing");
    *session = new as_decoding_session(*model);
    return AS_DONE;
  });
}

void as_decoding_session_close(as_decoding_session* session) { delete session; }

int32_t as_encode_begin(as_decoding_session* session, const float* mel, int32_t bands, int32_t frames, int32_t threads,
                        char* error, int32_t capacity) {
  return exclusively(session, error, capacity, [&](as_decoding_session& s) {
    require(mel, "the spectrogram is missing");
    require(bands == s.info.mel_bands,
            "a spectrogram has " + std::to_string(s.info.mel_bands) + " bands, not " + std::to_string(bands));
    require(frames >= 100 && frames <= s.info.max_frames && frames % 2 == 0,
            "a spectrogram has an even number of frames from 100 to " + std::to_string(s.info.max_frames) + ", not " +
                std::to_string(frames));
    const size_t count = size_t(bands) * frames;
    require(std::all_of(mel, mel + count, [](float value) { return std::isfinite(value); }),
            "the spectrogram has a value that is not finite");
    use_threads(threads);
    s.audio = StorageView();
    s.encoded = false;
    s.next_layer = 0;
    s.state.clear();
    s.tokens = 0;
    s.logits = StorageView();
    s.attention.clear(0);
    s.encoder.begin(StorageView({1, bands, frames}, std::vector<float>(mel, mel + count)), s.audio);
    return AS_MORE;
  });
}

int32_t as_encode_next(as_decoding_session* session, int32_t threads, char* error, int32_t capacity) {
  return exclusively(session, error, capacity, [&](as_decoding_session& s) {
    require(!s.encoded && !s.audio.empty(), "encoding has not started, or is complete");
    use_threads(threads);
    s.encoder.layer(s.next_layer++, s.audio);
    if (s.next_layer < s.encoder.layers()) return AS_MORE;
    s.encoder.end(s.audio);
    s.encoded = true;
    reset_text(s);
    return AS_DONE;
  });
}

int32_t as_text_begin(as_decoding_session* session, char* error, int32_t capacity) {
  return exclusively(session, error, capacity, [&](as_decoding_session& s) {
    require(s.encoded, "no audio is encoded");
    reset_text(s);
    return AS_DONE;
  });
}

int32_t as_text_feed(as_decoding_session* session, const int32_t* ids, int32_t count, int32_t threads, char* error,
                     int32_t capacity) {
  return exclusively(session, error, capacity, [&](as_decoding_session& s) {
    require(s.encoded, "no audio is encoded");
    checked_ids("the text", ids, count, s.info.vocabulary_size);
    require(count >= 1 && count <= s.info.max_tokens - s.tokens, std::to_string(count) + " tokens after " +
                                                                     std::to_string(s.tokens) + " are not 1 to " +
                                                                     std::to_string(s.info.max_tokens) + " in all");
    use_threads(threads);
    feed(s, ids, count, threads);
    return AS_DONE;
  });
}

int32_t as_text_pick(as_decoding_session* session, int32_t limit, const int32_t* suppressed, int32_t count, int32_t* id,
                     float* log_probability, char* error, int32_t capacity) {
  return exclusively(session, error, capacity, [&](as_decoding_session& s) {
    require(id && log_probability, "an argument is missing");
    require(limit >= 1 && limit <= s.info.vocabulary_size, "the limit " + std::to_string(limit) + " is out of range");
    const auto without = checked_ids("the suppressed tokens", suppressed, count, s.info.vocabulary_size);
    const Prediction found = argmax_token(next_logits(s), limit, without);
    *id = found.id;
    *log_probability = found.log_probability;
    return AS_DONE;
  });
}

int32_t as_text_draft(as_decoding_session* session, const int32_t* ids, int32_t count, int32_t prefix_count,
                      int32_t limit, const int32_t* suppressed, int32_t suppressed_count, int32_t threads,
                      int32_t* accepted, float* log_probabilities, char* error, int32_t capacity) {
  return exclusively(session, error, capacity, [&](as_decoding_session& s) {
    require(accepted && log_probabilities, "an argument is missing");
    require(s.tokens > 0, "the text has no tokens yet");
    require(prefix_count >= 1 && prefix_count <= count,
            std::to_string(prefix_count) + " of " + std::to_string(count) + " tokens cannot be the prefix");
    require(limit >= 1 && limit <= s.info.vocabulary_size, "the limit " + std::to_string(limit) + " is out of range");
    checked_ids("the prefix or draft", ids, count, limit);
    const auto without = checked_ids("the suppressed tokens", suppressed, suppressed_count, s.info.vocabulary_size);
    require(count >= 1 && count <= s.info.max_tokens - s.tokens, std::to_string(count) + " tokens after " +
                                                                     std::to_string(s.tokens) + " are not 1 to " +
                                                                     std::to_string(s.info.max_tokens) + " in all");
    use_threads(threads);
    const float* first = next_logits(s);
    const int32_t before = s.tokens;
    if (s.stepping) s.step->end(s.state);
    s.stepping = false;
    StorageView all;
    append(s, StorageView({1, count}, std::vector<int32_t>(ids, ids + count)), &all);
    if (all.dtype() != ct2::DataType::FLOAT32 || all.size() != ct2::dim_t(count) * s.info.vocabulary_size)
      throw std::runtime_error("the decoder gave " + std::to_string(all.size()) + " values for a draft");
    log_probabilities[0] = argmax_token(first, limit, without).log_probability_of(ids[0]);
    const float* logits = all.data<float>();
    int32_t kept = 1;
    for (; kept < count; ++kept, logits += s.info.vocabulary_size) {
      const Prediction prediction = argmax_token(logits, limit, without);
      if (kept >= prefix_count && prediction.id != ids[kept]) break;
      log_probabilities[kept] = prediction.log_probability_of(ids[kept]);
    }
    s.logits = StorageView({1, s.info.vocabulary_size}, std::vector<float>(logits, logits + s.info.vocabulary_size));
    truncate_text(s, before + kept);
    *accepted = kept;
    return AS_DONE;
  });
}

int32_t as_text_probabilities(as_decoding_session* session, const int32_t* ids, int32_t count, int32_t among_them,
                              float* probabilities, char* error, int32_t capacity) {
  return exclusively(session, error, capacity, [&](as_decoding_session& s) {
    require(probabilities && count >= 1, "an argument is missing");
    const auto checked = checked_ids("the tokens", ids, count, s.info.vocabulary_size);
    const float* logits = next_logits(s);
    const float* end = logits + s.info.vocabulary_size;
    const double max_logit = *std::max_element(logits, end);
    double sum = 0;
    if (among_them)
      for (const size_t token : checked) sum += std::exp(logits[token] - max_logit);
    else
      for (const float* value = logits; value < end; ++value) sum += std::exp(*value - max_logit);
    if (!std::isfinite(sum) || sum <= 0) throw std::runtime_error("the decoder gave no finite value");
    for (int32_t i = 0; i < count; ++i) probabilities[i] = float(std::exp(logits[checked[i]] - max_logit) / sum);
    return AS_DONE;
  });
}

int32_t as_text_times(as_decoding_session* session, int32_t first, int32_t count, int32_t frames, int32_t* starts,
                      int32_t* attended, char* error, int32_t capacity) {
  return exclusively(session, error, capacity, [&](as_decoding_session& s) {
    require(s.encoded, "no audio is encoded");
    require(s.info.can_align, "the model does not name its alignment heads");
    require(starts && attended, "an argument is missing");
    require(first >= 1 && count >= 1 && first <= s.tokens && count <= s.tokens - first,
            std::to_string(count) + " tokens from position " + std::to_string(first) + " are not in the text of " +
                std::to_string(s.tokens) + " tokens");
    require(frames >= 2 && frames <= s.audio.dim(1) * 2,
            std::to_string(frames) + " frames are not 2 to " + std::to_string(s.audio.dim(1) * 2));
    if (s.attention.tokens() != s.tokens) throw std::runtime_error("an earlier call failed");
    const int begin = std::min(s.transcript_begin, first - 1);
    const auto times = audiostream::token_times(s.attention, begin, first, count, frames / 2);
    std::copy(times.starts.begin(), times.starts.end(), starts);
    std::copy(times.attended.begin(), times.attended.end(), attended);
    return AS_DONE;
  });
}
