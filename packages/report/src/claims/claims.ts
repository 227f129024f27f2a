/** The fourteen claims. */
import type { Claim } from './claim.ts'

const everywhere =
  'Seed-paired test of each difference: holds if all are above zero (each at 5 %), fails if one is below (at 5 % for all together).'
const onAverage = 'Seed-paired test of the mean difference over the data sets, at 5 %.'

/** The paper's fourteen claims, C1 to C14. */
export const claims: readonly Claim[] = [
  {
    id: 'C1',
    statement: 'CT outperforms all baselines on all data sets for maximizing AUC.',
    source: 'section 4, results; Table 1',
    needs: 'Six methods, tuned, on each data set.',
    test: everywhere,
    asPrinted: '16 of 16 means; by 0.005 or less in 6 of them',
  },
  {
    id: 'C2',
    statement:
      'Optimizing an AUC loss from scratch does not necessarily yield a better performance than minimizing the CE loss.',
    source: 'section 4, results (i)',
    needs: 'AUCsc and CE, tuned, on each data set.',
    test: 'Seed-paired tests: holds if AUCsc is below CE somewhere (at 5 % for all data sets together), fails if it is above everywhere.',
    asPrinted: 'below CE in 5 of 16',
  },
  {
    id: 'C3',
    statement:
      'CT improves on optimizing the AUC loss from scratch by about 2–5 % on difficult medical tasks.',
    source: 'section 4, results (ii)',
    needs: 'CT and AUCsc, tuned, on medical data sets.',
    test: 'Holds if the 95 % bootstrap interval over seeds lies between 0.015 and 0.055 on each, fails if it lies outside on one.',
    asPrinted: '0.032, 0.010, 0.052, 0.023: CheXpert is outside',
  },
  {
    id: 'C4',
    statement:
      'CT is generally better than the linear combination (AUC-CE), especially on the more difficult medical data sets.',
    source: 'section 4, results (iii)',
    needs: 'CT and AUC-CE, tuned, on benchmark and on medical data sets.',
    test: `${onAverage} Then the same for the medical lead minus the benchmark lead. Holds if both are above zero, fails if one is below.`,
    asPrinted: 'medical 0.007–0.024, benchmarks 0.001–0.019',
  },
  {
    id: 'C5',
    statement: 'CT improves on ad-hoc two-stage approaches.',
    source: 'section 1, contributions; Table 1',
    needs: 'CT, TS-DRW and TS-DEC, tuned, on each data set.',
    test: everywhere,
    asPrinted: '16 of 16',
  },
  {
    id: 'C6',
    statement: 'CT enjoys even faster convergence in terms of number of epochs.',
    source: 'section 4.1, convergence curve; Figures 4 and 5',
    needs: 'Curves with epochs of CE, AUCsc, AUC-CE and CT.',
    test: `Share of the epochs that CT saves to the lower of the two best validation AUCs; an epoch is ⌊n / batch size⌋ gradient evaluations, as in the authors' library, of which a step of CT takes 1 + k. The share of steps is shown beside it. ${everywhere}`,
    asPrinted: 'curves alone',
  },
  {
    id: 'C7',
    statement: 'With the same amount of time the baselines are still worse than CT.',
    source: 'section 4.1, runtime analysis; Table 5',
    needs:
      'Six methods with equal training seconds; equal gradient evaluations count too, but for TS-DEC, which adds to them.',
    test: everywhere,
    asPrinted: 'lead over AUC-CE 0.001–0.008, best on the test set, one run',
  },
  {
    id: 'C8',
    statement:
      'Using two independent mini-batches S1 ≠ S2 is generally better than using the same mini-batch.',
    source: 'section 4.1, (i); Table 2',
    needs: 'CT, tuned, with one batch and with two.',
    test: onAverage,
    asPrinted: '12 of 12',
  },
  {
    id: 'C9',
    statement: 'Using the momentum update for u (β0 < 1) is better than not using it (β0 = 1).',
    source: 'section 4.1, (ii); Table 2',
    needs: 'CT with k = 1, with innerAveraging below 1 and of 1.',
    test: onAverage,
    asPrinted: '11 of 12, one tie',
  },
  {
    id: 'C10',
    statement: 'Tuning the number of inner gradient steps k in {1, 2, 3} is helpful.',
    source: 'section 4.1, (iii); Table 2',
    needs: 'CT with k tuned and with k = 1.',
    test: onAverage,
    asPrinted: '12 of 12',
  },
  {
    id: 'C11',
    statement: 'CT learns better features than CE or AUC alone and their linear combination.',
    source: 'sections 1 and 4; Figures 1 and 3',
    needs:
      'kNN purity and silhouette of the training features of CE, AUCsc, AUC-CE and CT at the last step.',
    test: `Both numbers, against each baseline. ${everywhere}`,
    asPrinted: 'pictures alone',
  },
  {
    id: 'C12',
    statement:
      'L_AUC is pushed down first, then the norm of ∇L_AVG, while their inner product stays non-negative; L_AUC ends close to zero.',
    source: 'section 3; Figure 2',
    needs: 'The terms of equation 5 along runs of CT.',
    test: 'A run shows it if L_AUC ends below 5 % of its first measurement, the norm ends below its maximum and no inner product is negative. Sign test over the runs at 5 %.',
    asPrinted: 'pictures alone',
  },
  {
    id: 'C13',
    statement: 'The mean squared gradient norm falls at a rate of O(1/√T).',
    source: 'Theorem 1',
    needs: 'A small problem, run for at least three numbers of steps T per seed.',
    test: 'Slope of the logarithm of the mean squared norm against that of T, fitted per seed: holds if it is below −0.45, fails if it is above, at 5 %.',
    asPrinted: 'a theorem',
  },
  {
    id: 'C14',
    statement: 'Good values of the averaging parameters are around 0.9.',
    source: 'section 4, benchmark data sets',
    needs: 'CT with both averaging weights at 0.9, and at other values of a grid.',
    test: 'Test AUC at 0.9 minus that at each other value, plus a tolerance of 0.005: holds if all are above zero (each at 5 %), fails if one is below (at 5 % for all together).',
    asPrinted: 'a sentence',
  },
]
