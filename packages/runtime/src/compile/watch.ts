/** Runs an action with every op that tfjs-node executes written down. */
import type * as tf from '@tensorflow/tfjs-core'
import { type Binding, dataTypes, type RecordableBackend } from './backend.ts'
import type { StandIns } from './stand-ins.ts'
import type { Tape } from './tape.ts'
import { userCode } from './user-line.ts'

export function watch<T>(
  backend: RecordableBackend,
  { tape, standIns }: { readonly tape: Tape; readonly standIns: StandIns },
  action: () => T,
): T {
  const { binding } = backend
  const { random } = Math
  const made = new WeakSet<tf.DataId>()
  // The methods of the native binding cannot be replaced, the binding can.
  Object.assign(backend, {
    binding: watchedBinding(binding, tape, standIns),
    move: watchedMove(backend, made),
    getInputTensorIds: watchedInputs(backend, tape, made),
  })
  Math.random = () => {
    tape.fail(`draws random numbers${inCall()}; draw them outside and pass them as a tensor`)
    return random()
  }
  try {
    return action()
  } finally {
    Math.random = random
    Object.assign(backend, { binding })
    Reflect.deleteProperty(backend, 'move')
    Reflect.deleteProperty(backend, 'getInputTensorIds')
  }
}

function watchedBinding(binding: Binding, tape: Tape, standIns: StandIns): Binding {
  const methods: Pick<Binding, 'createTensor' | 'executeOp' | 'tensorDataSync'> = {
    createTensor: (shape, type, data) => {
      const id = binding.createTensor(shape, type, data)
      tape.addConstant(id, { dtype: type, shape }, data as tf.TypedArray)
      return id
    },
    executeOp: (op, attributes, inputs, outputs) => {
      const results = standIns.replace(binding.executeOp(op, attributes, inputs, outputs))
      tape.addOp(op, attributes, inputs, results)
      return results
    },
    tensorDataSync: (id) => {
      if (!tape.isConstant(id)) tape.fail(`reads a tensor back to JavaScript${inCall()}`)
      return binding.tensorDataSync(id)
    },
  }
  const properties = Object.entries({ ...methods, isWatched: true }).map(([name, value]) => [
    name,
    { value },
  ])
  return Object.create(binding, Object.fromEntries(properties))
}

/** The function of tfjs that the user's code has called. */
function inCall(): string {
  const { call } = userCode()
  return call === undefined ? '' : ` in ${call}`
}

/** Tells tensors made inside of the action from captured ones. */
function watchedMove(backend: RecordableBackend, made: WeakSet<tf.DataId>) {
  const move = backend.move.bind(backend)
  return (dataId: tf.DataId, ...rest: unknown[]) => {
    made.add(dataId)
    return (move as (...args: unknown[]) => void)(dataId, ...rest)
  }
}

/** Freezes captured tensors when they are used first. */
function watchedInputs(backend: RecordableBackend, tape: Tape, made: WeakSet<tf.DataId>) {
  const getIds = backend.getInputTensorIds.bind(backend)
  return (tensors: readonly tf.Tensor[]) => {
    const ids = getIds(tensors)
    for (const [i, id] of ids.entries()) {
      const { dataId, shape, dtype } = tensors[i] as tf.Tensor
      if (!tape.has(id)) {
        const type = { dtype: dataTypes[dtype], shape }
        tape.addConstant(id, type, backend.readSync(dataId) as tf.TypedArray)
      }
      if (tape.isConstant(id) && !made.has(dataId)) tape.addCaptured(dataId)
    }
    return ids
  }
}
