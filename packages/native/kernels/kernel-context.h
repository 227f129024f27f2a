// What the kernels need of TensorFlow's C API.
#pragma once

#include <tensorflow/c/kernels.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "batch-norm.h"
#include "pool.h"

namespace deepauc {

struct Deleter {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
};
using Status = std::unique_ptr<TF_Status, Deleter>;
using Tensor = std::unique_ptr<TF_Tensor, Deleter>;
using Shape = std::vector<int64_t>;

inline size_t sizeOf(const Tensor& tensor) { return static_cast<size_t>(TF_TensorElementCount(tensor.get())); }

inline Shape shapeOf(const Tensor& tensor) {
  Shape shape(static_cast<size_t>(TF_NumDims(tensor.get())));
  for (size_t i = 0; i < shape.size(); i++) shape[i] = TF_Dim(tensor.get(), static_cast<int>(i));
  return shape;
}

// Null for no tensor.
template <class T>
const T* dataOf(const Tensor& tensor) {
  return tensor ? static_cast<const T*>(TF_TensorData(tensor.get())) : nullptr;
}

// One call of a kernel. After the first error nothing happens any more, and TensorFlow gets to know at the end.
class KernelContext {
 public:
  explicit KernelContext(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}

  ~KernelContext() {
    if (!ok()) TF_OpKernelContext_Failure(context_, status_.get());
  }

  bool ok() const { return TF_GetCode(status_.get()) == TF_OK; }

  void check(bool condition, const char* problem) {
    if (ok() && !condition) TF_SetStatus(status_.get(), TF_INVALID_ARGUMENT, problem);
  }

  Tensor input(int index) {
    TF_Tensor* tensor = nullptr;
    if (ok()) TF_GetInput(context_, index, &tensor, status_.get());
    return Tensor(tensor);
  }

  // The data of a new output, in the memory of one of the inputs `spent` if nobody else needs that.
  template <class T>
  T* output(int index, const Shape& shape, const std::vector<int>& spent = {}) {
    if (!ok()) return nullptr;
    int forwarded;
    const Tensor tensor(TF_ForwardInputOrAllocateOutput(context_, spent.data(), static_cast<int>(spent.size()), index,
                                                        shape.data(), static_cast<int>(shape.size()), &forwarded,
                                                        status_.get()));
    return ok() ? static_cast<T*>(TF_TensorData(tensor.get())) : nullptr;
  }

 private:
  TF_OpKernelContext* context_;
  Status status_;
};

// A number for each channel, over and over for a period.
template <class Number>
std::vector<float> repeated(const Map& map, Number number) {
  std::vector<float> numbers(map.period);
  for (size_t c = 0; c < map.channels; c++) numbers[c] = static_cast<float>(number(c));
  for (size_t j = map.channels; j < map.period; j++) numbers[j] = numbers[j - map.channels];
  return numbers;
}

// A second pass goes backwards, because the cache still has the end of the first.
enum class Pass { first, second };

template <class Job>
void runBlocks(const Job& job, Work<Job> (*choose)(const Job&), Pass pass) {
  const Work<Job> work = choose(job);
  runOnThreads(job.map.blocks(), pass == Pass::second, [&job, work](size_t block) { work(job, block); });
}

}  // namespace deepauc
