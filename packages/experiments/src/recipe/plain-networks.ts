/** The networks that have no options of their own, by the names that recipes use. */
import {
  densenet121,
  type Model,
  type NetworkOptions,
  resnet20,
  resnet32,
  resnet44,
  resnet56,
} from '@deepauc/models'

export type PlainNetwork = 'resnet20' | 'resnet32' | 'resnet44' | 'resnet56' | 'densenet121'

export const plainNetworks: Readonly<Record<PlainNetwork, (options: NetworkOptions) => Model>> = {
  resnet20,
  resnet32,
  resnet44,
  resnet56,
  densenet121,
}
