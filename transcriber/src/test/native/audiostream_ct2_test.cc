// Tests the C interface with CTranslate2's library and a model, whose folder is the program's argument.
#include "audiostream_ct2.h"

#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "test.h"

namespace {

constexpr int FRAMES = 200;  // of 10 ms
constexpr int CAPACITY = 256;

as_model* model;
as_model_info info;

// A decoding session whose calls return the code, and keep the message.
struct Session {
  Session() { CHECK_EQUAL(as_decoding_session_open(model, &handle, error, CAPACITY), AS_DONE); }
  ~Session() { as_decoding_session_close(handle); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  std::vector<float> spectrogram() const {
    std::vector<float> mel(size_t(info.mel_bands) * FRAMES);
    for (size_t i = 0; i < mel.size(); ++i) mel[i] = std::sin(float(i * i % 1009));
    return mel;
  }

  int32_t begin(const std::vector<float>& mel, int32_t bands, int32_t frames, int32_t threads = 1) {
    return as_encode_begin(handle, mel.data(), bands, frames, threads, error, CAPACITY);
  }

  void encode() {
    CHECK_EQUAL(begin(spectrogram(), info.mel_bands, FRAMES), AS_MORE);
    int32_t code = AS_MORE;
    while (code == AS_MORE) code = as_encode_next(handle, 1, error, CAPACITY);
    CHECK_EQUAL(code, AS_DONE);
  }

  int32_t feed(const std::vector<int32_t>& ids, int32_t threads = 1) {
    return as_text_feed(handle, ids.data(), int32_t(ids.size()), threads, error, CAPACITY);
  }

  int32_t pick(int32_t limit, const std::vector<int32_t>& suppressed) {
    return as_text_pick(handle, limit, suppressed.data(), int32_t(suppressed.size()), &id, &log_probability, error,
                        CAPACITY);
  }

  int32_t draft(const std::vector<int32_t>& ids, int32_t prefix_count) {
    log_probabilities.assign(ids.size(), 1);
    return as_text_draft(handle, ids.data(), int32_t(ids.size()), prefix_count, info.vocabulary_size, nullptr, 0, 1,
                         &accepted, log_probabilities.data(), error, CAPACITY);
  }

  int32_t align(const std::vector<int32_t>& start, const std::vector<int32_t>& text, int32_t frames) {
    starts.assign(text.size() + 1, -1);
    return as_align(handle, start.data(), int32_t(start.size()), text.data(), int32_t(text.size()), frames, 1,
                    starts.data(), error, CAPACITY);
  }

  void check_message(const std::string& part) {
    if (!std::strstr(error, part.c_str())) CHECK_EQUAL(std::string(error), part);
  }

  as_decoding_session* handle = nullptr;
  char error[CAPACITY] = {};
  int32_t id = -1, accepted = -1;
  float log_probability = 1;
  std::vector<float> log_probabilities;
  std::vector<int32_t> starts;
};

void refuses_missing_arguments() {
  char error[CAPACITY];
  as_model* other = nullptr;
  as_model_info other_info;
  as_decoding_session* handle = nullptr;
  CHECK_EQUAL(as_model_open(nullptr, &other, &other_info, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_model_open("/nowhere", nullptr, &other_info, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_decoding_session_open(nullptr, &handle, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_encode_next(nullptr, 1, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_text_begin(nullptr, nullptr, 0), AS_REFUSED);
  Session session;
  session.encode();
  CHECK_EQUAL(as_encode_begin(session.handle, nullptr, info.mel_bands, FRAMES, 1, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_text_feed(session.handle, nullptr, 1, 1, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_text_probabilities(session.handle, nullptr, 0, 0, nullptr, error, CAPACITY), AS_REFUSED);
  const int32_t id = 1;
  CHECK_EQUAL(as_text_pick(session.handle, 10, nullptr, 0, nullptr, nullptr, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_align(session.handle, &id, 1, &id, 1, FRAMES, 1, nullptr, error, CAPACITY), AS_REFUSED);
}

void reports_a_folder_without_a_model() {
  char error[CAPACITY] = {};
  as_model* other = nullptr;
  as_model_info other_info;
  CHECK_EQUAL(as_model_open("/nowhere", &other, &other_info, error, CAPACITY), AS_FAILED);
  CHECK(std::strlen(error) > 0);
  CHECK(!other);
}

void cuts_messages_to_the_capacity() {
  char error[8] = {1, 1, 1, 1, 1, 1, 1, 1};
  CHECK_EQUAL(as_encode_next(nullptr, 1, error, 4), AS_REFUSED);
  CHECK_EQUAL(std::string(error), "the");
  CHECK_EQUAL(int(error[4]), 1);
}

void refuses_spectrograms_of_a_wrong_shape() {
  Session session;
  const std::vector<float> mel(size_t(info.mel_bands + 1) * (info.max_frames + 2));
  CHECK_EQUAL(session.begin(mel, info.mel_bands + 1, FRAMES), AS_REFUSED);
  session.check_message("bands");
  for (const int32_t frames : {-2, 0, 98, 101, info.max_frames + 2}) {
    CHECK_EQUAL(session.begin(mel, info.mel_bands, frames), AS_REFUSED);
    session.check_message("frames");
  }
  for (const int32_t threads : {-1, 0, 65}) {
    CHECK_EQUAL(session.begin(mel, info.mel_bands, FRAMES, threads), AS_REFUSED);
    session.check_message("threads must be 1 to 64");
  }
}

void refuses_spectrograms_that_are_not_finite() {
  Session session;
  for (const float value : {NAN, INFINITY, -INFINITY}) {
    for (const size_t at : {size_t(0), session.spectrogram().size() - 1}) {
      auto mel = session.spectrogram();
      mel[at] = value;
      CHECK_EQUAL(session.begin(mel, info.mel_bands, FRAMES), AS_REFUSED);
      session.check_message("not finite");
    }
  }
}

void refuses_text_before_the_audio_is_encoded() {
  Session session;
  CHECK_EQUAL(as_encode_next(session.handle, 1, session.error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(session.feed({1}), AS_REFUSED);
  CHECK_EQUAL(as_text_begin(session.handle, session.error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(session.begin(session.spectrogram(), info.mel_bands, FRAMES), AS_MORE);
  CHECK_EQUAL(session.feed({1}), AS_REFUSED);
  session.check_message("no audio is encoded");
}

void refuses_ids_out_of_range() {
  Session session;
  session.encode();
  for (const int32_t id : {-1, info.vocabulary_size, std::numeric_limits<int32_t>::max()}) {
    CHECK_EQUAL(session.feed({1, id}), AS_REFUSED);
    session.check_message(std::to_string(id));
    CHECK_EQUAL(session.align({1}, {id}, FRAMES), AS_REFUSED);
    CHECK_EQUAL(session.align({id}, {1}, FRAMES), AS_REFUSED);
  }
  CHECK_EQUAL(session.feed({1}), AS_DONE);
  CHECK_EQUAL(session.pick(info.vocabulary_size, {-1}), AS_REFUSED);
  CHECK_EQUAL(session.pick(info.vocabulary_size + 1, {}), AS_REFUSED);
  CHECK_EQUAL(session.pick(0, {}), AS_REFUSED);
  CHECK_EQUAL(session.draft({1, info.vocabulary_size}, 1), AS_REFUSED);
}

void refuses_wrong_lengths() {
  Session session;
  session.encode();
  CHECK_EQUAL(session.pick(info.vocabulary_size, {}), AS_REFUSED);
  session.check_message("no tokens yet");
  CHECK_EQUAL(session.draft({1}, 1), AS_REFUSED);
  CHECK_EQUAL(session.feed({}), AS_REFUSED);
  CHECK_EQUAL(session.feed(std::vector<int32_t>(info.max_tokens + 1, 1)), AS_REFUSED);
  CHECK_EQUAL(session.feed({1}), AS_DONE);
  CHECK_EQUAL(session.feed(std::vector<int32_t>(info.max_tokens, 1)), AS_REFUSED);
  CHECK_EQUAL(session.draft(std::vector<int32_t>(info.max_tokens, 1), 1), AS_REFUSED);
  CHECK_EQUAL(session.draft({1, 2}, 0), AS_REFUSED);
  CHECK_EQUAL(session.draft({1, 2}, 3), AS_REFUSED);
  CHECK_EQUAL(session.align({}, {1}, FRAMES), AS_REFUSED);
  CHECK_EQUAL(session.align({1}, {}, FRAMES), AS_REFUSED);
  CHECK_EQUAL(session.align({1}, {1}, FRAMES + 2), AS_REFUSED);
  CHECK_EQUAL(session.align({1}, {1}, 1), AS_REFUSED);
  CHECK_EQUAL(session.align({1}, std::vector<int32_t>(info.max_tokens, 1), FRAMES), AS_REFUSED);
}

// Decodes by greedy search after `start`.
std::vector<int32_t> greedy(Session& session, const std::vector<int32_t>& start, int count, int threads) {
  std::vector<int32_t> ids;
  CHECK_EQUAL(as_text_begin(session.handle, session.error, CAPACITY), AS_DONE);
  CHECK_EQUAL(session.feed(start, threads), AS_DONE);
  for (int i = 0; i < count; ++i) {
    CHECK_EQUAL(session.pick(info.vocabulary_size, {}), AS_DONE);
    CHECK(session.log_probability <= 0);
    ids.push_back(session.id);
    CHECK_EQUAL(session.feed({session.id}, threads), AS_DONE);
  }
  return ids;
}

void decodes_a_draft_as_it_decodes_single_tokens() {
  Session session;
  session.encode();
  const std::vector<int32_t> start = {50, 500};
  const auto ids = greedy(session, start, 12, 1);
  CHECK(greedy(session, start, 12, 3) == ids);

  auto draft = ids;
  draft[8] = (ids[8] + 1) % info.vocabulary_size;
  CHECK_EQUAL(as_text_begin(session.handle, session.error, CAPACITY), AS_DONE);
  CHECK_EQUAL(session.feed(start), AS_DONE);
  CHECK_EQUAL(session.draft(draft, 1), AS_DONE);
  CHECK(session.accepted >= 1 && session.accepted <= 8);
  for (int i = 0; i < session.accepted; ++i) CHECK(session.log_probabilities[i] <= 1e-6f);

  CHECK_EQUAL(as_text_begin(session.handle, session.error, CAPACITY), AS_DONE);
  CHECK_EQUAL(session.feed(start), AS_DONE);
  CHECK_EQUAL(session.draft(draft, 12), AS_DONE);
  CHECK_EQUAL(session.accepted, 12);
}

void never_picks_a_suppressed_token() {
  Session session;
  session.encode();
  CHECK_EQUAL(session.feed({50}), AS_DONE);
  CHECK_EQUAL(session.pick(info.vocabulary_size, {}), AS_DONE);
  const int32_t best = session.id;
  CHECK_EQUAL(session.pick(info.vocabulary_size, {best}), AS_DONE);
  CHECK(session.id != best);
  if (best > 0) {
    CHECK_EQUAL(session.pick(best, {}), AS_DONE);
    CHECK(session.id < best);
  }
}

void gives_probabilities_whose_sum_is_one() {
  Session session;
  session.encode();
  CHECK_EQUAL(session.feed({50}), AS_DONE);
  std::vector<int32_t> ids(info.vocabulary_size);
  for (int32_t i = 0; i < info.vocabulary_size; ++i) ids[i] = i;
  std::vector<float> probabilities(ids.size());
  for (const int32_t count : {3, info.vocabulary_size}) {
    CHECK_EQUAL(as_text_probabilities(session.handle, ids.data(), count, count == 3, probabilities.data(),
                                      session.error, CAPACITY),
                AS_DONE);
    double sum = 0;
    for (int32_t i = 0; i < count; ++i) sum += probabilities[i];
    CHECK_NEAR(sum, 1.0, 1e-3);
  }
}

void aligns_tokens_in_order() {
  Session session;
  session.encode();
  if (!info.can_align) return;
  CHECK_EQUAL(session.align({info.vocabulary_size - 1}, {50, 500, 5000}, FRAMES), AS_DONE);
  for (size_t i = 0; i < session.starts.size(); ++i) {
    CHECK(session.starts[i] >= (i == 0 ? 0 : session.starts[i - 1]));
    CHECK(session.starts[i] <= FRAMES / 2);
  }
}

void refuses_concurrent_use_of_a_session() {
  Session session;
  session.encode();
  CHECK_EQUAL(session.feed({50}), AS_DONE);
  std::atomic<bool> done{false};
  std::atomic<int> busy{0};
  std::thread other([&] {
    while (!done) {
      char error[CAPACITY] = {};
      int32_t id;
      float log_probability;
      const int32_t code =
          as_text_pick(session.handle, info.vocabulary_size, nullptr, 0, &id, &log_probability, error, CAPACITY);
      CHECK(code == AS_DONE || code == AS_BUSY);
      if (code == AS_BUSY) CHECK(std::strstr(error, "another thread"));
      busy += code == AS_BUSY;
    }
  });
  // A feed holds the decoding session for most of the time, so that the two threads soon meet.
  int own_busy = 0;
  while (busy + own_busy == 0) {
    const int32_t code = session.feed({51});
    CHECK(code == AS_DONE || code == AS_BUSY || code == AS_REFUSED);  // AS_REFUSED: the text is full
    own_busy += code == AS_BUSY;
    if (code == AS_REFUSED) {
      while (as_text_begin(session.handle, session.error, CAPACITY) == AS_BUSY) own_busy++;
      while (session.feed({50}) == AS_BUSY) own_busy++;
    }
  }
  done = true;
  other.join();
  CHECK_EQUAL(session.feed({52}) == AS_BUSY, false);
}

void decodes_in_two_sessions_at_once() {
  std::vector<int32_t> ids[2];
  std::vector<std::thread> threads;
  for (auto& result : ids)
    threads.emplace_back([&] {
      Session session;
      session.encode();
      result = greedy(session, {50}, 5, 2);
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(ids[0] == ids[1]);
}

}  // namespace

int main(int argc, char** argv) {
  CHECK_EQUAL(argc, 2);
  char error[CAPACITY] = {};
  if (as_model_open(argv[1], &model, &info, error, CAPACITY) != AS_DONE) CHECK_EQUAL(std::string(error), "");
  CHECK_EQUAL(std::string(as_version()), AS_CTRANSLATE2_VERSION);
  RUN(refuses_missing_arguments);
  RUN(reports_a_folder_without_a_model);
  RUN(cuts_messages_to_the_capacity);
  RUN(refuses_spectrograms_of_a_wrong_shape);
  RUN(refuses_spectrograms_that_are_not_finite);
  RUN(refuses_text_before_the_audio_is_encoded);
  RUN(refuses_ids_out_of_range);
  RUN(refuses_wrong_lengths);
  RUN(decodes_a_draft_as_it_decodes_single_tokens);
  RUN(never_picks_a_suppressed_token);
  RUN(gives_probabilities_whose_sum_is_one);
  RUN(aligns_tokens_in_order);
  RUN(refuses_concurrent_use_of_a_session);
  RUN(decodes_in_two_sessions_at_once);
  as_model_close(model);
}
