// Splits one computation among those of several cores that are idle.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace audiostream {

// The caller and helper threads compute the parts of one computation. The caller never waits for a helper that has not
// started yet, because its core may have other work. A team is used by one thread at a time.
class ThreadTeam {
 public:
  ThreadTeam() = default;
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  ~ThreadTeam() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& helper : helpers_) helper.join();
  }

  // Sets the number of cores for the next computations, the caller's included, at most MAX_THREADS: more threads would
  // only wait for memory.
  void set_threads(int threads) {
    active_helpers_ = std::clamp(threads, 1, MAX_THREADS) - 1;
    while (int(helpers_.size()) < active_helpers_) helpers_.emplace_back([this] { help(); });
  }

  // Runs `part(0)` to `part(count - 1)`, each exactly once and in any order. All of them are done when this returns. A
  // part must not throw.
  template <typename Part>
  void run(int count, const Part& part) {
    if (active_helpers_ == 0 || count == 1) {
      for (int i = 0; i < count; ++i) part(i);
      return;
    }
    context_ = &part;
    call_ = [](const void* context, int i) { (*static_cast<const Part*>(context))(i); };
    count_ = count;
    next_ = 0;
    closed_ = false;
    ++epoch_;
    if (sleeping_ > 0) {
      { const std::lock_guard<std::mutex> lock(mutex_); }
      wake_.notify_all();
    }
    work();
    // From here on no helper starts. Waits for the helpers that have started.
    closed_ = true;
    while (working_ > 0) pause();
  }

 private:
  static constexpr int MAX_THREADS = 4;

  // How many rounds a helper spins for work before it sleeps: longer than the time from one token to the next.
  static constexpr int SPIN_ROUNDS = 20'000;

  static void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
  }

  void work() {
    for (int i = next_++; i < count_; i = next_++) call_(context_, i);
  }

  void help() {
    unsigned seen = 0;
    while (!stopping_) {
      for (int i = 0; epoch_ == seen && i < SPIN_ROUNDS; ++i) pause();
      if (epoch_ == seen) {
        std::unique_lock<std::mutex> lock(mutex_);
        ++sleeping_;
        wake_.wait(lock, [&] { return epoch_ != seen || stopping_; });
        --sleeping_;
        continue;
      }
      seen = epoch_;
      // Either this thread sees that the computation is closed, or the caller sees that this thread works.
      ++working_;
      if (!closed_) work();
      --working_;
    }
  }

  // All atomics are sequentially consistent. The pairs `closed_` and `working_`, and `epoch_` and `sleeping_`, rely on
  // it.
  std::atomic<unsigned> epoch_{0};  // number of computations so far
  std::atomic<int> next_{0}, working_{0}, sleeping_{0};
  std::atomic<bool> closed_{true}, stopping_{false};
  // Written while `closed_` is true and no helper works, read while it is false.
  const void* context_ = nullptr;
  void (*call_)(const void*, int) = nullptr;
  int count_ = 0;

  int active_helpers_ = 0;
  std::vector<std::thread> helpers_;
  std::mutex mutex_;
  std::condition_variable wake_;
};

}  // namespace audiostream
