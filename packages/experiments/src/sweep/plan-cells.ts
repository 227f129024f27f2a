/** From a profile and what is known so far to the cells of a sweep. Nothing here looks at the files of runs. */
import { isMapping, type Mapping } from '../recipe/layer.ts'
import { merge } from '../recipe/merge.ts'
import { type AddCell, cellBook } from './cell-book.ts'
import { chooseConfiguration, type Outcome } from './choose-configuration.ts'
import { configurations, layersOf } from './grid.ts'
import { type Arm, armName, type Settings, type Study } from './profile.ts'
import type { Configuration, Selection, SweepPlan, SweepRequest } from './sweep-plan.ts'

/**
 * The same request and outcomes always make the same plan. More outcomes only add cells, unless a tuning run that had failed
 * is done after all and changes a choice.
 *
 * @param outcomes of cells that are over, by hash
 * @throws RecipeError if an arm makes no valid recipe
 */
export async function planCells(
  request: SweepRequest,
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<SweepPlan> {
  const { add, cells } = cellBook(request)
  const winners = new Map<string, Mapping | null>()
  const selections: Selection[] = []
  let later = 0
  for (const study of request.profile.studies) {
    const chosen: Chosen[] = []
    for (const arm of study.arms) {
      const result = await planArm(study, arm, { add, outcomes, winners })
      later += result.later
      if (result.selection) selections.push(result.selection)
      if (result.winner) chosen.push(result.winner)
    }
    await addFinalRuns(study, chosen, add)
  }
  return { cells: cells(), selections, later }
}

interface Chosen {
  readonly arm: Arm
  readonly settings: Settings
  readonly recipe: Mapping
}

interface Planning {
  readonly add: AddCell
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** Recipes of arms whose choice is over, by name; null where no configuration could be chosen. */
  readonly winners: Map<string, Mapping | null>
}

interface PlannedArm {
  readonly selection?: Selection
  readonly winner?: Chosen
  readonly later: number
}

async function planArm(study: Study, arm: Arm, planning: Planning): Promise<PlannedArm> {
  const { winners } = planning
  const base = arm.from ? winners.get(armName(arm.from)) : {}
  if (base === undefined) return { later: study.seeds.length + tuningRuns(study, arm) }
  const selection = base && (await select(study, arm, base, planning))
  if (selection?.isOver === false) return { selection, later: study.seeds.length }
  if (selection?.chosen === undefined) {
    winners.set(armName(arm), null)
    return { ...(selection && { selection }), later: 0 }
  }
  const { settings } = selection.configurations[selection.chosen] as Configuration
  const recipe = laid(base as Mapping, arm, settings)
  winners.set(armName(arm), recipe)
  return { selection, winner: { arm, settings, recipe }, later: 0 }
}

function tuningRuns({ tuningSeeds }: Study, { grid }: Arm): number {
  const tried = configurations(grid).length
  return tried === 1 ? 0 : tried * tuningSeeds.length
}

async function select(
  { tuningSeeds }: Study,
  arm: Arm,
  base: Mapping,
  { add, outcomes }: Planning,
): Promise<Selection> {
  const { study, row, column } = arm
  const key = { study, row, column }
  const all = configurations(arm.grid)
  if (all.length === 1) {
    const [settings = {}] = all
    return { ...key, isOver: true, chosen: 0, configurations: [{ settings, hashes: [] }] }
  }
  const tried: Configuration[] = []
  for (const settings of all) {
    const recipe = unmeasured(laid(base, arm, settings))
    const hashes: string[] = []
    for (const seed of tuningSeeds)
      hashes.push(await add(recipe, { ...key, role: 'tuning', seed, settings }))
    tried.push({ settings, hashes })
  }
  const { validationAucs, ...choice } = chooseConfiguration(
    tried.map(({ hashes }) => hashes.map((hash) => outcomes.get(hash))),
  )
  const told = tried.map((configuration, i) => {
    const validationAuc = validationAucs[i]
    return { ...configuration, ...(validationAuc !== undefined && { validationAuc }) }
  })
  return { ...key, ...choice, configurations: told }
}

/** Seed by seed, so that what an interruption leaves can be compared in pairs. */
async function addFinalRuns({ seeds }: Study, chosen: readonly Chosen[], add: AddCell) {
  for (const seed of seeds)
    for (const { arm, settings, recipe } of chosen) {
      const { study, row, column } = arm
      await add(recipe, { study, row, column, role: 'final', seed, settings })
    }
}

function laid(base: Mapping, { layers }: Arm, settings: Settings): Mapping {
  return [...layers, ...layersOf(settings)].reduce(merge, base)
}

/** No figure is drawn from tuning runs. */
function unmeasured(recipe: Mapping): Mapping {
  if (!isMapping(recipe.training)) return recipe
  const { measure: _, ...training } = recipe.training
  return { ...recipe, training }
}
