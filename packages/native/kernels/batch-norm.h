// Batch normalisation of feature maps, block by block.
#pragma once

#include <cstddef>
#include <cstdint>

namespace deepauc {

struct Bfloat16 {
  uint16_t bits;
};

// A feature map as a matrix with a row for every pixel, cut into blocks of whole rows that fit into the cache of a core. Where a
// block ends depends on the shape alone, so that no result depends on the number of threads.
struct Map {
  size_t elements;
  size_t channels;
  // The least number of elements that are whole rows and whole groups of vectors.
  size_t period;
  // Elements of a block; a number of periods.
  size_t block;

  size_t blocks() const { return (elements + block - 1) / block; }
  size_t pixels() const { return elements / channels; }
  size_t first(size_t index) const { return index * block; }
  size_t count(size_t index) const {
    const size_t rest = elements - first(index);
    return rest < block ? rest : block;
  }
};

Map describeMap(size_t elements, size_t channels);

// What a channel has is there over and over for a whole period.

// y = relu((x - mean) · slope + offset + residual)
template <class T>
struct Forward {
  Map map;
  const T* x;
  // May be null.
  const T* residual;
  T* y;
  bool relu;
  const float* mean;
  const float* slope;
  const float* offset;
  // Of every block: a mean for each channel, then a sum of squares of differences from it.
  double* statistics;
};

// Where y is positive everywhere as far as the gradient is concerned, where it follows from x, and where it has to be read.
enum class Mask { none, fromX, fromY };

// g = dy + dy2 where y > 0, else 0; dx = (g - meanG - (x - mean) · meanGX) · slope
template <class T>
struct Backward {
  Map map;
  Mask mask;
  const T* x;
  const T* y;
  const T* dy;
  // May be null.
  const T* dy2;
  // May be null unless there is a dy2. May be dy, dy2 or dx, and dx may be x or dy.
  T* g;
  T* dx;
  const float* mean;
  const float* slope;
  const float* offset;
  const float* meanG;
  const float* meanGX;
  // Of every block: a sum of g for each channel, then a sum of g · (x - mean).
  double* sums;
};

template <class Job>
using Work = void (*)(const Job&, size_t block);

// Functions that compute one block: statistics of x; y; g and its sums; dx of a g that is stored, or of dy alone.
template <class T>
struct BatchNorm {
  Work<Forward<T>> (*statistics)(const Forward<T>&);
  Work<Forward<T>> (*forward)(const Forward<T>&);
  Work<Backward<T>> (*sums)(const Backward<T>&);
  Work<Backward<T>> (*gradient)(const Backward<T>&);
};

// The functions for this processor.
template <class T>
const BatchNorm<T>& batchNorm();

}  // namespace deepauc
