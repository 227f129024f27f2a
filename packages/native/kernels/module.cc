// What Node loads. The two functions are Node-API's, whose headers are not worth requiring for them.
#include <string>

#include "ops.h"

extern "C" int napi_throw_error(void* environment, const char* code, const char* message);

extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void* environment, void* exports) {
  const deepauc::Status status(TF_NewStatus());
  deepauc::registerBatchNorm(status.get());
  deepauc::registerBatchNormGrad(status.get());
  if (TF_GetCode(status.get()) != TF_OK) napi_throw_error(environment, nullptr, TF_Message(status.get()));
  return exports;
}
