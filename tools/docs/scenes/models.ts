/** What the examples of `@deepauc/models` take for granted: a back end. */
import { selectBackend } from '@deepauc/runtime'

await selectBackend()
