// Several cores for the parts of one computation, for as long as nobody else needs them.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace audiostream {

// The caller does parts, and helpers take some off it. One that is not there in time, as its core has other work, is not
// waited for. Used by one thread at a time.
class Team {
 public:
  Team() = default;
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  ~Team() {
    {
      const std::lock_guard<std::mutex> lock(mutex);
      over = true;
    }
    wake.notify_all();
    for (std::thread& helper : helpers) helper.join();
  }

  // How many cores the next computations may use, the caller's among them. More than a few wait for the same memory.
  void size(int threads) {
    wanted = std::clamp(threads, 1, MAX_SLOTS) - 1;
    while (int(helpers.size()) < wanted) helpers.emplace_back([this] { help(); });
  }

  // Runs `part(0)` to `part(count - 1)`, in any order; all are done when it returns. They must not throw.
  template <typename Part>
  void run(int count, const Part& part) {
    if (wanted == 0 || count == 1) {
      for (int i = 0; i < count; ++i) part(i);
      return;
    }
    context = &part;
    call = [](const void* of, int i) { (*static_cast<const Part*>(of))(i); };
    parts = count;
    next = 0;
    closed = false;
    ++ticket;
    if (asleep > 0) {
      { const std::lock_guard<std::mutex> lock(mutex); }
      wake.notify_all();
    }
    work();
    // From here on nobody begins; who had begun is waited for.
    closed = true;
    while (inside > 0) pause();
  }

 private:
  static constexpr int MAX_SLOTS = 4;

  // How often a helper looks for work before it sleeps: longer than it takes from one token to the next.
  static constexpr int TIMEOUT = 20'000;

  static void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
  }

  void work() {
    for (int i = next++; i < parts; i = next++) call(context, i);
  }

  void help() {
    unsigned seen = 0;
    while (!over) {
      for (int i = 0; ticket == seen && i < TIMEOUT; ++i) pause();
      if (ticket == seen) {
        std::unique_lock<std::mutex> lock(mutex);
        ++asleep;
        wake.wait(lock, [&] { return ticket != seen || over; });
        --asleep;
        continue;
      }
      seen = ticket;
      // Either this sees that it is closed, or the caller sees that somebody is inside.
      ++inside;
      if (!closed) work();
      --inside;
    }
  }

  // All of these are sequentially consistent, which `closed` and `inside`, and `ticket` and `asleep`, rely on.
  std::atomic<unsigned> ticket{0};
  std::atomic<int> next{0}, inside{0}, asleep{0};
  std::atomic<bool> closed{true}, over{false};
  // Written before `closed` is false, read while it is.
  const void* context = nullptr;
  void (*call)(const void*, int) = nullptr;
  int parts = 0;

  int wanted = 0;
  std::vector<std::thread> helpers;
  std::mutex mutex;
  std::condition_variable wake;
};

}  // namespace audiostream
