/** Prepares a set of 52 MiB in the folder that is its argument, and says when it begins: the program that dies. */
import { prepare } from '../src/cache/prepare.ts'
import { syntheticSource } from './synthetic-source.ts'

const source = syntheticSource({ train: 90, test: 14, shape: [512, 1024, 1] })
console.log('begins')
await prepare(source, process.argv[2] as string)
