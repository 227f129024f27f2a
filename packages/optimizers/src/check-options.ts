/** The ranges of the options, which mean the same in every optimizer. */

interface Rule {
  readonly holds: (value: number) => boolean
  readonly says: string
}

const positive: Rule = { holds: (value) => value > 0, says: 'must be > 0' }
const notNegative: Rule = { holds: (value) => value >= 0, says: 'must be ≥ 0' }
const shareOfNew: Rule = { holds: (value) => value > 0 && value <= 1, says: 'must be in (0, 1]' }
const shareOfOld: Rule = { holds: (value) => value >= 0 && value < 1, says: 'must be in [0, 1)' }
const count: Rule = {
  holds: (value) => Number.isInteger(value) && value >= 1,
  says: 'must be an integer ≥ 1',
}

const rules: Readonly<Record<string, Rule>> = {
  learningRate: positive,
  innerLearningRate: positive,
  dualLearningRate: positive,
  innerSteps: count,
  innerAveraging: shareOfNew,
  gradientAveraging: shareOfNew,
  secondMomentAveraging: shareOfNew,
  momentum: shareOfOld,
  beta1: shareOfOld,
  beta2: shareOfOld,
  epsilon: notNegative,
  weightDecay: notNegative,
  epochDecay: notNegative,
  clipValue: positive,
  clipNorm: positive,
  margin: positive,
}

/**
 * Checks every number among the options that has a range.
 *
 * @throws RangeError that names the option and its range
 */
export function checkOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = rules[name]
    if (rule && typeof value === 'number' && !rule.holds(value))
      throw new RangeError(`${name} ${rule.says}, got ${value}`)
  }
}
