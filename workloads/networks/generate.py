#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the workloads of whole networks from shapes.json and densities.json.

A rule of densities.json is for the layers whose names match it; the first that matches counts.
Between the first and the last of "interpolate", densities are linear in depth, for each kind of
layer. A sixth column has the bits of a codebook, which shares values of 16 bits. A network may have
the "shapes" of another, "only" the layers whose names match, and a "structure" of pruning; patterns
without a density are for its 3 x 3 kernels, whatever the rule. Weights may have "one_sign"; layers
that are a "chain" say so, and a "purification" follows their paths. All
layers have inputs of their own, since pooling and additions stand between them; biases are left
out. Weights and inputs have 8 bits, so that sums fit 24 bits: of these tensors even 20.

Without arguments: writes ../NETWORK.json. With --check: says which of these files differ.
"""

import argparse
import fnmatch
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
COLUMNS = 100
INDENT = 5 * " "
LINE = ",\n       "
BITS = 8
CODEBOOK_VALUE_BITS = 16
SHIFT = 8
CLUSTERING = 0.3  # our assumption: no published figure is known to us
DEFAULTS = {"stride": 1, "padding": 0, "groups": 1}
EVERYWHERE = (f"that inputs of convolutions cluster by {CLUSTERING}: assumed; {BITS} bits "
              "(@codebooks@), shift "
              f"by {SHIFT}, no biases: our choice; "
              "Han 2015: Han et al., NIPS 2015 (arXiv:1506.02626)")


def load(name):
    return json.loads((HERE / name).read_text())


def shapes_of(network, table):
    """The keys of each layer's shape, in the order of the network."""
    for row in network["layers"]:
        kinds = ("convolution", "fully_connected")
        kind = next(kind for kind in kinds if len(table[kind]) == len(row))
        shape = dict(zip(table[kind], row))
        yield {"name": shape.pop("name"), "kind": kind} | {
            key: value for key, value in shape.items() if DEFAULTS.get(key) != value}


def interpolated(name, modules, rules):
    """A rule for a layer of a module between the first and the last one."""
    module, kind = name.split("/")
    by_name = {rule[0]: rule for rule in rules}
    first, last = (by_name[f"{modules[end]}/{kind}"] for end in (0, -1))
    share = modules.index(module) / (len(modules) - 1)
    weights, inputs = (round(first[i] + share * (last[i] - first[i]), 3) for i in (1, 3))
    return [name, weights, "interpolated", inputs, "interpolated"]


def rule_of(name, network):
    for rule in network["layers"]:
        if fnmatch.fnmatchcase(name, rule[0]):
            return rule
    return interpolated(name, network["interpolate"], network["layers"])


def tensor_text(key, density, source, clustering=0, codebook=None, structure=None, one_sign=None):
    parts = [f'"density": {density}'] if density is not None else []
    if clustering:
        parts[-1] += f', "clustering": {clustering}'
    if structure:
        parts.append(f'"structure": {json.dumps(structure)}')
    if one_sign:
        parts[-1] += f', "one_sign": {one_sign}'
    also = "; clustering assumed" if clustering else ""
    bits = f'"bits": {BITS}'
    if codebook:
        bits = f'"bits": {CODEBOOK_VALUE_BITS}, "codebook_bits": {codebook}'
    parts.append(f'"source": "{source}{also}"')
    begin = "" if density is not None else LINE[1:]
    return (f'"{key}": {{"quantise": {{{bits}}}, "synthesise": {{' + begin + LINE.join(parts)
            + "}}")


def wrapped(items):
    """Items with commas between them, as many in a line as fit."""
    lines = [items[0]]
    for item in items[1:]:
        if len(INDENT + lines[-1] + item) + len(", ,") > COLUMNS:
            lines.append(item)
        else:
            lines[-1] += ", " + item
    return (",\n" + INDENT).join(lines)


def structure_of(shape, network):
    """The structure of a layer, and whether it decides the density."""
    structure = network.get("structure")
    if not structure or structure["kind"] != "pattern":
        return structure, False
    is_3_x_3 = (shape.get("kernel_height"), shape.get("kernel_width")) == (3, 3)
    return (structure, True) if is_3_x_3 else (None, False)


def layer_text(shape, rule, sources, relu, network, before):
    _, weights, weights_source, inputs, inputs_source, *codebook = rule
    structure, decides = structure_of(shape, network)
    if decides:
        weights, weights_source = None, "pcnn"
    clusters = shape["kind"] == "convolution" and inputs < 1
    keys = shape | {"output": {"shift": SHIFT, "relu": relu}}
    if before:
        keys |= {"from": before}
    parts = [wrapped([f"{json.dumps(key)}: {json.dumps(value)}" for key, value in keys.items()]),
             tensor_text("weights", weights, sources[weights_source], 0, *codebook or [None],
                         structure, network.get("one_sign")),
             tensor_text("activations", inputs, sources[inputs_source],
                         CLUSTERING if clusters else 0)]
    return "    {" + (",\n" + INDENT).join(parts) + "}"


def check_rules(names, network):
    for rule in network["layers"]:
        if not fnmatch.filter(names, rule[0]):
            sys.exit(f"densities.json: no layer is called {rule[0]}")


def everywhere(network):
    """Without a codebook, nothing is said about its values."""
    has_codebook = any(len(rule) > 5 for rule in network["layers"])
    values = f" ({CODEBOOK_VALUE_BITS} for the values of codebooks)" if has_codebook else ""
    return EVERYWHERE.replace(" (@codebooks@)", values)


def workload(name, shapes, densities):
    network = densities["networks"][name]
    shapes_name = network.get("shapes", name)
    layers = [layer for layer in shapes_of(shapes["networks"][shapes_name], shapes)
              if fnmatch.fnmatchcase(layer["name"], network.get("only", "*"))]
    check_rules([layer["name"] for layer in layers], network)
    linear = shapes["networks"][shapes_name]["without_relu"]
    before = [None] + [layer["name"] if network.get("chain") else None for layer in layers]
    texts = [layer_text(layer, rule_of(layer["name"], network), densities["sources"],
                        not any(fnmatch.fnmatchcase(layer["name"], one) for one in linear),
                        network, source)
             for layer, source in zip(layers, before)]
    source = (f'shapes: {shapes["networks"][shapes_name]["source"]}; {network["source"]}; '
              f'{everywhere(network)}')
    purified = ""
    if "purification" in network:
        purified = f'  "purification": {json.dumps(network["purification"])},\n'
    return (f'{{\n  "title": "{network["title"]}",\n  "source": "{source}",\n'
            f'{purified}  "layers": [\n'
            + ",\n".join(texts) + "\n  ]\n}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    shapes, densities = load("shapes.json"), load("densities.json")
    different = []
    for name in densities["networks"]:
        text = workload(name, shapes, densities)
        file = HERE.parent / f"{name}.json"
        if not check:
            file.write_text(text)
        elif not file.exists() or file.read_text() != text:
            different.append(file.name)
    if different:
        sys.exit(f"{', '.join(different)}: not what generate.py writes; change its tables, run it")


if __name__ == "__main__":
    main()
