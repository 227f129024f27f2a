/** The networks by name. */
import { type Model, type NetworkOptions, resnet20, smallCnn } from '@deepauc/models'

export type NetworkName = 'resnet20' | 'small-cnn'

const networks: Readonly<Record<NetworkName, (options: NetworkOptions) => Model>> = {
  resnet20,
  'small-cnn': smallCnn,
}

export const networkNames: readonly NetworkName[] = Object.keys(networks) as NetworkName[]

/**
 * A new network with random weights.
 *
 * @throws RangeError that lists the networks
 */
export function networkCalled(name: string, options: NetworkOptions): Model {
  const make = networks[name as NetworkName]
  if (Object.hasOwn(networks, name)) return make(options)
  throw new RangeError(`there is no network "${name}"; the networks are ${networkNames.join(', ')}`)
}
