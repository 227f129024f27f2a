// DeepaucBatchNorm: batch normalisation for training, a sum and Relu in two passes over memory.
#include <cmath>

#include "ops.h"

namespace deepauc {
namespace {

constexpr char NAME[] = "DeepaucBatchNorm";

struct Attributes {
  float epsilon;
  int32_t residuals;
  TF_Bool relu;

  Attributes(TF_OpKernelConstruction* node, TF_Status* status) {
    TF_OpKernelConstruction_GetAttrFloat(node, "epsilon", &epsilon, status);
    TF_OpKernelConstruction_GetAttrInt32(node, "residuals", &residuals, status);
    TF_OpKernelConstruction_GetAttrBool(node, "relu", &relu, status);
  }
};

struct Moments {
  std::vector<double> mean;
  // Sums of squares of differences from the mean.
  std::vector<double> squares;
};

// The moments of all blocks (Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm, 1979).
Moments combine(const Map& map, const std::vector<double>& statistics) {
  const size_t channels = map.channels;
  Moments moments{std::vector<double>(channels), std::vector<double>(channels)};
  double seen = 0;
  for (size_t block = 0; block < map.blocks(); block++) {
    const double count = static_cast<double>(map.count(block) / channels);
    const double* own = &statistics[2 * channels * block];
    for (size_t c = 0; c < channels; c++) {
      const double difference = own[c] - moments.mean[c];
      moments.mean[c] += difference * (count / (seen + count));
      moments.squares[c] += own[channels + c] + difference * difference * (seen * count / (seen + count));
    }
    seen += count;
  }
  return moments;
}

template <class T>
Moments momentsOf(Forward<T>& job) {
  std::vector<double> statistics(2 * job.map.channels * job.map.blocks());
  job.statistics = statistics.data();
  runBlocks(job, batchNorm<T>().statistics, Pass::first);
  return combine(job.map, statistics);
}

template <class T>
void compute(void* kernel, TF_OpKernelContext* raw) {
  const Attributes& attributes = *static_cast<Attributes*>(kernel);
  KernelContext context(raw);
  const Tensor x = context.input(0), scale = context.input(1), offset = context.input(2);
  const Tensor residual = attributes.residuals > 0 ? context.input(3) : nullptr;
  if (!context.ok()) return;
  const Shape shape = shapeOf(x), vector = shapeOf(scale);
  const size_t channels = sizeOf(scale);
  context.check(sizeOf(x) > 0 && static_cast<size_t>(shape.back()) == channels && sizeOf(offset) == channels,
                "x must not be empty, and scale and offset need a number for each of its channels");
  context.check(!residual || shapeOf(residual) == shape, "the residual must have the shape of x");
  T* y = context.output<T>(0, shape);
  float* mean = context.output<float>(1, vector);
  float* unbiased = context.output<float>(2, vector);
  float* variance = context.output<float>(3, vector);
  if (!context.ok()) return;

  Forward<T> job{};
  job.map = describeMap(sizeOf(x), channels);
  job.x = dataOf<T>(x);
  job.residual = dataOf<T>(residual);
  job.y = y;
  job.relu = attributes.relu;
  const Moments moments = momentsOf(job);
  const double pixels = static_cast<double>(job.map.pixels());
  for (size_t c = 0; c < channels; c++) {
    mean[c] = static_cast<float>(moments.mean[c]);
    unbiased[c] = static_cast<float>(moments.squares[c] / (pixels > 1 ? pixels - 1 : 1));
    variance[c] = static_cast<float>(moments.squares[c] / pixels);
  }
  const auto slope = [&](size_t c) { return dataOf<float>(scale)[c] / std::sqrt(variance[c] + attributes.epsilon); };
  const std::vector<float> means = repeated(job.map, [&](size_t c) { return mean[c]; });
  const std::vector<float> slopes = repeated(job.map, slope);
  const std::vector<float> offsets = repeated(job.map, [&](size_t c) { return dataOf<float>(offset)[c]; });
  job.mean = means.data();
  job.slope = slopes.data();
  job.offset = offsets.data();
  runBlocks(job, batchNorm<T>().forward, Pass::second);
}

void inferShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  copyShape(context, 0, {0}, status);
  copyShape(context, 1, {1, 2, 3}, status);
}

}  // namespace

void registerBatchNorm(TF_Status* status) {
  registerOp({NAME,
              {"x: T", "scale: float", "offset: float", "residual: residuals * T"},
              {"y: T", "mean: float", "unbiased_variance: float", "variance: float"},
              {"epsilon: float", "residuals: int >= 0", "relu: bool"},
              inferShapes},
             status);
  registerKernel<Attributes>(NAME, TF_FLOAT, compute<float>, status);
  registerKernel<Attributes>(NAME, TF_BFLOAT16, compute<Bfloat16>, status);
}

}  // namespace deepauc
