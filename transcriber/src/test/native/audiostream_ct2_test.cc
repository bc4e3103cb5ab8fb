// Tests the C interface with CTranslate2's library and a model, whose folder is the program's argument.
#include "audiostream_ct2.h"

#include <algorithm>
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

  int32_t times(int32_t first, int32_t count, int32_t frames = FRAMES) {
    starts.assign(std::clamp(count, 0, info.max_tokens) + 1, -1);
    attended.assign(starts.size() - 1, -1);
    return as_text_times(handle, first, count, frames, starts.data(), attended.data(), error, CAPACITY);
  }

  void check_message(const std::string& part) {
    if (!std::strstr(error, part.c_str())) CHECK_EQUAL(std::string(error), part);
  }

  as_decoding_session* handle = nullptr;
  char error[CAPACITY] = {};
  int32_t id = -1, accepted = -1;
  float log_probability = 1;
  std::vector<float> log_probabilities;
  std::vector<int32_t> starts, attended;
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
  CHECK_EQUAL(as_text_pick(session.handle, 10, nullptr, 0, nullptr, nullptr, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(session.feed({1, 2}), AS_DONE);
  int32_t frames[2];
  CHECK_EQUAL(as_text_times(session.handle, 1, 1, FRAMES, nullptr, frames, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_text_times(session.handle, 1, 1, FRAMES, frames, nullptr, error, CAPACITY), AS_REFUSED);
  CHECK_EQUAL(as_text_times(nullptr, 1, 1, FRAMES, frames, frames, error, CAPACITY), AS_REFUSED);
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

void refuses_times_of_tokens_or_frames_out_of_range() {
  constexpr int32_t MAX = std::numeric_limits<int32_t>::max(), MIN = std::numeric_limits<int32_t>::min();
  Session session;
  CHECK_EQUAL(session.times(1, 1), AS_REFUSED);
  session.check_message("no audio is encoded");
  session.encode();
  CHECK_EQUAL(session.times(1, 1), AS_REFUSED);
  CHECK_EQUAL(session.feed({50, 500, 5000}), AS_DONE);
  for (const auto& [first, count] :
       {std::pair(0, 1), std::pair(0, 3), std::pair(1, 0), std::pair(1, -1), std::pair(1, 3), std::pair(2, 2),
        std::pair(3, 1), std::pair(4, 1), std::pair(-1, 1), std::pair(1, MAX), std::pair(MAX, MAX), std::pair(MAX, 1),
        std::pair(MIN, 1), std::pair(1, MIN), std::pair(MIN, MIN)}) {
    CHECK_EQUAL(session.times(first, count), AS_REFUSED);
    session.check_message("are not in the text of 3 tokens");
  }
  for (const int32_t frames : {MIN, -2, 0, 1, FRAMES + 1, FRAMES + 2, MAX}) {
    CHECK_EQUAL(session.times(1, 2, frames), AS_REFUSED);
    session.check_message("frames are not 2 to " + std::to_string(FRAMES));
  }
  CHECK_EQUAL(session.begin(session.spectrogram(), info.mel_bands, FRAMES), AS_MORE);
  CHECK_EQUAL(session.times(1, 2), AS_REFUSED);
}

void gives_times_in_order_and_within_the_audio() {
  Session session;
  session.encode();
  CHECK_EQUAL(session.feed({50, 500, 5000, 50, 500, 5000, 7}), AS_DONE);
  for (const int32_t frames : {2, 3, 4, 7, 100, FRAMES}) {
    CHECK_EQUAL(session.times(2, 5, frames), AS_DONE);
    CHECK_EQUAL(session.starts[0], 0);
    CHECK_EQUAL(session.starts.size(), 6u);
    for (size_t i = 0; i < session.attended.size(); ++i) {
      CHECK(session.starts[i] <= session.starts[i + 1]);
      CHECK(session.starts[i + 1] < frames / 2);
      CHECK(session.attended[i] >= 0 && session.attended[i] < frames / 2);
    }
  }
}

// The kernels and CTranslate2 round differently, and the audio of these tests is noise. So a few times may differ.
int times_that_differ(const std::vector<int32_t>& a, const std::vector<int32_t>& b) {
  CHECK_EQUAL(a.size(), b.size());
  int count = 0;
  for (size_t i = 0; i < a.size(); ++i) count += std::abs(a[i] - b[i]) > 3;
  return count;
}

void gives_the_same_times_for_single_tokens_and_for_drafts() {
  Session session;
  session.encode();
  const std::vector<int32_t> start = {50, 500};
  const int32_t count = 12;
  const auto ids = greedy(session, start, count, 1);
  CHECK_EQUAL(session.times(2, count), AS_DONE);
  const auto starts = session.starts, attended = session.attended;
  CHECK(std::any_of(attended.begin(), attended.end(), [&](int32_t frame) { return frame != attended[0]; }));
  greedy(session, start, count, 3);
  CHECK_EQUAL(session.times(2, count), AS_DONE);
  CHECK(session.starts == starts && session.attended == attended);

  auto all = start;
  all.insert(all.end(), ids.begin(), ids.end());
  CHECK_EQUAL(as_text_begin(session.handle, session.error, CAPACITY), AS_DONE);
  CHECK_EQUAL(session.feed(all), AS_DONE);
  CHECK_EQUAL(session.times(2, count), AS_DONE);
  CHECK(times_that_differ(session.starts, starts) <= 2);

  CHECK_EQUAL(as_text_begin(session.handle, session.error, CAPACITY), AS_DONE);
  CHECK_EQUAL(session.feed(start), AS_DONE);
  CHECK_EQUAL(session.draft(ids, count), AS_DONE);
  CHECK_EQUAL(session.accepted, count);
  CHECK_EQUAL(session.times(2, count), AS_DONE);
  CHECK(times_that_differ(session.starts, starts) <= 2);
}

void forgets_the_times_of_rejected_drafts() {
  Session session;
  session.encode();
  const std::vector<int32_t> start = {50, 500};
  const auto ids = greedy(session, start, 12, 1);
  auto draft = ids;
  for (size_t i = 4; i < draft.size(); ++i) draft[i] = (ids[i] + 1) % info.vocabulary_size;
  CHECK_EQUAL(as_text_begin(session.handle, session.error, CAPACITY), AS_DONE);
  CHECK_EQUAL(session.feed(start), AS_DONE);
  CHECK_EQUAL(session.draft(draft, 3), AS_DONE);
  CHECK(session.accepted >= 3 && session.accepted < 12);
  const int32_t kept = session.accepted;
  CHECK_EQUAL(session.times(2, kept + 1), AS_REFUSED);
  CHECK_EQUAL(session.times(2, kept), AS_DONE);
  // The text goes on with other tokens. Its times are those of a text that never had the rejected ones.
  const std::vector<int32_t> rest = {7, 70, 700};
  for (const int32_t id : rest) CHECK_EQUAL(session.feed({id}), AS_DONE);
  CHECK_EQUAL(session.times(2, kept + 3), AS_DONE);
  const auto starts = session.starts, attended = session.attended;
  CHECK_EQUAL(as_text_begin(session.handle, session.error, CAPACITY), AS_DONE);
  CHECK_EQUAL(session.times(1, 1), AS_REFUSED);
  CHECK_EQUAL(session.feed(start), AS_DONE);
  CHECK_EQUAL(session.draft({draft.begin(), draft.begin() + kept}, kept), AS_DONE);
  for (const int32_t id : rest) CHECK_EQUAL(session.feed({id}), AS_DONE);
  CHECK_EQUAL(session.times(2, kept + 3), AS_DONE);
  CHECK(times_that_differ(session.starts, starts) <= 1 && times_that_differ(session.attended, attended) <= 1);
}

void gives_the_times_of_the_first_tokens_of_a_text() {
  Session session;
  session.encode();
  CHECK_EQUAL(session.feed({50, 500, 5000, 7}), AS_DONE);
  CHECK_EQUAL(session.times(1, 3), AS_DONE);
  CHECK_EQUAL(session.feed({70, 700}), AS_DONE);
  const auto starts = session.starts, attended = session.attended;
  CHECK_EQUAL(session.times(1, 3), AS_DONE);
  CHECK(session.starts == starts && session.attended == attended);
}

void takes_times_of_a_full_text() {
  Session session;
  session.encode();
  std::vector<int32_t> ids(info.max_tokens);
  for (size_t i = 0; i < ids.size(); ++i) ids[i] = int32_t(i * 37 % 5000);
  CHECK_EQUAL(session.feed(ids), AS_DONE);
  CHECK_EQUAL(session.times(1, info.max_tokens - 1), AS_DONE);
  CHECK_EQUAL(session.times(info.max_tokens - 1, 1), AS_DONE);
  CHECK_EQUAL(session.times(1, info.max_tokens), AS_REFUSED);
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
      int32_t starts[2], attended[1];
      const int32_t times_code = as_text_times(session.handle, 1, 1, FRAMES, starts, attended, error, CAPACITY);
      CHECK(times_code == AS_DONE || times_code == AS_BUSY || times_code == AS_REFUSED);  // AS_REFUSED: of one token
      busy += times_code == AS_BUSY;
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
  std::vector<int32_t> ids[2], starts[2];
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&, i] {
      Session session;
      session.encode();
      ids[i] = greedy(session, {50}, 5, 2);
      CHECK_EQUAL(session.times(1, 5), AS_DONE);
      starts[i] = session.starts;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(ids[0] == ids[1]);
  CHECK(starts[0] == starts[1]);
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
  CHECK(info.can_align);
  RUN(refuses_times_of_tokens_or_frames_out_of_range);
  RUN(gives_times_in_order_and_within_the_audio);
  RUN(gives_the_same_times_for_single_tokens_and_for_drafts);
  RUN(forgets_the_times_of_rejected_drafts);
  RUN(gives_the_times_of_the_first_tokens_of_a_text);
  RUN(takes_times_of_a_full_text);
  RUN(refuses_concurrent_use_of_a_session);
  RUN(decodes_in_two_sessions_at_once);
  as_model_close(model);
}
