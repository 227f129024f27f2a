"""Golden values of feature measures and embeddings: packages/report/test/golden/features.json."""
import numpy as np
import openTSNE
import scipy
import sklearn
from sklearn import datasets
from sklearn.decomposition import PCA
from sklearn.manifold import _t_sne, trustworthiness
from sklearn.metrics import silhouette_samples
from sklearn.model_selection import LeaveOneOut, cross_val_score
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

from common import write

PERPLEXITY = 30
random = np.random.default_rng(31)


def mean_over_classes(values, labels):
    return np.mean([values[labels == label].mean() for label in np.unique(labels)])


def scores(features, labels, k):
    # Without an argument, a row is not its own neighbour.
    neighbours = NearestNeighbors(n_neighbors=k).fit(features).kneighbors(return_distance=False)
    return {
        "k": k,
        "knnPurity": mean_over_classes((labels[neighbours] == labels[:, None]).mean(axis=1), labels),
        "silhouette": mean_over_classes(silhouette_samples(features, labels), labels),
    }


def clouds(sizes, dimensions, distance, k):
    labels = random.permutation(np.repeat(np.arange(len(sizes)), sizes))
    centres = distance * random.standard_normal((len(sizes), dimensions))
    features = np.round(centres[labels] + random.standard_normal((len(labels), dimensions)), 3)
    points = np.round(features[:, :2] + random.standard_normal((len(labels), 2)), 3)
    return {
        "features": features, "points": points, "labels": labels, **scores(features, labels, k),
        "trustworthiness": trustworthiness(features, points, n_neighbors=k),
    }


def accuracy(points, labels):
    return cross_val_score(KNeighborsClassifier(10), points, labels, cv=LeaveOneOut()).mean()


def divergence(features, points):
    """Kullback-Leibler divergence with all pairs, as scikit-learn's exact t-SNE minimises it."""
    squares = scipy.spatial.distance.cdist(features, features, "sqeuclidean").astype(np.float32)
    affinities = _t_sne._joint_probabilities(squares, PERPLEXITY, 0)
    return _t_sne._kl_divergence(points.ravel(), affinities, 1.0, len(points), 2)[0]


def embedding(features, labels):
    """Five times openTSNE, with the affinities of all pairs and next to no approximation of the gradient."""
    affinities = openTSNE.affinity.PerplexityBasedNN(
        features, perplexity=PERPLEXITY, method="exact", k_neighbors=len(features) - 1
    )
    # The jitter at the start decides which minimum is found.
    starts = [openTSNE.initialization.pca(features, random_state=seed) for seed in range(5)]
    fit = openTSNE.TSNE(negative_gradient_method="bh", theta=0.01, random_state=0)
    fits = [np.round(np.asarray(fit.fit(affinities=affinities, initialization=start)), 5) for start in starts]
    return {
        "features": features, "labels": labels, "points": fits[0],
        "divergences": [divergence(features, points) for points in fits],
        "accuracies": [accuracy(points, labels) for points in fits],
        "variances": PCA(min(50, features.shape[1])).fit(features).explained_variance_,
        **scores(fits[0], labels, 10),
    }


iris = datasets.load_iris()
digits = datasets.load_digits()
chosen = np.sort(random.permutation(len(digits.data))[:250])

write(
    "packages/report/test/golden/features.json",
    __file__,
    "float64; numbers are written with 17 digits",
    {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "openTSNE": openTSNE.__version__},
    {
        "clouds": [
            clouds([70, 10], 5, 0.5, 10), clouds([20, 20, 20], 3, 1.5, 5), clouds([33, 2], 8, 1, 3), clouds([12, 1, 7], 2, 2, 1),
        ],
        "embeddings": {
            "iris": embedding(iris.data, iris.target),
            "digits": embedding(digits.data[chosen].astype(int), digits.target[chosen]),
        },
    },
    digits=17,
)
