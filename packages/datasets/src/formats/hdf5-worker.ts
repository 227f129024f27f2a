/** The thread that hdf5.ts starts. */
import * as library from 'h5wasm/node'
import { serveHdf5 } from './hdf5-serve.ts'

await serveHdf5(library)
