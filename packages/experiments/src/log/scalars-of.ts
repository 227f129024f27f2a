/** Which numbers of an event go to trackers, and under which names. */
import type { TrainingEvent } from '@deepauc/trainer'

/**
 * The numbers of an event, by the names that TensorBoard and MLflow show.
 *
 * @returns nothing for an event without numbers
 */
export function scalarsOf(event: TrainingEvent): Record<string, number> {
  if (event.kind === 'step') {
    const { loss, innerLoss } = event
    return {
      'train/loss': loss,
      ...(innerLoss !== undefined && { 'train/inner-loss': innerLoss }),
    }
  }
  if (event.kind === 'evaluation') {
    const { auc, objective } = event.validation
    const measured = Object.entries(event.measured ?? {})
    return {
      'train/mean-loss': event.trainingLoss,
      'validation/auc': auc,
      'validation/objective': objective,
      ...Object.fromEntries(measured.map(([name, value]) => [`measured/${kebab(name)}`, value])),
    }
  }
  return {}
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
