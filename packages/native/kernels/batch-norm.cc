// The same functions for several instruction sets, and which of them this processor has.
#include "batch-norm.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>
#define HAS_VARIANTS
#endif

#define INLINE inline __attribute__((always_inline))

namespace deepauc {
namespace {

// Numbers of a vector, and vectors that are in flight at once.
constexpr size_t WIDTH = 16, GROUP = 8;
// Elements of a block: 64 KiB in float32.
constexpr size_t BLOCK = 16384;

namespace plain {
#include "blocks.inc"
}

#ifdef HAS_VARIANTS
#pragma GCC push_options
#pragma GCC target("avx2")
namespace avx2 {
#include "blocks.inc"
}
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")
#define AVX512
namespace avx512 {
#include "blocks.inc"
}
#undef AVX512
#pragma GCC pop_options
#endif

}  // namespace

Map describeMap(size_t elements, size_t channels) {
  const size_t period = std::lcm(channels, WIDTH * GROUP);
  return {elements, channels, period, (BLOCK + period - 1) / period * period};
}

template <class T>
const BatchNorm<T>& batchNorm() {
#ifdef HAS_VARIANTS
  __builtin_cpu_init();
  const bool words = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  if (words && __builtin_cpu_supports("avx512vl")) return avx512::table<T>;
  if (__builtin_cpu_supports("avx2")) return avx2::table<T>;
#endif
  return plain::table<T>;
}

template const BatchNorm<float>& batchNorm<float>();
template const BatchNorm<Bfloat16>& batchNorm<Bfloat16>();

}  // namespace deepauc
