import type { SweepResults } from '../src/index.ts'
import { smallSweep } from './small-sweep.ts'

/** What HTML, Markdown, LaTeX, a spreadsheet or a file's name may take for more than text. */
export const hostile = '=<script>|`*_[x](y)\\&%$#{}~^\n"\'中é'

/** The small sweep with a word in all names and texts that come from outside. */
export function named(word: string): SweepResults {
  return {
    ...smallSweep,
    ...{ title: word, machine: word, command: word, commit: word },
    studies: smallSweep.studies.map((study) => ({
      ...study,
      ...{ name: word + study.name, description: word },
      columns: study.columns.map((column) => word + column),
    })),
    cells: smallSweep.cells.map((cell) => ({
      ...cell,
      ...{ id: word + cell.id, dataset: word + cell.dataset, network: word, profile: word },
      ...{ command: word, message: word, settings: { [word]: word } },
      places: cell.places.map((place) => ({
        ...place,
        ...{ study: word + place.study, column: word + place.column },
      })),
    })),
    tuning: smallSweep.tuning.map((one) => ({ ...one, study: word + one.study })),
  }
}
