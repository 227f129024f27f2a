// Checks the newest folder under runs/: complete logs, test AUCs that follow from the scores, a report that shows them.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const runs = fileURLToPath(new URL('../runs', import.meta.url))
const folder = join(runs, readdirSync(runs).sort().at(-1))
const report = readFileSync(join(folder, 'report.html'), 'utf8')

for (const method of ['CE', 'AUCsc', 'CT']) {
  const read = (name) =>
    readFileSync(join(folder, method.toLowerCase(), name), 'utf8')
      .trim()
      .split('\n')
  const events = read('events.jsonl').map((line) => JSON.parse(line))
  const kinds = events.map((event) => event.kind)
  assert.equal(kinds[0], 'start')
  assert.equal(kinds.at(-1), 'end')
  assert.equal(kinds.filter((kind) => kind === 'step').length, events[0].steps)
  assert.equal(events.at(-1).steps, events[0].steps)

  const [header, ...rows] = read('test-scores.csv')
  assert.equal(header, 'label,last,best')
  const auc = areaUnderCurve(rows)
  assert.ok(auc > 0.6, `${method}: the test AUC is only ${auc}`)
  assert.ok(
    report.includes(auc.toFixed(3)),
    `${method}: the report does not show ${auc.toFixed(3)}`,
  )
  console.log(`${method}: ${events[0].steps} steps, test AUC ${auc.toFixed(4)}`)
}
assert.ok((report.match(/<svg/g) ?? []).length >= 5)
assert.ok(!/(src|href)="http/.test(report), 'the report needs the network')
console.log(`${folder} is complete`)

/** By its definition, over all pairs. */
function areaUnderCurve(rows) {
  const parsed = rows.map((row) => row.split(',').map(Number))
  const positives = parsed.filter(([label]) => label === 1).map(([, score]) => score)
  const negatives = parsed.filter(([label]) => label === 0).map(([, score]) => score)
  let won = 0
  for (const f of positives) for (const g of negatives) won += f > g ? 1 : f === g ? 0.5 : 0
  return won / (positives.length * negatives.length)
}
