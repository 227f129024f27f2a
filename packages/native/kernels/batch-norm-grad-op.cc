// DeepaucBatchNormGrad: the gradient of DeepaucBatchNorm, and the sum of the gradients that reach it, in two passes over memory.
#include <cmath>

#include "ops.h"

namespace deepauc {
namespace {

constexpr char NAME[] = "DeepaucBatchNormGrad";
// Inputs; y comes after the one or two gradients.
enum { X, SCALE, MEAN, VARIANCE, OFFSET, DY };
// Outputs; the sum is there if it is asked for.
enum { DX, D_SCALE, D_OFFSET, SUM };

struct Attributes {
  float epsilon;
  int32_t gradients;
  int32_t outputs;
  int32_t sums;
  TF_Bool relu;

  Attributes(TF_OpKernelConstruction* node, TF_Status* status) {
    TF_OpKernelConstruction_GetAttrFloat(node, "epsilon", &epsilon, status);
    TF_OpKernelConstruction_GetAttrInt32(node, "gradients", &gradients, status);
    TF_OpKernelConstruction_GetAttrInt32(node, "outputs", &outputs, status);
    TF_OpKernelConstruction_GetAttrInt32(node, "sums", &sums, status);
    TF_OpKernelConstruction_GetAttrBool(node, "relu", &relu, status);
  }
};

// Sets dx and g of the job. An input can give its memory away only before it is taken.
template <class T>
void placeOutputs(const Attributes& attributes, KernelContext& context, const Shape& shape, Backward<T>& job) {
  std::vector<int> gradients = {DY};
  if (attributes.gradients == 2) gradients.push_back(DY + 1);
  if (attributes.sums > 0) {
    job.g = context.output<T>(SUM, shape, gradients);
    job.dx = context.output<T>(DX, shape, {X});
    return;
  }
  // A sum that nobody asks for lies where dx is to be, but x is still needed then.
  if (attributes.gradients == 1) gradients.push_back(X);
  job.dx = context.output<T>(DX, shape, gradients);
  job.g = attributes.gradients == 2 ? job.dx : nullptr;
}

struct Sums {
  std::vector<double> g;
  std::vector<double> gx;
};

template <class T>
Sums sumsOf(Backward<T>& job) {
  const size_t channels = job.map.channels;
  std::vector<double> parts(2 * channels * job.map.blocks());
  job.sums = parts.data();
  runBlocks(job, batchNorm<T>().sums, Pass::first);
  Sums sums{std::vector<double>(channels), std::vector<double>(channels)};
  for (size_t block = 0; block < job.map.blocks(); block++)
    for (size_t c = 0; c < channels; c++) {
      sums.g[c] += parts[2 * channels * block + c];
      sums.gx[c] += parts[2 * channels * block + channels + c];
    }
  return sums;
}

Shape shapeOfInput(KernelContext& context, int index) {
  const Tensor tensor = context.input(index);
  return tensor ? shapeOf(tensor) : Shape{};
}

template <class T>
void compute(void* kernel, TF_OpKernelContext* raw) {
  const Attributes& attributes = *static_cast<Attributes*>(kernel);
  KernelContext context(raw);
  const Shape shape = shapeOfInput(context, X), vector = shapeOfInput(context, SCALE);
  Backward<T> job{};
  placeOutputs(attributes, context, shape, job);
  float* dScale = context.output<float>(D_SCALE, vector);
  float* dOffset = context.output<float>(D_OFFSET, vector);
  const Tensor x = context.input(X), scale = context.input(SCALE), mean = context.input(MEAN);
  const Tensor variance = context.input(VARIANCE), offset = context.input(OFFSET), dy = context.input(DY);
  const Tensor dy2 = attributes.gradients == 2 ? context.input(DY + 1) : nullptr;
  const Tensor y = attributes.outputs > 0 ? context.input(DY + attributes.gradients) : nullptr;
  if (!context.ok()) return;
  const size_t channels = sizeOf(scale);
  for (const Tensor* map : {&dy, &dy2, &y})
    context.check(!*map || shapeOf(*map) == shape, "gradients and outputs must have the shape of x");
  for (const Tensor* numbers : {&mean, &variance, &offset})
    context.check(sizeOf(x) > 0 && static_cast<size_t>(shape.back()) == channels && sizeOf(*numbers) == channels,
                  "x must not be empty, and scale, offset and statistics need a number for each of its channels");
  if (!context.ok()) return;

  job.map = describeMap(sizeOf(x), channels);
  job.mask = !attributes.relu ? Mask::none : y ? Mask::fromY : Mask::fromX;
  job.x = dataOf<T>(x);
  job.y = dataOf<T>(y);
  job.dy = dataOf<T>(dy);
  job.dy2 = dataOf<T>(dy2);
  const auto deviation = [&](size_t c) { return std::sqrt(dataOf<float>(variance)[c] + attributes.epsilon); };
  const std::vector<float> means = repeated(job.map, [&](size_t c) { return dataOf<float>(mean)[c]; });
  const std::vector<float> slopes = repeated(job.map, [&](size_t c) { return dataOf<float>(scale)[c] / deviation(c); });
  const std::vector<float> offsets = repeated(job.map, [&](size_t c) { return dataOf<float>(offset)[c]; });
  job.mean = means.data();
  job.slope = slopes.data();
  job.offset = offsets.data();
  const Sums sums = sumsOf(job);
  for (size_t c = 0; c < channels; c++) {
    dScale[c] = static_cast<float>(sums.gx[c] / deviation(c));
    dOffset[c] = static_cast<float>(sums.g[c]);
  }
  const double pixels = static_cast<double>(job.map.pixels());
  const std::vector<float> meanG = repeated(job.map, [&](size_t c) { return sums.g[c] / pixels; });
  const std::vector<float> meanGX = repeated(
      job.map, [&](size_t c) { return sums.gx[c] / pixels / (double{dataOf<float>(variance)[c]} + attributes.epsilon); });
  job.meanG = meanG.data();
  job.meanGX = meanGX.data();
  if (job.g) {
    job.dy = job.g;
    job.mask = Mask::none;
  }
  runBlocks(job, batchNorm<T>().gradient, Pass::second);
}

void inferShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  copyShape(context, X, {DX}, status);
  copyShape(context, SCALE, {D_SCALE, D_OFFSET}, status);
}

}  // namespace

void registerBatchNormGrad(TF_Status* status) {
  registerOp({NAME,
              {"x: T", "scale: float", "mean: float", "variance: float", "offset: float", "dy: gradients * T", "y: outputs * T"},
              {"dx: T", "dscale: float", "doffset: float", "sum: sums * T"},
              {"epsilon: float", "gradients: int >= 1", "outputs: int >= 0", "sums: int >= 0", "relu: bool"},
              inferShapes},
             status);
  registerKernel<Attributes>(NAME, TF_FLOAT, compute<float>, status);
  registerKernel<Attributes>(NAME, TF_BFLOAT16, compute<Bfloat16>, status);
}

}  // namespace deepauc
