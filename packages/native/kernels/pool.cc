#include "pool.h"

#include <atomic>
#include <cfenv>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace deepauc {
namespace {

// How often a thread without work looks for more before it sleeps, which takes it about 20 µs.
constexpr int SPINS = 400;

inline void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// Tasks that one thread begins with.
struct alignas(64) Part {
  size_t begin;
  size_t end;
  std::atomic<size_t> next;
};

// A call, for as long as it takes.
struct Run {
  std::vector<Part> parts;
  bool reversed;
  const std::function<void(size_t)>& task;
  std::fenv_t environment;

  Run(size_t threads, size_t tasks, bool reversed, const std::function<void(size_t)>& task)
      : parts(threads), reversed(reversed), task(task) {
    for (size_t i = 0; i < threads; i++) {
      parts[i].begin = parts[i].next = tasks * i / threads;
      parts[i].end = tasks * (i + 1) / threads;
    }
    // Whether denormal numbers are zero must not depend on the thread.
    std::fegetenv(&environment);
  }

  // The thread's own part, then what is left of the others.
  void work(size_t thread) {
    for (size_t k = 0; k < parts.size(); k++) {
      Part& part = parts[(thread + k) % parts.size()];
      for (size_t i = part.next++; i < part.end; i = part.next++) task(reversed ? part.begin + part.end - 1 - i : i);
    }
  }
};

class Pool {
 public:
  explicit Pool(size_t threads) : threads_(threads) {
    for (size_t i = 1; i < threads; i++) std::thread([this, i] { serve(i); }).detach();
  }

  void run(size_t tasks, bool reversed, const std::function<void(size_t)>& task) {
    std::unique_lock<std::mutex> owner(owner_, std::try_to_lock);
    if (threads_ == 1 || tasks == 1 || !owner) {
      for (size_t i = 0; i < tasks; i++) task(reversed ? tasks - 1 - i : i);
      return;
    }
    Run run(threads_, tasks, reversed, task);
    publish(&run);
    wake_.notify_all();
    run.work(0);
    // Who has not come by now is not waited for.
    publish(nullptr);
    while (working_.load(std::memory_order_acquire) > 0) relax();
  }

 private:
  void publish(Run* run) {
    std::lock_guard<std::mutex> lock(mutex_);
    run_ = run;
    if (run) generation_++;
  }

  void serve(size_t thread) {
    for (size_t seen = 0;;) {
      for (int i = 0; i < SPINS && generation_.load(std::memory_order_acquire) == seen; i++) relax();
      Run* run;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return run_ && generation_ != seen; });
        seen = generation_;
        run = run_;
        working_++;
      }
      std::fesetenv(&run->environment);
      run->work(thread);
      working_.fetch_sub(1, std::memory_order_release);
    }
  }

  const size_t threads_;
  std::mutex owner_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<size_t> generation_{0};
  std::atomic<size_t> working_{0};
  Run* run_ = nullptr;
};

size_t countThreads() {
  const char* told = std::getenv("TF_NUM_INTRAOP_THREADS");
  const long count = told ? std::strtol(told, nullptr, 10) : 0;
  if (count > 0) return static_cast<size_t>(count);
  const unsigned cores = std::thread::hardware_concurrency();
  return cores > 0 ? cores : 1;
}

}  // namespace

void runOnThreads(size_t tasks, bool reversed, const std::function<void(size_t)>& task) {
  // Never destroyed: its threads may outlive everything else.
  static Pool* pool = new Pool(countThreads());
  pool->run(tasks, reversed, task);
}

}  // namespace deepauc
