#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains, prunes and quantises a small convolutional network for scikit-learn's digits.

Made to fit machines of few bits: activations are 0 to 7, weights -3 to 3. Kernels are pruned to
4 weights in at most 16 patterns for each layer (PCNN, arXiv:2002.04997), the classifier by
magnitude. Training goes through the integer model itself: forward with its integers, backward as
if nothing had been rounded (straight-through estimation, Bengio et al., arXiv:1308.3432).

Without arguments: trains, then writes digits-cnn.npz and ../digits-cnn.json.
With --check: reads both files back and runs the integer model from them.
Needs numpy and scikit-learn; nothing is downloaded.
"""

import argparse
import json
import pathlib

import numpy as np
from train import Adam, batches, load_split, require

HERE = pathlib.Path(__file__).resolve().parent
ARRAYS = HERE / "digits-cnn.npz"
WORKLOAD = HERE.parent / "digits-cnn.json"

SIDE = 8
KERNEL = 3
# name, channels, filters, side of the input plane, stride; padding is 1
CONVOLUTIONS = (("conv1", 1, 16, 8, 1), ("conv2", 16, 24, 8, 2), ("conv3", 24, 32, 4, 2))
INPUTS, CLASSES = 2 * 2 * 32, 10
NAMES = tuple(layer[0] for layer in CONVOLUTIONS) + ("fc",)
WEIGHT_MAX = 3  # of 3 bits with a sign
ACTIVATION_MAX = 7
OUTPUT_BITS = 4  # with a sign, which ReLU leaves unused
KEPT, PATTERNS = 4, 16
FC_DENSITY = 0.5
BIAS_INPUT = 8  # stands for 1.0 in every layer
SOFTNESS = 0.05  # of the classes' scores: integers of a few hundred
RATE = 0.05  # of Adam, in steps of one integer
SHARE_SHIFTED = 0.3
SEED = 2021
CORRECT = 355  # predictions of the committed model, of 360
TITLE = "Convolutional network for scikit-learn's handwritten digits, 3 bits, pruned in patterns"
SOURCE = "trained by workloads/digits/train_cnn.py on sklearn.datasets.load_digits"


def quantised_images(images):
    """Pixels of 0 to 16 as 0 to 7, (images, 1, 8, 8)."""
    levels = (images.astype(np.int64) * ACTIVATION_MAX + 8) // 16
    return levels.reshape(-1, 1, SIDE, SIDE)


def patches(planes, stride):
    """Windows (images x rows x columns, channels x 3 x 3) of planes with a padding of 1."""
    padded = np.pad(planes, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KERNEL, KERNEL), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, planes.shape[1] * KERNEL * KERNEL)


def scatter(slopes, shape, stride):
    """The transpose of `patches`: gradients of the planes from those of the windows."""
    images, channels, height, width = shape
    rows, columns = height // stride, width // stride
    slopes = slopes.reshape(images, rows, columns, channels, KERNEL, KERNEL)
    padded = np.zeros((images, channels, height + 2, width + 2))
    for r in range(KERNEL):
        for s in range(KERNEL):
            part = slopes[..., r, s].transpose(0, 3, 1, 2)
            padded[:, :, r : r + stride * rows : stride, s : s + stride * columns : stride] += part
    return padded[:, :, 1:-1, 1:-1]


def integers(latent):
    """The weights that latent ones stand for; the last column is the bias."""
    return np.clip(np.rint(latent), -WEIGHT_MAX, WEIGHT_MAX)


def layer_sums(matrix, inputs):
    """inputs x weights + bias x its input."""
    return inputs @ matrix[:, :-1].T + BIAS_INPUT * matrix[:, -1]


def narrowed(sums, shift):
    """The output stage: rounds, rectifies and saturates."""
    half = 1 << (shift - 1) if shift else 0
    return np.clip(np.floor((sums + half) / (1 << shift)), 0, ACTIVATION_MAX)


def forward(matrices, shifts, images, choose_shifts=False):
    """Inputs and sums of every layer as matrices, and the shapes of the planes.

    With `choose_shifts`, a shift is the least that brings 99 % of the positive sums below 8.
    """
    planes, trace = images.astype(float), []
    for i, (_, _, filters, side, stride) in enumerate(CONVOLUTIONS):
        inputs = patches(planes, stride)
        sums = layer_sums(matrices[i], inputs)
        if choose_shifts:
            largest = np.quantile(sums[sums > 0], 0.99)
            shifts[i] = max(0, int(np.ceil(np.log2(largest / (ACTIVATION_MAX + 0.5)))))
        trace.append((inputs, sums, planes.shape))
        out = side // stride
        planes = narrowed(sums, shifts[i]).reshape(-1, out, out, filters).transpose(0, 3, 1, 2)
    inputs = planes.reshape(len(images), -1)
    trace.append((inputs, layer_sums(matrices[-1], inputs), planes.shape))
    return trace


def predictions(matrices, shifts, images):
    """The class with the largest score, the first of equals."""
    return np.argmax(forward(matrices, shifts, images)[-1][1], axis=1)


def gradients(matrices, shifts, images, labels):
    """Of the softmax cross entropy; rounding and the weights' limits are taken as identities."""
    trace = forward(matrices, shifts, images)
    inputs, scores, shape = trace[-1]
    error = np.exp(SOFTNESS * (scores - scores.max(axis=1, keepdims=True)))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1.0
    error *= SOFTNESS / len(labels)
    slopes = [with_bias(error, inputs)]
    error = (error @ matrices[-1][:, :-1]).reshape(shape)
    for i in reversed(range(len(CONVOLUTIONS))):
        inputs, sums, planes = trace[i]
        error = error.transpose(0, 2, 3, 1).reshape(sums.shape)
        scaled = sums / (1 << shifts[i])
        error = error * ((scaled > -0.5) & (scaled < ACTIVATION_MAX + 0.5)) / (1 << shifts[i])
        slopes.append(with_bias(error, inputs))
        error = scatter(error @ matrices[i][:, :-1], planes, CONVOLUTIONS[i][4])
    return slopes[::-1]


def with_bias(error, inputs):
    """Gradient of a layer's matrix, with the bias as last column."""
    return np.hstack([error.T @ inputs, BIAS_INPUT * error.sum(axis=0)[:, None]])


def shifted(images, random):
    """Some of the images moved by up to one pixel, as more handwriting would be."""
    result = np.zeros_like(images)
    padded = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)))
    moves = random.randint(0, 3, (len(images), 2))
    moves[random.rand(len(images)) >= SHARE_SHIFTED] = 1  # where they are
    for y in range(3):
        for x in range(3):
            here = np.all(moves == (y, x), axis=1)
            result[here] = padded[here, :, y : y + SIDE, x : x + SIDE]
    return result


def train(latent, masks, shifts, split, epochs, random):
    """Trains what the masks leave, with a rate that falls to zero."""
    optimiser = Adam(latent)
    for images, labels, done in batches(split, epochs, random):
        matrices = [integers(m) for m in latent]
        slopes = gradients(matrices, shifts, shifted(images, random), labels)
        optimiser.step([g * mask for g, mask in zip(slopes, masks)], RATE * (1.0 - done))
        for matrix in latent:
            np.clip(matrix, -WEIGHT_MAX - 0.49, WEIGHT_MAX + 0.49, out=matrix)


def initial_matrices(random):
    """Values of the size that integer weights will have; biases begin at zero."""
    sizes = [(f, c * KERNEL * KERNEL) for _, c, f, _, _ in CONVOLUTIONS] + [(CLASSES, INPUTS)]
    return [np.hstack([random.randn(o, i), np.zeros((o, 1))]) for o, i in sizes]


def pattern_mask(matrix):
    """Mask of the best 16 patterns of 4 weights: those that most kernels would choose."""
    kernels = np.abs(matrix[:, :-1]).reshape(-1, KERNEL * KERNEL)
    largest = np.sort(np.argsort(-kernels, axis=1, kind="stable")[:, :KEPT], axis=1)
    found, times = np.unique(largest, axis=0, return_counts=True)
    chosen = found[np.argsort(-times, kind="stable")[:PATTERNS]]
    best = np.argmax(np.square(kernels)[:, chosen].sum(axis=2), axis=1)
    mask = np.zeros(kernels.shape, bool)
    np.put_along_axis(mask, chosen[best], True, axis=1)
    return np.hstack([mask.reshape(len(matrix), -1), np.ones((len(matrix), 1), bool)])


def magnitude_mask(matrix, density):
    """Mask of the weights of largest magnitude; biases are kept."""
    magnitudes = np.abs(matrix[:, :-1])
    order = np.argsort(-magnitudes, axis=None, kind="stable")
    mask = np.ones(matrix.shape, bool)
    mask[np.unravel_index(order[round(density * magnitudes.size) :], magnitudes.shape)] = False
    return mask


def workload_text(shifts):
    """The workload file, laid out for readers: one line per entry of a layer."""

    def tensor(array, **more):
        return json.dumps({"file": f"digits/{ARRAYS.name}", "array": array, **more})

    shapes = []
    for name, channels, filters, side, stride in CONVOLUTIONS:
        shapes.append({"name": name, "kind": "convolution", "channels": channels})
        shapes[-1].update({"height": side, "width": side, "filters": filters})
        shapes[-1].update({"kernel_height": KERNEL, "kernel_width": KERNEL})
        shapes[-1].update({"stride": stride, "padding": 1})
    shapes.append({"name": "fc", "kind": "fully_connected", "inputs": INPUTS, "outputs": CLASSES})
    layers = []
    for shape, shift in zip(shapes, [*shifts, 0]):
        name, lines = shape["name"], [json.dumps(shape)[:-1]]
        lines.append(f'"weights": {tensor(name + "_weights", quantise={"bits": 3})}')
        lines.append(f'"bias": {tensor(name + "_bias", input=BIAS_INPUT)}')
        if name == NAMES[0]:
            lines.append(f'"activations": {tensor("test_images", quantise={"bits": 4})}')
        last = name == NAMES[-1]
        output = {"shift": shift, "relu": not last, **({} if last else {"bits": OUTPUT_BITS})}
        lines.append(f'"output": {json.dumps(output)}}}')
        layers.append("    " + ",\n     ".join(lines))
    lines = [f'{{\n  "title": "{TITLE}"', f'  "source": "{SOURCE}"']
    lines.append(f'  "labels": {tensor("test_labels")}')
    lines.append('  "layers": [\n' + ",\n".join(layers) + "\n  ]\n}\n")
    return ",\n".join(lines)


def check_arrays(arrays):
    """Shapes, types, ranges, patterns, densities and test data of the arrays file."""
    require(len(arrays) == 2 * len(NAMES) + 2, "there are arrays too many or too few")
    require(all(a.dtype == np.int8 for a in arrays.values()), "an array is not int8")
    images, labels = load_split()[1]
    require(np.array_equal(arrays["test_images"], quantised_images(images)), "images differ")
    require(np.array_equal(arrays["test_labels"], labels), "labels differ")
    for name in NAMES:
        require(np.abs(arrays[f"{name}_weights"]).max() <= WEIGHT_MAX, f"{name}: a weight")
        require(np.abs(arrays[f"{name}_bias"]).max() <= WEIGHT_MAX, f"{name}: a bias")
    for name, channels, filters, _, _ in CONVOLUTIONS:
        weights = arrays[f"{name}_weights"]
        require(weights.shape == (filters, channels, KERNEL, KERNEL), f"{name}: shape")
        kept = np.count_nonzero(weights, axis=(2, 3))
        require(kept.max() <= KEPT, f"{name}: a kernel has {kept.max()} weights")
    weights = arrays["fc_weights"]
    require(weights.shape == (CLASSES, INPUTS), "fc: shape")
    require(np.count_nonzero(weights) <= round(FC_DENSITY * weights.size), "fc: density")


def check():
    """Reads both files back, compares them with what they must hold, runs the model."""
    with np.load(ARRAYS) as stored:
        arrays = dict(stored)
    check_arrays(arrays)
    text = WORKLOAD.read_text()
    shifts = [layer["output"]["shift"] for layer in json.loads(text)["layers"]][:-1]
    require(text == workload_text(shifts), "the workload file is not as written")
    matrices = []
    for name in NAMES:
        weights, bias = arrays[f"{name}_weights"], arrays[f"{name}_bias"]
        matrices.append(np.hstack([weights.reshape(len(weights), -1), bias[:, None]]))
    trace = forward([m.astype(float) for m in matrices], shifts, arrays["test_images"])
    for name, matrix, (inputs, sums, _), shift in zip(NAMES, matrices, trace, [*shifts, 0]):
        kept, active = np.count_nonzero(matrix[:, :-1]), np.count_nonzero(inputs) / inputs.size
        print(f"{name}: {kept} of {matrix[:, :-1].size} weights, shift {shift}, ", end="")
        print(f"{active:.2f} of the inputs, sums {sums.min():.0f} to {sums.max():.0f}")
    correct = np.count_nonzero(np.argmax(trace[-1][1], axis=1) == arrays["test_labels"])
    print(f"integer {correct / 360:.4f} ({correct} of 360)")
    require(correct == CORRECT, f"the recorded number, CORRECT, is {CORRECT}")


def build():
    """Trains, quantises, prunes, and writes both files."""
    random = np.random.RandomState(SEED)
    training, test = [(quantised_images(images), labels) for images, labels in load_split()]
    latent = initial_matrices(random)
    everything = [np.ones(m.shape, bool) for m in latent]
    shifts = [0] * len(CONVOLUTIONS)
    forward(latent, shifts, training[0], choose_shifts=True)

    def report(stage):
        right = predictions([integers(m) for m in latent], shifts, test[0]) == test[1]
        print(f"{stage:8} {np.mean(right):.4f}")

    train(latent, everything, shifts, training, 30, random)
    report("trained")
    masks = [pattern_mask(m) for m in latent[:-1]] + [magnitude_mask(latent[-1], FC_DENSITY)]
    for matrix, mask in zip(latent, masks):
        matrix *= mask
    train(latent, masks, shifts, training, 60, random)
    report("pruned")
    arrays = {}
    for name, matrix in zip(NAMES, latent):
        values = integers(matrix).astype(np.int8)
        channels = [layer[1] for layer in CONVOLUTIONS if layer[0] == name]
        shape = (len(values), *channels, KERNEL, KERNEL) if channels else (len(values), INPUTS)
        arrays[f"{name}_weights"] = values[:, :-1].reshape(shape)
        arrays[f"{name}_bias"] = values[:, -1].copy()
    tests = {"test_images": test[0].astype(np.int8), "test_labels": test[1].astype(np.int8)}
    np.savez_compressed(ARRAYS, **arrays, **tests)
    WORKLOAD.write_text(workload_text(shifts))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only check the files")
    if not parser.parse_args().check:
        build()
    check()


if __name__ == "__main__":
    main()
