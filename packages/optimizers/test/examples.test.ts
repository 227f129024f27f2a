import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test, vi } from 'vitest'

const examples = Object.entries({
  'a plain model': new URL('../examples/plain-core.ts', import.meta.url),
  'a LayersModel': new URL('../examples/layers-model.ts', import.meta.url),
})
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

// The objective is 1 for scores that tell nothing.
test.each(examples)('training %s ends well below where it starts', async (_, { href }) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  tf.engine().startScope()
  await import(href)
  tf.engine().endScope()
  tf.disposeVariables()
  const objective: unknown = log.mock.lastCall?.[0]
  expect(objective).toBeGreaterThan(0)
  expect(objective).toBeLessThan(0.6)
})

test.each(examples)('the README shows %s, after the import of a back end', (_, url) => {
  const block = `import '@tensorflow/tfjs' // or tfjs-node: a back end\n${readFileSync(url, 'utf8')}`
  expect(readme).toContain(`\`\`\`ts\n${block}\`\`\`\n`)
})
