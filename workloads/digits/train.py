#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains, prunes, shares and quantises LeNet-300-100 for scikit-learn's handwritten digits.

The recipe is Deep Compression's (Han, Mao, Dally, arXiv:1510.00149): prune by magnitude and
retrain, share weights through a k-means codebook, fine-tune the shared values. The layout is
EIE's (arXiv:1602.01528): the bias is one more column of the matrix and shares its 4-bit
codebook, in which code 0 stands for an exact zero. The result is a model of 16-bit integers.

Without arguments: trains, then writes digits-mlp.npz and ../digits-mlp.json.
With --check: reads both files back and runs the integer model from them.
Needs numpy and scikit-learn; nothing is downloaded.
"""

import argparse
import json
import pathlib
import sys

import numpy as np
from sklearn.datasets import load_digits

HERE = pathlib.Path(__file__).resolve().parent
ARRAYS = HERE / "digits-mlp.npz"
WORKLOAD = HERE.parent / "digits-mlp.json"

NAMES = ("fc1", "fc2", "fc3")
SIZES = (64, 300, 100, 10)
DENSITIES = (0.08, 0.09, 0.26)  # Deep Compression, table 2: LeNet-300-100
SHARED_VALUES = 15  # a 4-bit code less code 0
SEED = 2016
TRAINING_IMAGES = 1437
BATCH = 48
PIXEL_ONE = 16  # the pixel value that stands for 1.0
INT16_MAX = 32767
CORRECT = 353  # predictions of the committed model, of 360
TITLE = "LeNet-300-100 for scikit-learn's handwritten digits, pruned, 4-bit shared weights"
SOURCE = "trained by workloads/digits/train.py on sklearn.datasets.load_digits; "
SOURCE += "recipe: Deep Compression (arXiv:1510.00149)"


def require(condition, message):
    """Ends the program with the message unless the condition holds."""
    if not condition:
        sys.exit(f"train.py: {message}")


def load_split():
    """The digits, shuffled once: integer images and labels for training and for the test."""
    images, labels = load_digits(return_X_y=True)
    order = np.random.RandomState(SEED).permutation(len(labels))
    parts = order[:TRAINING_IMAGES], order[TRAINING_IMAGES:]
    return [(images[part].astype(np.int16), labels[part].astype(np.int16)) for part in parts]


def with_one(activations):
    """Appends 1.0, the input of the bias: the last column of a layer's matrix."""
    return np.hstack([activations, np.ones((len(activations), 1))])


def forward(matrices, images):
    """The input of every layer (with the bias column's 1.0) and the scores."""
    inputs = [with_one(images / PIXEL_ONE)]
    for matrix in matrices[:-1]:
        inputs.append(with_one(np.maximum(inputs[-1] @ matrix.T, 0.0)))
    return inputs, inputs[-1] @ matrices[-1].T


def accuracy(matrices, split):
    """Share of the images whose largest score is that of the label."""
    return np.mean(np.argmax(forward(matrices, split[0])[1], axis=1) == split[1])


def gradients(matrices, images, labels):
    """Mean gradient of the softmax cross entropy, one matrix per layer."""
    inputs, scores = forward(matrices, images)
    error = np.exp(scores - scores.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1.0
    error /= len(labels)
    result = []
    for matrix, values in zip(reversed(matrices), reversed(inputs)):
        result.append(error.T @ values)
        error = (error @ matrix)[:, :-1] * (values[:, :-1] > 0.0)
    return result[::-1]


class Adam:
    """Adam (Kingma, Ba, arXiv:1412.6980) over a list of arrays, changed in place."""

    def __init__(self, arrays):
        self.arrays = arrays
        self.mean = [np.zeros_like(a) for a in arrays]
        self.square = [np.zeros_like(a) for a in arrays]
        self.steps = 0

    def step(self, slopes, rate):
        self.steps += 1
        correction = np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
        for a, m, s, slope in zip(self.arrays, self.mean, self.square, slopes):
            m += 0.1 * (slope - m)
            s += 0.001 * (slope * slope - s)
            a -= rate * correction * m / (np.sqrt(s) + 1e-8)


def batches(split, epochs, random):
    """Shuffled mini-batches with the share of the training that is done, 0 to 1."""
    images, labels = split
    for epoch in range(epochs):
        order = random.permutation(len(labels))
        for chosen in np.split(order, range(BATCH, len(order), BATCH)):
            yield images[chosen], labels[chosen], epoch / epochs


def train(matrices, masks, split, epochs, rate, random, decay=1e-4):
    """Trains what the masks leave, with weight decay and a rate that falls to zero."""
    optimiser = Adam(matrices)
    for images, labels, done in batches(split, epochs, random):
        slopes = gradients(matrices, images, labels)
        slopes = [(g + decay * w) * mask for g, w, mask in zip(slopes, matrices, masks)]
        optimiser.step(slopes, rate * (1.0 - done))


def initial_matrices(random):
    """He's initialisation; the bias column begins at zero."""
    weights = [random.randn(o, i) * np.sqrt(2.0 / i) for i, o in zip(SIZES, SIZES[1:])]
    return [np.hstack([w, np.zeros((len(w), 1))]) for w in weights]


def largest(matrix, density):
    """Mask of the weights of largest magnitude; biases are always kept."""
    magnitudes = np.abs(matrix[:, :-1])
    order = np.argsort(-magnitudes, axis=None, kind="stable")
    mask = np.ones(matrix.shape, bool)
    dropped = order[round(density * magnitudes.size) :]
    mask[np.unravel_index(dropped, magnitudes.shape)] = False
    return mask


def prune(matrices, split, random):
    """Prunes every layer to its density in one step, then retrains what is left."""
    masks = [largest(matrix, density) for matrix, density in zip(matrices, DENSITIES)]
    for matrix, mask in zip(matrices, masks):
        matrix *= mask
    train(matrices, masks, split, 40, 0.003, random)


def cluster(matrix, rounds=50):
    """k-means from equidistant centroids: the codebook and a code per entry, 0 for zero."""
    weights = matrix[:, :-1][matrix[:, :-1] != 0.0]
    centroids = np.linspace(weights.min(), weights.max(), SHARED_VALUES)
    for _ in range(rounds):
        nearest = np.argmin(np.abs(weights[:, None] - centroids), axis=1)
        for k in np.unique(nearest):
            centroids[k] = weights[nearest == k].mean()
    distance = np.abs(matrix[:, :, None] - np.concatenate([[0.0], centroids]))
    distance[:, :-1, 0] = np.inf  # a non-zero weight never becomes zero, a bias may
    codes = np.argmin(distance, axis=2)
    codes[matrix == 0.0] = 0
    return centroids, codes


def expand(codebooks, codes):
    """The matrices that codebooks and codes stand for."""
    return [np.concatenate([[0.0], book])[c] for book, c in zip(codebooks, codes)]


def tune_codebooks(codebooks, codes, split, epochs, rate, random):
    """Fine-tunes every shared value by the sum of the gradients of the entries that use it."""
    optimiser = Adam(codebooks)
    for images, labels, done in batches(split, epochs, random):
        slopes = gradients(expand(codebooks, codes), images, labels)
        by_code = [np.bincount(c.flat, g.flat, SHARED_VALUES + 1) for c, g in zip(codes, slopes)]
        optimiser.step([sums[1:] for sums in by_code], rate * (1.0 - done))


def integer_layer(weights, bias, activations, bias_input, shift, relu):
    """Exact outputs of one layer for a batch of images, and whether one of them saturated."""
    sums = activations.astype(np.int64) @ weights.astype(np.int64).T
    sums += bias.astype(np.int64) * bias_input
    rounded = (sums + (1 << (shift - 1))) >> shift if shift else sums
    outputs = np.clip(rounded, -INT16_MAX - 1, INT16_MAX)
    return (np.maximum(outputs, 0) if relu else outputs), np.any(outputs != rounded)


def quantise(codebooks, codes, images):
    """The arrays and the scales of the integer model; `images` (training) set the scales.

    Weights get the largest power of two that fits int16. A shift leaves one spare bit above
    the largest output seen. The scale of a layer's output is the next layer's bias input.
    """
    arrays, scales, one = {}, [], PIXEL_ONE
    for name, book, code in zip(NAMES, codebooks, codes):
        fraction = int(np.floor(np.log2(INT16_MAX / np.abs(book).max())))
        values = np.rint(book * 2.0**fraction)
        values[values == 0] = 1  # only code 0 is an exact zero
        matrix = np.concatenate([[0], values]).astype(np.int16)[code]
        weights, bias = matrix[:, :-1].copy(), matrix[:, -1].copy()
        relu = name != NAMES[-1]
        for shift in range(63):
            outputs, saturated = integer_layer(weights, bias, images, one, shift, relu)
            if not saturated and np.abs(outputs).max() <= INT16_MAX // 2:
                break
        arrays[f"{name}_weights"], arrays[f"{name}_bias"] = weights, bias
        scales.append({"input": one, "output": {"shift": shift, "relu": relu}})
        one, images = (one << fraction) >> shift, outputs
        require(1 <= one <= INT16_MAX, f"{name}: no int16 stands for 1.0 on its outputs' scale")
    return arrays, scales


def workload_text(scales):
    """The workload file, laid out for readers: one line per entry of a layer."""

    def tensor(array, **more):
        return json.dumps({"file": f"digits/{ARRAYS.name}", "array": array, **more})

    layers = []
    for name, inputs, outputs, scale in zip(NAMES, SIZES, SIZES[1:], scales):
        shape = {"name": name, "kind": "fully_connected", "inputs": inputs, "outputs": outputs}
        lines = [json.dumps(shape)[:-1]]
        lines.append(f'"weights": {tensor(name + "_weights")}')
        lines.append(f'"bias": {tensor(name + "_bias", input=scale["input"])}')
        if name == NAMES[0]:
            lines.append(f'"activations": {tensor("test_images")}')
        lines.append(f'"output": {json.dumps(scale["output"])}}}')
        layers.append("    " + ",\n     ".join(lines))
    lines = [f'{{\n  "title": "{TITLE}"', f'  "source": "{SOURCE}"']
    lines.append(f'  "labels": {tensor("test_labels")}')
    lines.append('  "layers": [\n' + ",\n".join(layers) + "\n  ]\n}\n")
    return ",\n".join(lines)


def run_files(arrays, layers):
    """Scores of the test images in the integer model that the two files describe."""
    values = arrays[layers[0]["activations"]["array"]]
    for layer in layers:
        weights, bias = arrays[layer["weights"]["array"]], arrays[layer["bias"]["array"]]
        scale = {"bias_input": layer["bias"]["input"], **layer["output"]}
        values, saturated = integer_layer(weights, bias, values, **scale)
        require(not saturated, f"{layer['name']}: an output saturates")
    return values


def check_arrays(arrays):
    """Shapes, types, densities, shared values and test data of the arrays file."""
    require(len(arrays) == 2 * len(NAMES) + 2, "there are arrays too many or too few")
    require(all(a.dtype == np.int16 for a in arrays.values()), "an array is not int16")
    for name, values in zip(("test_images", "test_labels"), load_split()[1]):
        require(np.array_equal(arrays[name], values), f"{name} differ from the data set's")
    for name, inputs, outputs, density in zip(NAMES, SIZES, SIZES[1:], DENSITIES):
        weights, bias = arrays[f"{name}_weights"], arrays[f"{name}_bias"]
        require(weights.shape == (outputs, inputs) and bias.shape == (outputs,), f"{name}: shape")
        kept = np.count_nonzero(weights)
        require(kept == round(density * weights.size), f"{name}: {kept} non-zero weights")
        shared = np.setdiff1d(np.append(weights, bias), [0])
        require(len(shared) <= SHARED_VALUES, f"{name}: {len(shared)} shared values")


def check():
    """Reads both files back, compares them with what they must hold, runs the model."""
    with np.load(ARRAYS) as stored:
        arrays = dict(stored)
    check_arrays(arrays)
    text = WORKLOAD.read_text()
    layers = json.loads(text)["layers"]
    scales = [{"input": part["bias"]["input"], "output": part["output"]} for part in layers]
    require(text == workload_text(scales), "the workload file is not as written")
    predictions = np.argmax(run_files(arrays, layers), axis=1)
    correct = np.count_nonzero(predictions == arrays["test_labels"])
    print(f"integer {correct / len(predictions):.4f} ({correct} of {len(predictions)})")
    require(correct == CORRECT, f"the recorded number, CORRECT, is {CORRECT}")


def build():
    """Trains, prunes, shares, quantises and writes both files."""
    random, (training, test) = np.random.RandomState(SEED), load_split()
    matrices = initial_matrices(random)
    train(matrices, [1.0] * len(matrices), training, 30, 0.002, random)
    print(f"float   {accuracy(matrices, test):.4f}")
    prune(matrices, training, random)
    print(f"pruned  {accuracy(matrices, test):.4f}")
    codebooks, codes = zip(*(cluster(matrix) for matrix in matrices))
    tune_codebooks(codebooks, codes, training, 20, 0.001, random)
    print(f"shared  {accuracy(expand(codebooks, codes), test):.4f}")
    arrays, scales = quantise(codebooks, codes, training[0])
    np.savez_compressed(ARRAYS, **arrays, test_images=test[0], test_labels=test[1])
    WORKLOAD.write_text(workload_text(scales))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only check the files")
    if not parser.parse_args().check:
        build()
    check()


if __name__ == "__main__":
    main()
