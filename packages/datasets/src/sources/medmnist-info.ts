/** What the two-dimensional sets of MedMNIST are, by its own list. */

export interface MedMnistInfo {
  readonly counts: Readonly<Record<'train' | 'validation' | 'test', number>>
  /** Where each image has one class. */
  readonly classNames?: readonly string[]
  /** Where each image may have several findings. */
  readonly findings?: readonly string[]
}

const ORGANS = [
  'bladder',
  'femur-left',
  'femur-right',
  'heart',
  'kidney-left',
  'kidney-right',
  'liver',
  'lung-left',
  'lung-right',
  'pancreas',
  'spleen',
]

/** @see https://github.com/MedMNIST/MedMNIST, medmnist/info.py of version 3.0.2 */
export const MEDMNIST: Readonly<Record<string, MedMnistInfo>> = {
  pathmnist: {
    counts: { train: 89_996, validation: 10_004, test: 7_180 },
    classNames: [
      'adipose',
      'background',
      'debris',
      'lymphocytes',
      'mucus',
      'smooth muscle',
      'normal colon mucosa',
      'cancer-associated stroma',
      'colorectal adenocarcinoma epithelium',
    ],
  },
  chestmnist: {
    counts: { train: 78_468, validation: 11_219, test: 22_433 },
    findings: [
      'atelectasis',
      'cardiomegaly',
      'effusion',
      'infiltration',
      'mass',
      'nodule',
      'pneumonia',
      'pneumothorax',
      'consolidation',
      'edema',
      'emphysema',
      'fibrosis',
      'pleural',
      'hernia',
    ],
  },
  dermamnist: {
    counts: { train: 7_007, validation: 1_003, test: 2_005 },
    classNames: [
      'actinic keratoses and intraepithelial carcinoma',
      'basal cell carcinoma',
      'benign keratosis-like lesions',
      'dermatofibroma',
      'melanoma',
      'melanocytic nevi',
      'vascular lesions',
    ],
  },
  octmnist: {
    counts: { train: 97_477, validation: 10_832, test: 1_000 },
    classNames: ['choroidal neovascularization', 'diabetic macular edema', 'drusen', 'normal'],
  },
  pneumoniamnist: {
    counts: { train: 4_708, validation: 524, test: 624 },
    classNames: ['normal', 'pneumonia'],
  },
  retinamnist: {
    counts: { train: 1_080, validation: 120, test: 400 },
    classNames: ['0', '1', '2', '3', '4'],
  },
  breastmnist: {
    counts: { train: 546, validation: 78, test: 156 },
    classNames: ['malignant', 'normal, benign'],
  },
  bloodmnist: {
    counts: { train: 11_959, validation: 1_712, test: 3_421 },
    classNames: [
      'basophil',
      'eosinophil',
      'erythroblast',
      'immature granulocytes(myelocytes, metamyelocytes and promyelocytes)',
      'lymphocyte',
      'monocyte',
      'neutrophil',
      'platelet',
    ],
  },
  tissuemnist: {
    counts: { train: 165_466, validation: 23_640, test: 47_280 },
    classNames: [
      'Collecting Duct, Connecting Tubule',
      'Distal Convoluted Tubule',
      'Glomerular endothelial cells',
      'Interstitial endothelial cells',
      'Leukocytes',
      'Podocytes',
      'Proximal Tubule Segments',
      'Thick Ascending Limb',
    ],
  },
  organamnist: {
    counts: { train: 34_561, validation: 6_491, test: 17_778 },
    classNames: ORGANS,
  },
  organcmnist: {
    counts: { train: 12_975, validation: 2_392, test: 8_216 },
    classNames: ORGANS,
  },
  organsmnist: {
    counts: { train: 13_932, validation: 2_452, test: 8_827 },
    classNames: ORGANS,
  },
}
