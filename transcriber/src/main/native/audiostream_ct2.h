// A small C interface to CTranslate2's Whisper, in steps: a caller encodes layer by layer and decodes token by token, and
// may stop between any two. Nothing here runs longer than one layer of one window.
//
// Every function that can fail returns a code below 0 and writes a sentence into `error` (`capacity` bytes, always ended by
// a NUL); no C++ exception leaves the library. All numbers and lengths from outside are checked. Pointers to the library's
// own objects are not: they must be alive. A session is used by one thread at a time; another call in the meantime is
// refused. Sessions of one model run side by side. `threads` is how many cores the call may use, 1 to 64.
#pragma once

#include <cstdint>

#define AS_API __attribute__((visibility("default")))

extern "C" {

struct as_model;
struct as_session;

enum as_code : int32_t {
  AS_DONE = 0,
  AS_MORE = 1,      // of as_encode_next: there is another layer
  AS_FAILED = -1,   // the library failed
  AS_REFUSED = -2,  // an argument is out of range
  AS_BUSY = -3,     // another thread is in this session
};

struct as_model_info {
  int32_t mel_bands;        // rows of a spectrogram: 80 or 128
  int32_t max_frames;       // columns, at most: 3000 of 10 ms
  int32_t vocabulary_size;  // ids are 0 to this, exclusively
  int32_t max_tokens;       // of a text with its prompt: 448
  int32_t can_align;        // whether the model names its alignment heads
};

// Version of CTranslate2 that this was compiled for.
AS_API const char* as_version();

// Reads a model's folder and computes its matrices in 8-bit integers.
AS_API int32_t as_model_open(const char* folder, as_model** model, as_model_info* info, char* error, int32_t capacity);
// All its sessions must be closed.
AS_API void as_model_close(as_model* model);

AS_API int32_t as_session_open(as_model* model, as_session** session, char* error, int32_t capacity);
AS_API void as_session_close(as_session* session);

// Takes a log-mel spectrogram, `bands` rows of `frames` finite values, and forgets the one before, with all text.
AS_API int32_t as_encode_begin(as_session* session, const float* mel, int32_t bands, int32_t frames, int32_t threads,
                               char* error, int32_t capacity);
// Computes a layer: AS_MORE while there are others, AS_DONE after the last.
AS_API int32_t as_encode_next(as_session* session, int32_t threads, char* error, int32_t capacity);

// Forgets the tokens, and keeps what was encoded.
AS_API int32_t as_text_begin(as_session* session, char* error, int32_t capacity);
// Appends tokens to the text.
AS_API int32_t as_text_feed(as_session* session, const int32_t* ids, int32_t count, int32_t threads, char* error,
                            int32_t capacity);
// Likeliest next token among those below `limit` and not suppressed, and the logarithm of its probability among them.
AS_API int32_t as_text_pick(as_session* session, int32_t limit, const int32_t* suppressed, int32_t count, int32_t* id,
                            float* log_probability, char* error, int32_t capacity);
// Appends tokens, computed in one go: the first `given` whatever the model thinks of them, the rest a guess that is taken back
// from the first token on that is not the one that as_text_pick would have picked. `accepted` gets how many are left, and
// `log_probabilities` the value of each of them.
AS_API int32_t as_text_draft(as_session* session, const int32_t* ids, int32_t count, int32_t given, int32_t limit,
                             const int32_t* suppressed, int32_t suppressed_count, int32_t threads, int32_t* accepted,
                             float* log_probabilities, char* error, int32_t capacity);
// Probability of each of these to be the next token: among them, or among the whole vocabulary.
AS_API int32_t as_text_probabilities(as_session* session, const int32_t* ids, int32_t count, int32_t among_them,
                                     float* probabilities, char* error, int32_t capacity);

// When each token of a text was spoken: `begins` gets count + 1 values in frames of 20 ms, the last for the text's end.
// `start` is what comes before the text, without <|notimestamps|>; `frames` is how many of the spectrogram's have sound.
AS_API int32_t as_align(as_session* session, const int32_t* start, int32_t start_count, const int32_t* text, int32_t count,
                        int32_t frames, int32_t threads, int32_t* begins, char* error, int32_t capacity);
}
