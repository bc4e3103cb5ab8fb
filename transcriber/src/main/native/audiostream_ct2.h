// A C interface to CTranslate2's Whisper that works in steps. The caller encodes layer by layer and decodes token by
// token, and may stop between two steps.
//
// A function that can fail returns a code below 0 and writes a message into `error`: at most `capacity` bytes with the
// NUL. No C++ exception leaves the library. All numbers and lengths of the caller are checked. Pointers to the
// library's own objects are not checked: the object must be open. A decoding session is used by one thread at a time; a
// concurrent call fails with AS_BUSY. Decoding sessions of one model may be used concurrently. `threads` is the number
// of cores that the call may use, 1 to 64.
#pragma once

#include <cstdint>

#define AS_API __attribute__((visibility("default")))

extern "C" {

struct as_model;
struct as_decoding_session;

enum as_code : int32_t {
  AS_DONE = 0,
  AS_MORE = 1,      // from as_encode_begin and as_encode_next: there is another layer
  AS_FAILED = -1,   // the library failed
  AS_REFUSED = -2,  // an argument is out of range
  AS_BUSY = -3,     // another thread uses this decoding session
};

struct as_model_info {
  int32_t mel_bands;        // rows of a spectrogram: 80 or 128
  int32_t max_frames;       // maximum columns of a spectrogram: 3000, of 10 ms each
  int32_t vocabulary_size;  // token ids are below this
  int32_t max_tokens;       // maximum tokens of a text with its prompt: 448
  int32_t can_align;        // 1 if the model names its alignment heads, else 0
};

// Returns the version of CTranslate2 that the library was compiled for, such as "4.8.4".
AS_API const char* as_version();

// Loads a model's folder, with its matrices in 8-bit integers.
AS_API int32_t as_model_open(const char* folder, as_model** model, as_model_info* info, char* error, int32_t capacity);
// Closes a model. All its decoding sessions must be closed before.
AS_API void as_model_close(as_model* model);

// Opens a decoding session: one encoded spectrogram, and one text that is decoded from it.
AS_API int32_t as_decoding_session_open(as_model* model, as_decoding_session** session, char* error, int32_t capacity);
AS_API void as_decoding_session_close(as_decoding_session* session);

// Starts to encode a log-mel spectrogram: `bands` rows of `frames` finite values. `frames` is even, from 100 to the
// model's max_frames. Discards the previous spectrogram and its text. Returns AS_MORE.
AS_API int32_t as_encode_begin(as_decoding_session* session, const float* mel, int32_t bands, int32_t frames,
                               int32_t threads, char* error, int32_t capacity);
// Computes one layer of the encoder. Returns AS_MORE while there are more layers, AS_DONE after the last.
AS_API int32_t as_encode_next(as_decoding_session* session, int32_t threads, char* error, int32_t capacity);

// Discards the text, and keeps the encoded audio.
AS_API int32_t as_text_begin(as_decoding_session* session, char* error, int32_t capacity);
// Appends at least one token to the text, and computes the logits of the token after them. The text has at most the
// model's max_tokens.
AS_API int32_t as_text_feed(as_decoding_session* session, const int32_t* ids, int32_t count, int32_t threads,
                            char* error, int32_t capacity);
// Greedy search: gives the most probable next token of those that are below `limit` and not suppressed, and the natural
// logarithm of its probability among these.
AS_API int32_t as_text_pick(as_decoding_session* session, int32_t limit, const int32_t* suppressed, int32_t count,
                            int32_t* id, float* log_probability, char* error, int32_t capacity);
// Speculative decoding: appends `count` tokens below `limit` that are computed in one pass, after at least one token of
// the text. The first `prefix_count`, at least 1, are a prefix that is always kept. The others are a draft: it is cut
// before its first token that as_text_pick would not have picked. `accepted` receives the number of tokens kept, and
// `log_probabilities` (room for `count`) the value of each of them.
AS_API int32_t as_text_draft(as_decoding_session* session, const int32_t* ids, int32_t count, int32_t prefix_count,
                             int32_t limit, const int32_t* suppressed, int32_t suppressed_count, int32_t threads,
                             int32_t* accepted, float* log_probabilities, char* error, int32_t capacity);
// Gives the probability of each of these tokens to be the next: among these alone if `among_them` is not 0, else among
// the whole vocabulary.
AS_API int32_t as_text_probabilities(as_decoding_session* session, const int32_t* ids, int32_t count,
                                     int32_t among_them, float* probabilities, char* error, int32_t capacity);

// Gives where in the audio the `count` tokens from the position `first` of the text on lie. Both are at least 1, and
// the text has these tokens: `first` is the number of tokens before them, which are those of prompt and task. The times
// come from the cross-attention of the model's alignment heads, which the library keeps when tokens are appended: no
// token is computed again. Fails with AS_REFUSED if the model does not name its alignment heads.
//
// All times are in frames of 20 ms, from 0 to frames / 2 - 1. `frames` is the number of the spectrogram's frames that
// hold audio, not padding: 2 or more. `starts` (room for count + 1) receives the start of each token, then the end of
// the last one; they never decrease. `attended` (room for `count`) receives the frame that the decoder attended to most
// when it predicted the token; these may decrease. token_times() in alignment.h describes the computation.
AS_API int32_t as_text_times(as_decoding_session* session, int32_t first, int32_t count, int32_t frames,
                             int32_t* starts, int32_t* attended, char* error, int32_t capacity);
}
