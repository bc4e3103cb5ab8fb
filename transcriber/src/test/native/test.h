// A minimal test harness: a failed check ends the process with the file, the line and the values seen.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

namespace audiostream::test {

[[noreturn]] inline void fail(const char* file, int line, const std::string& message) {
  std::fprintf(stderr, "%s:%d: %s\n", file, line, message.c_str());
  std::exit(1);
}

template <typename Actual, typename Expected>
void check_equal(const char* file, int line, const char* what, const Actual& actual, const Expected& expected) {
  if (actual == expected) return;
  std::ostringstream message;
  message << what << " is " << actual << ", not " << expected;
  fail(file, line, message.str());
}

template <typename Value>
void check_near(const char* file, int line, const char* what, Value actual, double expected, double tolerance) {
  const double error = actual > expected ? actual - expected : expected - actual;
  if (error <= tolerance) return;
  std::ostringstream message;
  message.precision(10);
  message << what << " is " << actual << ", not " << expected << " within " << tolerance;
  fail(file, line, message.str());
}

inline void run(const char* name, void (*body)()) {
  std::printf("  %s\n", name);
  std::fflush(stdout);
  body();
}

}  // namespace audiostream::test

#define CHECK(condition) \
  if (!(condition)) audiostream::test::fail(__FILE__, __LINE__, #condition " does not hold")
#define CHECK_EQUAL(actual, expected) audiostream::test::check_equal(__FILE__, __LINE__, #actual, actual, expected)
#define CHECK_NEAR(actual, expected, tolerance) \
  audiostream::test::check_near(__FILE__, __LINE__, #actual, actual, expected, tolerance)
#define RUN(body) audiostream::test::run(#body, body)
