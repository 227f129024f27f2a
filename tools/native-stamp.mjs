// Prints which native TensorFlow is installed, so that nx does not reuse test results from before.
import { readFileSync } from 'node:fs'

for (const name of ['tfjs-node', 'tfjs-node-gpu']) {
  const record = new URL(`../node_modules/@tensorflow/${name}/deps/deepauc.json`, import.meta.url)
  try {
    console.log(name, readFileSync(record, 'utf8'))
  } catch {
    console.log(name, 'none')
  }
}
