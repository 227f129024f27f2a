/** Trains the cell whose folder is its argument, as `deepauc` does for a sweep. */
import { join } from 'node:path'
import { selectBackend } from '@deepauc/runtime'
import { readRecipe } from '../src/recipe/read-recipe.ts'
import { runRecipe } from '../src/run-recipe.ts'
import { endWithParent } from '../src/sweep/end-with-parent.ts'

const [, , folder = ''] = process.argv
endWithParent()
const controller = new AbortController()
process.once('SIGTERM', () => controller.abort(new Error('SIGTERM')))
await selectBackend({ backend: 'cpu' })
const recipe = await readRecipe(join(folder, 'recipe.yaml'))
try {
  for await (const _ of runRecipe(recipe, { folder, signal: controller.signal }));
} catch (error) {
  console.error(error)
  process.exitCode = controller.signal.aborted ? 143 : 1
}
