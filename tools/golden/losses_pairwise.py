"""Golden values of the losses over pairs: packages/losses/test/golden/losses-pairwise.json.

Everything is float64; gradients are torch autograd's. f = sigmoid(scores) or the scores; t = f+ - f- of all pairs.

  pairwiseAuc      mean of the surrogate: squared and squaredHinge are LibAUC 1.2.0's functions, logistic is
                   softplus(-margin t), what LibAUC's `logistic_loss` became in later versions (1.2.0's has a log for an exp)
  partialAucCvar   mean over positives of min over s of s + mean max(0, l - s) / beta, s found by torch.sort.
                   Where beta n- is an integer, LibAUC 1.2.0's pAUC_CVaR_Loss with its u set to that s agrees.
  partialAucKlDro  mean over positives of lambda logsumexp(l / lambda) - lambda log n-. LibAUC 1.2.0's pAUC_DRO_Loss with gamma = 1,
                   u being the batch's own mean then, has the same gradient (its value is another), but for
                   l / lambda > 700, where its exponential overflows.
"""
import numpy as np
import torch
from torch.nn.functional import softplus

from common import load_libauc, write

surrogate, auc = load_libauc("losses.surrogate", "losses.auc")
torch.set_default_dtype(torch.float64)
torch.Tensor.cuda = lambda self, *_: self  # pAUC_CVaR_Loss asks for a GPU

SURROGATES = {
    "squared": surrogate.squared_loss,
    "squaredHinge": surrogate.squared_hinge_loss,
    "logistic": lambda margin, t: softplus(-margin * t),
}
LIBAUC_NAMES = {"squaredHinge": "squared_hinge"}
TRANSFORMS = {"none": lambda scores: scores, "sigmoid": torch.sigmoid}


def batches():
    random = np.random.default_rng(5)
    for positives, n, spread in [(3, 8, 1), (2, 12, 2), (8, 24, 0.5), (4, 34, 3)]:
        labels = random.permutation(np.arange(n) < positives).astype(int)
        scores = np.float32(labels + spread * random.standard_normal(n)).astype(float)
        yield {"name": f"{positives} of {n}", "labels": labels, "scores": scores}


def pairs(batch, scores, transform, name, margin):
    f, y = TRANSFORMS[transform](scores), torch.tensor(batch["labels"])
    return SURROGATES[name](margin, f[y == 1][:, None] - f[y == 0][None, :])


def threshold(losses, beta):
    """An s that minimises s + mean max(0, l - s) / beta, of every row."""
    rank = min(int(np.ceil(beta * losses.shape[1] - 1e-9)), losses.shape[1])
    return losses.detach().sort(dim=1, descending=True).values[:, rank - 1 : rank]


def cvar(losses, beta):
    s = threshold(losses, beta)
    return (s + (losses - s).clamp(min=0).mean(1, keepdim=True) / beta).mean()


def cvar_by_sorting(losses, beta):
    """The same, in the form whose gradient is defined at s: the hardest beta n- pairs of a row, the last one in part."""
    count = beta * losses.shape[1]
    share = (count - torch.arange(losses.shape[1])).clamp(0, 1) / count
    value = (losses.sort(dim=1, descending=True).values * share).sum(1).mean()
    torch.testing.assert_close(value, cvar(losses, beta))
    return value


def kl_dro(losses, temperature):
    return temperature * (torch.logsumexp(losses / temperature, 1) - np.log(losses.shape[1])).mean()


def compare_cvar(batch, transform, name, margin, beta, gradient):
    positives = int(batch["labels"].sum())
    count = beta * (len(batch["labels"]) - positives)
    if name not in LIBAUC_NAMES or abs(count - round(count)) > 1e-9:
        return
    scores = torch.tensor(batch["scores"], requires_grad=True)
    f = TRANSFORMS[transform](scores)
    theirs = auc.pAUC_CVaR_Loss(positives, margin=margin, beta=beta, surrogate_loss=LIBAUC_NAMES[name])
    rows = pairs(batch, f, "none", name, margin).detach().sort(dim=1, descending=True).values
    theirs.u_pos = rows[:, round(count) : round(count) + 1].clone()  # below the last pair that counts
    theirs.eta = 0
    loss = theirs(f, torch.tensor(batch["labels"]), torch.arange(positives))
    torch.testing.assert_close(torch.autograd.grad(loss, scores)[0], gradient)


def compare_kl_dro(batch, transform, name, margin, temperature, gradient):
    hardest = pairs(batch, torch.tensor(batch["scores"]), transform, name, margin).max()
    if name not in LIBAUC_NAMES or hardest > 700 * temperature:
        return
    positives = int(batch["labels"].sum())
    scores = torch.tensor(batch["scores"], requires_grad=True)
    theirs = auc.pAUC_DRO_Loss(positives, gamma=1.0, margin=margin, Lambda=temperature, surrogate_loss=LIBAUC_NAMES[name], device="cpu")
    theirs.u_pos = theirs.u_pos.double()
    loss = theirs(TRANSFORMS[transform](scores), torch.tensor(batch["labels"]), torch.arange(positives))
    torch.testing.assert_close(torch.autograd.grad(loss, scores)[0], gradient)


def cases(data, combine, names, option="", values=(None,), compare=None):
    for batch in data:
        for transform in TRANSFORMS:
            for name in names:
                for margin in [1.0, 0.5]:
                    for value in values:
                        scores = torch.tensor(batch["scores"], requires_grad=True)
                        loss = combine(pairs(batch, scores, transform, name, margin), value)
                        (gradient,) = torch.autograd.grad(loss, scores)
                        if compare:
                            compare(batch, transform, name, margin, value, gradient)
                        case = {"batch": batch["name"], "surrogate": name, "margin": margin, "scoreTransform": transform}
                        case |= {option: value} if option else {}
                        yield case | {"value": loss.item(), "gradient": gradient.numpy()}


def main():
    data = list(batches())
    monotone = ["squaredHinge", "logistic"]
    content = {
        "batches": data,
        "pairwiseAuc": list(cases(data, lambda losses, _: losses.mean(), SURROGATES)),
        "partialAucCvar": list(
            cases(data, cvar_by_sorting, monotone, "maxFalsePositiveRate", (0.1, 0.2, 0.3), compare_cvar)
        ),
        "partialAucKlDro": list(cases(data, kl_dro, monotone, "temperature", (0.1, 1.0, 5.0), compare_kl_dro)),
    }
    versions = {"torch": torch.__version__, "numpy": np.__version__, "libauc": "1.2.0"}
    write("packages/losses/test/golden/losses-pairwise.json", __file__, "computed in float64, 9 significant digits", versions, content)


main()
