// Threads that share the blocks of a feature map.
#pragma once

#include <cstddef>
#include <functional>

namespace deepauc {

// Computes task(0) … task(tasks - 1) on as many threads as TensorFlow computes an op with; in the calling thread alone while
// the others are busy with another call. Two runs with the same number of tasks, one the reverse of the other, give a thread the
// same tasks as far as possible, beginning with those that it had last.
void runOnThreads(size_t tasks, bool reversed, const std::function<void(size_t)>& task);

}  // namespace deepauc
