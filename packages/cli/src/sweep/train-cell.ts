/** `deepauc sweep --cell`: what the processes of a sweep run. */
import { join } from 'node:path'
import { endWithParent, readRecipe, runRecipe } from '@deepauc/experiments'
import { selectBackend } from '@deepauc/runtime'
import { patientSignal } from '../interrupt-signal.ts'
import type { CellFlags } from './cell-command.ts'

/**
 * Trains the recipe in the folder, or goes on with it. Events are in the folder; errors are on the standard error.
 *
 * @throws InterruptedError after a signal, within a step
 */
export async function trainCell(
  folder: string,
  { backend, allowDrift = false }: CellFlags,
): Promise<void> {
  endWithParent()
  const signal = patientSignal('stopped')
  await selectBackend({ backend })
  const recipe = await readRecipe(join(folder, 'recipe.yaml'))
  for await (const _ of runRecipe(recipe, { folder, signal, allowDrift }));
}
