/** The configurations of a grid. */
import type { Mapping } from '../recipe/layer.ts'
import type { Grid, Settings } from './profile.ts'

/** Every combination, the last key moving fastest; of no keys, the one without settings. */
export function configurations(grid: Grid): Settings[] {
  return Object.entries(grid).reduce<Settings[]>(
    (before, [keys, values]) =>
      before.flatMap((settings) => values.map((value) => ({ ...settings, [keys]: value }))),
    [{}],
  )
}

/** The part of a recipe that says so: `{ 'method.innerSteps': 2 }` → `{ method: { innerSteps: 2 } }`. */
export function layersOf(settings: Settings): Mapping[] {
  return Object.entries(settings).flatMap(([keys, value]) =>
    keys.split(',').map((key) => nested(key.trim().split('.'), value)),
  )
}

function nested([key = '', ...rest]: readonly string[], value: unknown): Mapping {
  return { [key]: rest.length === 0 ? value : nested(rest, value) }
}
