"""Writes expected.csv: what scikit-learn and NumPy say of a few seeded vectors.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scikit-learn==1.9.1
    venv/bin/python oracle.py > expected.csv

A line is a name and its numbers, arrays row by row. All features are multiples of 1/64, so float32 holds them.
ScikitLearnTests says by which factor a definition differs from ours.
"""

import numpy as np
from scipy.linalg import null_space
from sklearn.covariance import OAS, ledoit_wolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.linear_model import Ridge, RidgeClassifier
from sklearn.neighbors import NearestCentroid

rng = np.random.default_rng(20230)
D = 5
COUNTS = [12, 20, 9]
N = sum(COUNTS)


def write(name, values):
    print(",".join([name, *(repr(float(v)) for v in np.ravel(values))]))


def rounded(values):
    return np.round(values * 64) / 64


mixing = rng.normal(size=(D, D)) + 2 * np.eye(D)
X = np.vstack([
    rounded(rng.normal(size=(n, D)) @ mixing * (1 + 0.3 * c) + rng.normal(size=D) * 2)
    for c, n in enumerate(COUNTS)
])
y = np.repeat(np.arange(3), COUNTS)
onehot = np.eye(3)[y]
probes = rounded(rng.normal(size=(8, D)) * 4)
write("features", X)
write("labels", y)
write("probes", probes)

for name, shrinkage in [("lda", None), ("lda shrinkage 0.2", 0.2)]:
    lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage).fit(X, y)
    write(name, lda.decision_function(probes))
write("lda posterior", LinearDiscriminantAnalysis(solver="lsqr").fit(X, y).predict_proba(probes))

# the vectors around their class means, turned so that the n - C directions in which they can differ are rows
residuals = null_space(onehot.T).T @ X
oas = OAS(assume_centered=True).fit(residuals)
write("oas", oas.shrinkage_)
write("oas trace", np.trace(residuals.T @ residuals))
write("oas squares", np.sum((residuals.T @ residuals) ** 2))


class Pooled(OAS):
    """Gives every class the covariance of all, so that their mean, which scikit-learn takes, is this one."""

    def fit(self, _, y=None):
        self.covariance_ = oas.covariance_
        return self


write("lda oas", LinearDiscriminantAnalysis(solver="lsqr", covariance_estimator=Pooled()).fit(X, y)
      .decision_function(probes))

for reg in [0.0, 0.1]:
    qda = QuadraticDiscriminantAnalysis(reg_param=reg).fit(X, y)
    write(f"qda {reg}", qda.decision_function(probes))

centroids = NearestCentroid().fit(X, y).centroids_
write("centroid squares", np.sum((probes[:, None] - centroids[None]) ** 2, axis=2))

centred = X - X.mean(axis=0)
variance = np.sum(centred**2) / D
for relative in [1e-3, 0.1, 10.0]:
    write(f"ridge {relative}", Ridge(alpha=relative * variance).fit(X, onehot).predict(probes))
write("ridge classifier 0.1", RidgeClassifier(alpha=0.1 * variance).fit(X, y).decision_function(probes))

# generalised cross-validation with the singular values of the vectors
u, s, _ = np.linalg.svd(centred, full_matrices=False)
targets = onehot - onehot.mean(axis=0)
grid = [10.0 ** (k / 4) for k in range(-32, 9)]
gcv = []
for relative in grid:
    keep = s**2 / (s**2 + relative * variance)
    rss = np.sum((targets - u @ (keep[:, None] * (u.T @ targets))) ** 2)
    gcv.append(rss / N / (1 - (keep.sum() + 1) / N) ** 2)
write("gcv lambda", grid[int(np.argmin(gcv))])

# many Gaussian vectors, for the estimator that needs their fourth moments
many = rng.normal(size=(4000, 8)) @ (rng.normal(size=(8, 8)) * 0.3 + np.eye(8))
many -= many.mean(axis=0)
write("many count", len(many))
write("many scatter", (many.T @ many)[np.tril_indices(8)])
write("many ledoit-wolf", ledoit_wolf(many, assume_centered=True)[1])

# expected calibration error, 15 bins, the upper end belongs to a bin
logits = rng.normal(size=(60, 4)) * 2
posterior = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
truth = np.array([rng.choice(4, p=row**0.5 / np.sum(row**0.5)) for row in posterior])
ece = 0.0
for b in range(15):
    confidences, hits = [], []
    for row, label in zip(posterior, truth):
        if b / 15 < row.max() <= (b + 1) / 15:
            confidences.append(row.max())
            hits.append(float(row.argmax() == label))
    if confidences:
        ece += len(confidences) / 60 * abs(np.mean(confidences) - np.mean(hits))
write("posterior", posterior)
write("truth", truth)
write("ece", ece)
