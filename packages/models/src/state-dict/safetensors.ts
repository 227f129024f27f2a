/** Weights of models as files. */
import { readSafetensors, writeSafetensors } from '@deepauc/safetensors'
import type { Model } from '../model.ts'
import type { LoadReport, LoadStateDictOptions } from './load-report.ts'
import { loadStateDict } from './load-state-dict.ts'
import { stateDict } from './state-dict.ts'

/**
 * {@link loadStateDict} from the bytes of a `.safetensors` file.
 *
 * @throws SafetensorsError if the file breaks a rule of the format
 */
export function loadSafetensors(
  model: Model,
  bytes: Uint8Array,
  options: LoadStateDictOptions = {},
): LoadReport {
  return loadStateDict(model, readSafetensors(bytes).tensors, options)
}

/** {@link stateDict} as the bytes of a `.safetensors` file, which PyTorch opens with `safetensors.torch.load_file`. */
export async function saveSafetensors(
  model: Pick<Model, 'parameters' | 'statistics'>,
): Promise<Uint8Array<ArrayBuffer>> {
  return writeSafetensors(await stateDict(model), new Map([['format', 'pt']]))
}
