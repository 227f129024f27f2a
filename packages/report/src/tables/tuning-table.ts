/** How settings were chosen. */
import { formatAuc, formatCount } from '../number-format.ts'
import { dataName } from '../sweep/settings.ts'
import type { Configuration, Tuning } from '../sweep/sweep-results.ts'
import { gapCell, numberColumns, type ReportTable, textCell } from './report-table.ts'
import type { RunIndex } from './run-index.ts'
import { settingsText } from './settings-text.ts'

/** For each method and place: how many settings were tried, and which one was chosen. */
export function tuningTable(tuning: readonly Tuning[]): ReportTable {
  return {
    name: 'tuning',
    caption: 'Settings tried on validation AUC, for each method',
    columns: [
      { title: 'Study', kind: 'head' },
      { title: 'Method', kind: 'label' },
      { title: 'Data', kind: 'text' },
      ...numberColumns('Tried'),
      { title: 'Chosen', kind: 'text' },
    ],
    rows: tuning.map((one) => [
      textCell(placeName(one)),
      textCell(one.method),
      textCell(dataName(one)),
      textCell(formatCount(one.configurations.length)),
      chosenCell(one),
    ]),
    notes: [
      'Where one is tried, nothing is chosen. What begins with the settings of another place has had the tries of that place too.',
    ],
  }
}

function chosenCell({ configurations, chosen, unchosen, from }: Tuning) {
  const configuration = chosen === undefined ? undefined : configurations[chosen]
  if (!configuration) return gapCell(unchosen ? `none could be chosen: ${unchosen}` : 'not yet')
  const settings = settingsText(configuration.settings) || 'no grid'
  return textCell(settings, ...(from === undefined ? [] : [`begins with ${from}`]))
}

/** Every configuration of every grid, with its runs; nothing if there is no grid. */
export function configurationsTable(
  tuning: readonly Tuning[],
  runs: RunIndex,
): ReportTable | undefined {
  const grids = tuning.filter(({ configurations }) => configurations.length > 1)
  if (grids.length === 0) return undefined
  return {
    name: 'configurations',
    caption: 'Every configuration that was tried',
    columns: [
      { title: 'Study', kind: 'head' },
      { title: 'Method', kind: 'label' },
      { title: 'Settings', kind: 'text' },
      ...numberColumns('Validation AUC'),
      { title: 'Chosen', kind: 'label' },
    ],
    rows: grids.flatMap((one) =>
      one.configurations.map((configuration, i) => [
        textCell(placeName(one)),
        textCell(one.method),
        textCell(settingsText(configuration.settings)),
        aucCell(configuration, runs),
        textCell(i === one.chosen ? 'chosen' : ''),
      ]),
    ),
    notes: ['Mean over the tuning seeds, each at its best step.'],
  }
}

function aucCell({ validationAuc, cells }: Configuration, runs: RunIndex) {
  if (cells.length === 0) return gapCell('–')
  const to = runs.refer(cells)
  const isKnown = validationAuc !== undefined
  return { pieces: [{ text: isKnown ? formatAuc(validationAuc) : '–', to }], isGap: !isKnown }
}

function placeName({ study, row, column }: Tuning): string {
  return `${study}/${row}/${column}`
}
