#include "thread_team.h"

#include <chrono>
#include <thread>
#include <vector>

#include "test.h"

namespace {

using audiostream::ThreadTeam;

// Runs rounds of a computation, each of another size, and checks that each index was computed exactly once.
void check_rounds(ThreadTeam& team, int rounds) {
  constexpr int MAX_COUNT = 67;
  // Not atomic: ThreadSanitizer shows that the team itself orders the accesses of two rounds.
  std::vector<int> computed(MAX_COUNT);
  std::vector<int> expected(MAX_COUNT);
  for (int round = 0; round < rounds; ++round) {
    const int count = round % (MAX_COUNT + 1);
    team.run(count, [&](int i) { computed[i] += 1 + i; });
    for (int i = 0; i < count; ++i) expected[i] += 1 + i;
    if (computed != expected) CHECK_EQUAL(round, -1);
  }
}

void computes_each_index_once() {
  for (int threads = 1; threads <= 6; ++threads) {
    ThreadTeam team;
    team.set_threads(threads);
    check_rounds(team, 2'000);
  }
}

void computes_each_index_once_while_the_number_of_threads_changes() {
  ThreadTeam team;
  for (int i = 0; i < 200; ++i) {
    team.set_threads(i % 6);
    check_rounds(team, 20);
  }
}

void wakes_sleeping_helpers() {
  ThreadTeam team;
  team.set_threads(3);
  for (int i = 0; i < 20; ++i) {
    check_rounds(team, 3);
    // Long enough for most helpers to sleep. The check holds in any case.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

void can_be_used_by_one_thread_after_another() {
  ThreadTeam team;
  team.set_threads(3);
  for (int i = 0; i < 20; ++i) std::thread([&] { check_rounds(team, 30); }).join();
}

void runs_beside_other_teams() {
  std::vector<std::thread> callers;
  for (int i = 0; i < 3; ++i)
    callers.emplace_back([] {
      ThreadTeam team;
      team.set_threads(3);
      check_rounds(team, 500);
    });
  for (std::thread& caller : callers) caller.join();
}

void can_be_destroyed_at_any_time() {
  for (int i = 0; i < 300; ++i) {
    ThreadTeam team;
    team.set_threads(1 + i % 4);
    if (i % 3 > 0) check_rounds(team, i % 3);                                    // else the helpers have not worked
    if (i % 50 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));  // else they spin
  }
}

}  // namespace

int main() {
  RUN(computes_each_index_once);
  RUN(computes_each_index_once_while_the_number_of_threads_changes);
  RUN(wakes_sleeping_helpers);
  RUN(can_be_used_by_one_thread_after_another);
  RUN(runs_beside_other_teams);
  RUN(can_be_destroyed_at_any_time);
}
