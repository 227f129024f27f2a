"""scikit-learn: the AUC of many scores."""
import numpy as np
import sklearn
from sklearn.metrics import roc_auc_score

from serve import serve


def prepare(options):
    labels = np.fromfile(options["labels"], dtype=np.uint8)
    scores = np.fromfile(options["scores"], dtype=options["precision"])
    return f"scikit-learn {sklearn.__version__}", lambda: float(roc_auc_score(labels, scores))


serve(prepare)
