/** Where the paper says two things. Neither value is preferred here. */

/** One quantity and the values that the paper gives for it. */
export interface PaperContradiction {
  readonly subject: string
  readonly values: readonly { readonly value: string; readonly source: string }[]
}

export const contradictions: readonly PaperContradiction[] = [
  ...(
    [
      ['CIFAR10 1 %', '0.739±0.004', '0.740±0.004'],
      ['STL10 1 %', '0.673±0.010', '0.681±0.005'],
      ['STL10 10 %', '0.837±0.006', '0.839±0.004'],
      ['STL10 30 %', '0.906±0.001', '0.907±0.001'],
      ['CIFAR100 10 %', '0.725±0.001', '0.725±0.000'],
    ] as const
  ).map(([data, first, second]) => ({
    subject: `test AUC of CT (S1 ≠ S2, k tuned) on ${data}`,
    values: [
      { value: first, source: 'Table 1' },
      { value: second, source: 'Table 2' },
    ],
  })),
  {
    subject: 'data set of the test AUCs 0.944, 0.925, 0.915, 0.943, 0.917, 0.917 after 1000 s',
    values: [
      { value: 'CIFAR10 10 %', source: 'section 4.1, runtime analysis' },
      { value: 'CATvsDOG 10 %', source: 'Table 5' },
    ],
  },
  {
    subject: 'test AUC of AUC from scratch on STL10 10 %',
    values: [
      { value: '0.805±0.017', source: 'Table 1' },
      { value: '0.783, the best on the test set within 1000 s', source: 'Table 5' },
    ],
  },
  {
    subject: 'CheXpert, images',
    values: [
      { value: '224,316', source: 'section 4' },
      { value: '223,416', source: 'Table 3' },
    ],
  },
  {
    subject: 'CheXpert, images that parameters were tuned on',
    values: [
      { value: 'the official validation set', source: 'appendix A.2, first statement' },
      { value: '10 % of the training patients', source: 'appendix A.2, second statement' },
    ],
  },
  {
    subject: 'DDSM+, training images',
    values: [
      { value: '55,890', source: 'section 4' },
      { value: '55,000', source: 'Table 3; 55k in appendix A.1' },
    ],
  },
  {
    subject: 'DDSM+, test images',
    values: [
      { value: '15,364', source: 'section 4' },
      { value: '15k', source: 'appendix A.1' },
    ],
  },
  {
    subject: 'DDSM+, image size',
    values: [
      { value: '224×224', source: 'section 4' },
      { value: '299×299', source: 'appendix A.1' },
    ],
  },
  {
    subject: 'PatchCam, validation images',
    values: [
      { value: 'about 37k', source: 'appendix A.2' },
      { value: '32,768 of the 294,912 training images', source: 'the data set itself' },
    ],
  },
  {
    subject: 'weight decay on the medical data sets',
    values: [
      { value: '1e-4 for all experiments', source: 'section 4' },
      { value: '1e-5', source: 'appendix A.3' },
    ],
  },
  {
    subject: 'gain of CT over AUC from scratch on medical data sets',
    values: [
      { value: 'about 2–5 %', source: 'section 4, results' },
      { value: '0.032, 0.010, 0.052, 0.023', source: 'Table 1' },
    ],
  },
]
