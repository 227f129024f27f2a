// Makes our ops known to TensorFlow.
#pragma once

#include <tensorflow/c/kernels.h>
#include <tensorflow/c/ops.h>

#include <initializer_list>
#include <string>

#include "kernel-context.h"

namespace deepauc {

void registerBatchNorm(TF_Status* status);
void registerBatchNormGrad(TF_Status* status);

struct OpDefinition {
  const char* name;
  std::initializer_list<const char*> inputs;
  std::initializer_list<const char*> outputs;
  std::initializer_list<const char*> attributes;
  void (*inferShapes)(TF_ShapeInferenceContext*, TF_Status*);
};

inline void registerOp(const OpDefinition& op, TF_Status* status) {
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(op.name);
  for (const char* input : op.inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* output : op.outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  TF_OpDefinitionBuilderAddAttr(builder, "T: {float, bfloat16}");
  for (const char* attribute : op.attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, op.inferShapes);
  TF_RegisterOpDefinition(builder, status);
}

// For one type T; Attributes(construction, status) reads the attributes of a node.
template <class Attributes>
void registerKernel(const char* op, TF_DataType type, void (*compute)(void*, TF_OpKernelContext*), TF_Status* status) {
  const auto create = [](TF_OpKernelConstruction* construction) -> void* {
    const Status status(TF_NewStatus());
    auto attributes = std::make_unique<Attributes>(construction, status.get());
    if (TF_GetCode(status.get()) != TF_OK) TF_OpKernelConstruction_Failure(construction, status.get());
    return attributes.release();
  };
  const auto destroy = [](void* attributes) { delete static_cast<Attributes*>(attributes); };
  TF_KernelBuilder* builder = TF_NewKernelBuilder(op, "CPU", create, compute, destroy);
  TF_KernelBuilder_TypeConstraint(builder, "T", type, status);
  TF_RegisterKernelBuilder((op + std::to_string(type)).c_str(), builder, status);
}

// The shapes of outputs that are as large as an input.
inline void copyShape(TF_ShapeInferenceContext* context, int input, std::initializer_list<int> outputs, TF_Status* status) {
  TF_ShapeHandle* shape = TF_NewShapeHandle();
  TF_ShapeInferenceContextGetInput(context, input, shape, status);
  for (int output : outputs)
    if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextSetOutput(context, output, shape, status);
  TF_DeleteShapeHandle(shape);
}

}  // namespace deepauc
