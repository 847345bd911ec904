"""Random cells, bags, dictionaries and fields, made by tonpy and by Silk, and compared.

Usage: differential.py EXECUTABLE [CASES [SEED [KIND ...]]]

Run by Tools/differential. CASES is the number of cases of each kind (2000 by default). The same SEED gives the same
cases. What tonpy can't tell (hashes below the highest level, key order) comes from a small model in this file, which
is itself checked against tonpy wherever that can. Prefix codes are compared with the instructions of tonpy's virtual
machine; it has nothing for keys of variable length that may begin with one another.
"""

import base64
import hashlib
import json
import os
import random
import subprocess
import sys
from collections import Counter

from tonpy import TVM, AugmentedData, CellBuilder, VmDict
from tonpy import Cell as ReferenceCell

PRUNED, LIBRARY, PROOF, UPDATE = 1, 2, 3, 4


class Disagreement(Exception):
    """Silk and the reference differ."""


class Silk:
    """The Swift side: a process that answers each line of JSON with one."""

    def __init__(self, executable):
        self.process = subprocess.Popen([executable], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **case):
        self.process.stdin.write(json.dumps(case) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Disagreement(f"Silk stopped ({self.process.wait()})")
        return json.loads(line)


# Cells


class Model:
    """A cell with its hashes and depths of all levels, and the same cell in tonpy."""

    def __init__(self, bits, references=(), is_exotic=False):
        self.bits, self.references, self.is_exotic = bits, tuple(references), is_exotic
        self.kind = int(bits[:8], 2) if is_exotic else 0
        joined = 0
        for reference in self.references:
            joined |= reference.mask
        if self.kind == PRUNED:
            self.mask = int(bits[8:16], 2)
        elif self.kind in (PROOF, UPDATE):
            self.mask = joined >> 1
        else:
            self.mask = 0 if self.kind == LIBRARY else joined
        self.hashes, self.depths = [], []
        for level in range(4):
            self._compute(level)

        builder = CellBuilder()
        if bits:
            builder.store_bitstring(bits)
        for reference in self.references:
            builder.store_ref(reference.reference)
        self.reference = builder.end_cell(special=is_exotic)

    def _compute(self, level):
        below = self.mask & ((1 << level) - 1)
        if self.kind == PRUNED and below != self.mask:
            count, number = self.mask.bit_count(), below.bit_count()
            start, depths = 16 + 256 * number, 16 + 256 * count + 16 * number
            self.hashes.append(packed(self.bits[start : start + 256])[0])
            self.depths.append(int(self.bits[depths : depths + 16], 2))
            return
        if self.hashes and (level == 0 or not self.mask >> (level - 1) & 1 or self.kind == PRUNED and level > self.mask.bit_length()):
            self.hashes.append(self.hashes[-1])
            self.depths.append(self.depths[-1])
            return
        lowered = level + 1 if self.kind in (PROOF, UPDATE) else level
        lowered = min(lowered, 3)
        data, second = packed(self.bits)
        first = len(self.references) + 8 * self.is_exotic + 32 * below
        if below and self.kind != PRUNED:
            data = self.hashes[-1]
        depths = [reference.depths[lowered] for reference in self.references]
        text = bytes([first, second]) + data + b"".join(depth.to_bytes(2, "big") for depth in depths)
        text += b"".join(reference.hashes[lowered] for reference in self.references)
        self.hashes.append(hashlib.sha256(text).digest())
        self.depths.append(1 + max(depths) if depths else 0)

    @property
    def hash(self):
        return self.hashes[3].hex()

    def recipes(self):
        """The cells below and this, each once, children first."""
        indices, recipes = {}, []

        def visit(cell):
            if id(cell) in indices:
                return
            for reference in cell.references:
                visit(reference)
            indices[id(cell)] = len(recipes)
            references = [indices[id(reference)] for reference in cell.references]
            recipes.append({"bits": cell.bits, "references": references, "isExotic": cell.is_exotic})

        visit(self)
        return recipes


def packed(bits):
    """The data bytes with the completion tag, and the second descriptor byte."""
    tagged = bits if len(bits) % 8 == 0 else bits + "1" + "0" * (7 - len(bits) % 8)
    return int(tagged or "0", 2).to_bytes(len(tagged) // 8, "big"), len(bits) // 8 + len(tagged) // 8


def binary(value, width):
    return format(value, f"0{width}b") if width else ""


def random_bits(rng, most):
    width = rng.choice([0, 1, 7, 8, 9, most, rng.randint(0, most), rng.randint(0, min(most, 64))])
    width = min(width, most)
    return rng.choice([binary(rng.getrandbits(width) if width else 0, width)] * 3 + ["0" * width, "1" * width])


def random_pruned(rng, mask=None):
    mask = mask or rng.randint(1, 7)
    count = mask.bit_count()
    bits = binary(PRUNED, 8) + binary(mask, 8) + binary(rng.getrandbits(256 * count), 256 * count)
    return Model(bits + "".join(binary(rng.randint(0, 900), 16) for _ in range(count)), is_exotic=True)


def merkle(rng, kind, children):
    bits = binary(kind, 8) + "".join(binary(int.from_bytes(child.hashes[0], "big"), 256) for child in children)
    return Model(bits + "".join(binary(child.depths[0], 16) for child in children), children, is_exotic=True)


def random_tree(rng, exotic):
    """A graph that grows upwards: later cells refer to earlier ones, some to many."""
    cells = []
    size = rng.choice([1, 2, 3, rng.randint(1, 20), rng.randint(1, 80), rng.randint(100, 400)])
    for _ in range(size):
        draw = rng.random()
        if exotic and draw < 0.1:
            cells.append(random_pruned(rng))
        elif exotic and draw < 0.14:
            cells.append(Model(binary(LIBRARY, 8) + binary(rng.getrandbits(256), 256), is_exotic=True))
        elif exotic and draw < 0.22 and cells:
            cells.append(merkle(rng, PROOF, [rng.choice(cells)]))
        elif exotic and draw < 0.27 and cells:
            cells.append(merkle(rng, UPDATE, [rng.choice(cells), rng.choice(cells)]))
        else:
            near = cells[-rng.choice([2, 5, 400]) :]
            count = rng.choice([0, 1, 1, 2, 2, 3, 4]) if near else 0
            cells.append(Model(random_bits(rng, 1023), [rng.choice(near) for _ in range(count)]))
        if max(cells[-1].depths) > 1000:
            break
    return Model(random_bits(rng, 1023), [*cells[-3:], rng.choice(cells)])


def compare(what, expected, found):
    if expected != found:
        raise Disagreement(f"{what}: the reference has {expected}, Silk {found}")


def compare_cell(model, answer, boc):
    if answer.get("error"):
        raise Disagreement(f"Silk refuses it: {answer['error']}")
    compare("hash", model.hash, answer["hash"])
    compare("hashes", [digest.hex() for digest in model.hashes], answer["hashes"])
    compare("depths", model.depths, answer["depths"])
    if boc is not None:
        compare("bag", boc, answer["block"])


def reference_bag(model, may_abort):
    """tonpy's bag; None where it aborts, as it does at some cells of higher levels: a child process tries first."""
    if may_abort and any(recipe["isExotic"] for recipe in model.recipes()):
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            model.reference.to_boc()
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            return None
    return model.reference.to_boc()


def trees(rng, silk, counts, exotic=False):
    model = random_tree(rng, exotic)
    if model.reference.get_hash().lower() != model.hash or model.reference.get_depth() != model.depths[3]:
        raise Disagreement("the model's hash or depth isn't tonpy's")
    compare_cell(model, silk.ask(kind="build", recipes=model.recipes()), None)
    # Whole bags have roots of level 0.
    while model.mask:
        model = merkle(rng, PROOF, [model])
    boc = reference_bag(model, exotic)
    counts["cells"] += len(model.recipes())
    answer = silk.ask(kind="build", recipes=model.recipes())
    compare_cell(model, answer, boc)
    compare("hash of Silk's bag", ReferenceCell(answer["block"]).get_hash().lower(), model.hash)
    if boc is None:
        counts["bags that the reference can't write"] += 1
        boc = answer["block"]
    compare_cell(model, silk.ask(kind="bag", boc=boc), boc)


def exotic_trees(rng, silk, counts):
    trees(rng, silk, counts, exotic=True)


def refused_cells(rng, silk, counts):
    """Exotic cells that are slightly wrong, and chains around the greatest depth: are the same refused?"""
    child = random_tree(rng, False) if rng.random() < 0.5 else random_pruned(rng)
    kind = rng.choice(["pruned", "library", "proof", "update", "chain"])
    if kind == "chain":
        model, length = Model(random_bits(rng, 40)), rng.randint(1022, 1026)
        recipes = [{"bits": model.bits, "references": [], "isExotic": False}]
        current, error = model.reference, None
        for number in range(length):
            recipes.append({"bits": "1", "references": [number], "isExotic": False})
            try:
                current = CellBuilder().store_bitstring("1").store_ref(current).end_cell()
            except RuntimeError as failure:
                error = failure
                break
    else:
        if kind == "pruned":
            good = random_pruned(rng)
        elif kind == "library":
            good = Model(binary(LIBRARY, 8) + binary(rng.getrandbits(256), 256), is_exotic=True)
        else:
            good = merkle(rng, PROOF if kind == "proof" else UPDATE, [child] * (1 if kind == "proof" else 2))
        bits, references = good.bits, list(good.references)
        change = rng.choice(["flip", "flip", "head", "cut", "longer", "reference", "none"])
        if change in ("flip", "head"):
            place = rng.randrange(len(bits) if change == "flip" else 16)
            bits = bits[:place] + "10"[int(bits[place])] + bits[place + 1 :]
        elif change == "cut":
            bits = bits[: rng.randrange(len(bits))]
        elif change == "longer":
            bits = (bits + binary(rng.getrandbits(8), 8))[:1023]
        elif change == "reference":
            references = references[1:] if references and rng.random() < 0.5 else (references + [child])[:4]
        error, current = None, None
        builder = CellBuilder()
        if bits:
            builder.store_bitstring(bits)
        for reference in references:
            builder.store_ref(reference.reference)
        try:
            current = builder.end_cell(special=True)
        except RuntimeError as failure:
            error = failure
        recipes, indices = [], []
        for reference in references:
            start = len(recipes)
            for recipe in reference.recipes():
                recipes.append({**recipe, "references": [start + index for index in recipe["references"]]})
            indices.append(len(recipes) - 1)
        recipes.append({"bits": bits, "references": indices, "isExotic": True})
    answer = silk.ask(kind="build", recipes=recipes)
    counts["refused" if error else "accepted"] += 1
    if bool(error) != bool(answer.get("error")):
        raise Disagreement(f"{kind}: the reference says {error or 'yes'}, Silk {answer.get('error') or 'yes'}: {recipes[-1]}")
    if not error:
        compare("hash", current.get_hash().lower(), answer["hash"])


def crc32c(data, table=[]):
    if not table:
        for number in range(256):
            for _ in range(8):
                number = number >> 1 ^ (0x82F63B78 if number & 1 else 0)
            table.append(number)
    value = 0xFFFFFFFF
    for byte in data:
        value = table[(value ^ byte) & 255] ^ value >> 8
    return value ^ 0xFFFFFFFF


def damaged_bags(rng, silk, counts):
    """Bags with changed bytes and a checksum that fits: Silk may refuse more than the reference, never less."""
    exotic = rng.random() < 0.3
    model = random_tree(rng, exotic)
    while model.mask:
        model = merkle(rng, PROOF, [model])
    boc = reference_bag(model, exotic)
    if boc is None:
        return
    data = bytearray(base64.b64decode(boc))
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        place = rng.choice([rng.randrange(4, min(30, len(data) - 4)), rng.randrange(4, len(data) - 4)])
        change = rng.choice(["flip", "byte", "swap", "drop", "insert"])
        if change == "flip":
            data[place] ^= 1 << rng.randrange(8)
        elif change == "byte":
            data[place] = rng.randrange(256)
        elif change == "swap":
            other = rng.randrange(4, len(data) - 4)
            data[place], data[other] = data[other], data[place]
        elif change == "drop" and len(data) > 24:
            del data[place]
        else:
            data.insert(place, rng.randrange(256))
    if data[4] & 0x40:
        data[-4:] = crc32c(data[:-4]).to_bytes(4, "little")
    boc = base64.b64encode(data).decode()
    try:
        expected = ReferenceCell(boc).get_hash().lower()
    except (RuntimeError, UnicodeDecodeError):
        # The message of a refusal may quote bytes that are no text.
        expected = None
    answer = silk.ask(kind="bag", boc=boc)
    if expected is None and not answer.get("error"):
        # The reference's reader of single roots wants level 0; Silk's reader of bags doesn't ask.
        if answer["hashes"][0] == answer["hashes"][3]:
            raise Disagreement(f"Silk accepts what the reference refuses: {data.hex()}")
        counts["refused for its level"] += 1
    elif expected is None:
        counts["refused by both"] += 1
    elif answer.get("error"):
        counts["refused by Silk alone: " + reason_class(answer["error"])] += 1
    else:
        counts["accepted by both"] += 1
        compare("hash of a damaged bag", expected, answer["hash"])


def reason_class(error):
    for word in ("CRC-32C", "index says", "cache bit", "follow the end", "hash", "unreachable", "header", "root"):
        if word in error:
            return word
    return error.split(":")[0]


# Dictionaries


def as_slice(bits):
    builder = CellBuilder()
    if bits:
        builder.store_bitstring(bits)
    return builder.end_cell().begin_parse()


def root_name(dictionary):
    return "empty" if dictionary.is_empty() else dictionary.get_cell().get_hash().lower()


def random_keys(rng, width):
    pool = []
    for _ in range(rng.choice([1, 2, 8, 40])):
        if pool and rng.random() < 0.5:
            # Shares a prefix with another key, so that forks lie deep.
            kept = rng.randint(0, width)
            pool.append(rng.choice(pool)[:kept] + binary(rng.getrandbits(width), width)[kept:])
        else:
            pool.append(rng.choice([binary(rng.getrandbits(width), width)] * 3 + ["0" * width, "1" * width]))
    return pool


def random_width(rng):
    return rng.choice([1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 96, 127, 128, 255, 256, 257, 267, 300, 512, 600])


def as_value(bits, has_reference):
    builder = CellBuilder()
    if bits:
        builder.store_bitstring(bits)
    if has_reference:
        builder.store_ref((CellBuilder().store_bitstring(bits) if bits else CellBuilder()).end_cell())
    return builder


class Tested:
    """A dictionary in tonpy, and what it should hold."""

    def __init__(self, width, augmentation=None):
        self.width = width
        self.dictionary = VmDict(width, False, aug=augmentation) if augmentation else VmDict(width, False)
        self.is_augmented = augmentation is not None
        self.model, self.references = {}, {}

    @property
    def root(self):
        """The tree alone; None where there is none."""
        if self.dictionary.is_empty():
            return None
        cell = self.dictionary.get_cell()
        # tonpy has the extra of the whole beside the root of an augmented one.
        return cell.begin_parse().load_ref() if self.is_augmented else cell

    @property
    def name(self):
        root = self.root
        return "empty" if root is None else root.get_hash().lower()

    def put(self, key, bits, has_reference, mode="set"):
        """Whether the change was possible: a long value may not fit beside its label."""
        try:
            # Not from a builder: an augmented dictionary would forget the mode.
            self.dictionary.set_keycs(as_slice(key), as_value(bits, has_reference).end_cell().begin_parse(), mode)
        except RuntimeError:
            return False
        if mode == "set" or (mode == "add") == (key not in self.model):
            self.model[key], self.references[key] = bits, has_reference
        return True

    def value(self, found):
        return (found.data if self.is_augmented else found).to_bitstring()

    def remove(self, key):
        """What Silk should answer."""
        try:
            found = self.value(self.dictionary.lookup_delete_keycs(as_slice(key)))
        except RuntimeError:
            # A fork's remaining side, with a longer label, may no longer fit.
            return "refused" if key in self.model else f"absent {self.name}"
        compare("model of a removed value", self.model.pop(key, None), found)
        return f"{found} {self.name}"

    def get(self, key):
        try:
            found = self.value(self.dictionary.lookup_keycs(as_slice(key)))
        except RuntimeError:
            found = "absent"
        compare("model of a value", self.model.get(key, "absent"), found)
        return found

    def nearest(self, key, is_next, is_inclusive):
        try:
            found, content = self.dictionary.lookup_nearest_key(
                int(key, 2), fetch_next=is_next, allow_eq=is_inclusive, invert_first=False)
        except RuntimeError:
            return "absent"
        return f"{binary(found, self.width)}={self.value(content)}"

    def last(self, is_maximum):
        try:
            found, content = self.dictionary.get_minmax_key(is_maximum, False)
        except RuntimeError:
            return "absent"
        return f"{binary(found, self.width)}={self.value(content)}"

    def merge(self, other):
        """Puts in the entries of another one; whether all fit. tonpy's own merger must agree where keys differ."""
        merged = None
        if not self.is_augmented and not self.model.keys() & other.model.keys():
            merged = VmDict(self.width, False, cell_root=self.dictionary.get_cell()) if self.model else VmDict(self.width, False)
            try:
                merged.combine_with(VmDict(self.width, False, cell_root=other.dictionary.get_cell()) if other.model else VmDict(self.width, False))
            except RuntimeError:
                merged = None
        for key in sorted(other.model):
            if not self.put(key, other.model[key], other.references[key]):
                return False
        if merged is not None:
            compare("tonpy's merger", self.name, root_name(merged))
        return True

    def changes(self, other):
        keys = sorted(self.model.keys() | other.model.keys())
        texts = []
        for key in keys:
            sides = [side.model.get(key) for side in (self, other)]
            references = [side.references.get(key) for side in (self, other)]
            if sides[0] != sides[1] or (key in self.model and references[0] != references[1]):
                texts.append(":".join([key] + ["absent" if side is None else side for side in sides]))
        return " ".join(texts)


def filled(rng, width, pool, value, augmentation=None):
    tested = Tested(width, augmentation)
    for key in rng.sample(pool, len(pool) // 2):
        tested.put(key, value(), rng.random() < 0.2)
    return tested


def boc_of(tested):
    return None if tested.root is None else tested.root.to_boc()


def dictionary_steps(rng, silk, counts, kind, actions, value, augmentation=None):
    """Random steps on one dictionary, the same in tonpy and in Silk."""
    width = random_width(rng)
    pool = random_keys(rng, width)
    case = {"kind": kind, "keyBits": width}
    tested = Tested(width, augmentation)
    if rng.random() < 0.5:
        tested = filled(rng, width, pool, value, augmentation)
        case["boc"] = boc_of(tested)
    other = filled(rng, width, pool + random_keys(rng, width), value, augmentation)
    case["other"] = boc_of(other)
    if width > 256:
        actions = [action for action in actions if action not in ("next", "previous", "minimum", "maximum")]
    steps, expected = [], []
    for _ in range(rng.randint(1, 30)):
        action, key = rng.choice(actions), rng.choice(pool)
        if action in ("merge", "changes") and rng.random() < 0.7:
            continue
        counts[action] += 1
        step = {"action": action, "key": key}
        if action in ("set", "add", "replace"):
            step["value"], step["hasReference"] = value(), rng.random() < 0.2
            # Nothing is written, so nothing refused, where the key is or isn't there.
            is_set = tested.put(key, step["value"], step["hasReference"], action)
            expected.append(tested.name if is_set else "refused")
            counts["refused"] += not is_set
        elif action == "remove":
            expected.append(tested.remove(key))
            counts["refused"] += expected[-1] == "refused"
        elif action == "get":
            expected.append(tested.get(key))
        elif action in ("next", "previous"):
            step["flag"] = rng.random() < 0.5
            expected.append(tested.nearest(key, action == "next", step["flag"]))
        elif action in ("minimum", "maximum"):
            expected.append(tested.last(action == "maximum"))
        elif action == "merge":
            if not tested.merge(other):
                # Some were put and others not: not the same as a merger that is refused as a whole.
                return
            expected.append(tested.name)
        else:
            expected.append(tested.changes(other))
        steps.append(step)
    expected += [f"{key}={tested.model[key]}" for key in sorted(tested.model)]
    expected.append(tested.name)
    case["steps"] = steps
    answer = silk.ask(**{name: value for name, value in case.items() if value is not None})
    compare_results(answer, expected, steps, width)
    return tested, answer


def compare_results(answer, expected, steps, width):
    if answer.get("error"):
        raise Disagreement(f"Silk refuses it: {answer['error']}")
    for number, (wanted, found) in enumerate(zip(expected, answer["results"])):
        compare(f"{width} bits, result {number} of {steps[number] if number < len(steps) else 'the whole'}", wanted, found)
    compare("results", len(expected), len(answer["results"]))


def dictionaries(rng, silk, counts):
    actions = ["set", "set", "add", "replace", "remove", "remove", "get", "next", "previous", "minimum", "maximum", "merge", "changes"]
    result = dictionary_steps(rng, silk, counts, "dictionary", actions, lambda: random_bits(rng, rng.choice([8, 64, 300, 1023])))
    if result:
        tested, answer = result
        compare("bag", boc_of(tested), answer.get("block"))


class SumAndLeast(AugmentedData):
    """64 bits of sum of the values' first 32 bits, and the least of them: what the Swift side makes too."""

    @staticmethod
    def pack(total, least):
        return as_slice(binary(total % (1 << 64), 64) + binary(least, 32))

    def eval_leaf(self, cs):
        number = cs.preload_uint(32)
        return True, self.pack(number, number)

    def skip_extra(self, cs):
        cs.skip_bits(96)
        return True, cs

    def eval_fork(self, left, right):
        total = left.load_uint(64) + right.load_uint(64)
        return True, self.pack(total, min(left.load_uint(32), right.load_uint(32)))

    def eval_empty(self):
        return True, self.pack(0, 0)


def augmented_dictionaries(rng, silk, counts):
    actions = ["set", "set", "add", "replace", "remove", "remove", "get", "next", "previous", "merge"]

    def value():
        return binary(rng.getrandbits(32), 32) + random_bits(rng, rng.choice([0, 8, 300, 900]))

    dictionary_steps(rng, silk, counts, "augmented", actions, value, SumAndLeast())


PREFIX_OPERATIONS = {"set": 0xF470, "replace": 0xF471, "add": 0xF472, "remove": 0xF473, "match": 0xF4A8}


def run_instruction(opcode, stack):
    """The stack that one instruction leaves; None where it throws."""
    machine = TVM(code=CellBuilder().store_bitstring(binary(opcode, 16)).end_cell(), data=CellBuilder().end_cell(), skip_c7=True)
    machine.set_gas_limit(1000000, 1000000)
    machine.set_stack(stack)
    left = machine.run(allow_non_success=True)
    return left if machine.exit_code in (0, 1, -1) else None


def prefix_dictionaries(rng, silk, counts):
    """Prefix codes, by the instructions of the reference's virtual machine."""
    width = rng.choice([1, 2, 3, 4, 8, 9, 16, 33, 64, 100, 256, 267, 500])
    pool = []
    for _ in range(rng.choice([2, 8, 30])):
        length = rng.randint(0, width) if rng.random() < 0.8 else width
        key = binary(rng.getrandbits(length) if length else 0, length)
        if pool and rng.random() < 0.6:
            kept = rng.randint(0, length)
            key = (rng.choice(pool)[:kept] + key[kept:])[:length]
        pool.append(key)
    root, model, steps, expected = None, {}, [], []

    def name():
        return "empty" if root is None else root.get_hash().lower()

    for _ in range(rng.randint(1, 30)):
        action, key = rng.choice(["set", "set", "set", "add", "replace", "remove", "match", "match"]), rng.choice(pool)
        step = {"action": action, "key": key}
        if action == "match":
            # Also bits that go on behind a key.
            step["key"] += binary(rng.getrandbits(8), 8) if rng.random() < 0.5 else ""
            left = run_instruction(PREFIX_OPERATIONS[action], [as_slice(step["key"]), root, width])
            if left[-1]:
                found, value, rest = (part.to_bitstring() for part in left[:3])
                compare("model of a match", model[found], value)
                compare("bits of a match", step["key"], found + rest)
                expected.append(f"{found}={value}")
            else:
                expected.append("absent")
            counts["match" if left[-1] else "no match"] += 1
            steps.append(step)
            continue
        stack = [as_slice(key), root, width]
        if action != "remove":
            step["value"] = random_bits(rng, rng.choice([8, 64, 300, 1023]))
            stack.insert(0, as_slice(step["value"]))
        left = run_instruction(PREFIX_OPERATIONS[action], stack)
        steps.append(step)
        if left is None:
            counts["refused"] += 1
            expected.append("refused")
            continue
        root, is_done = left[-2], left[-1] != 0
        if is_done and action == "remove":
            model.pop(key)
        elif is_done:
            model[key] = step["value"]
        counts[action if is_done else f"no {action}"] += 1
        expected.append(f"{str(is_done).lower()} {name()}")
    expected += [f"{key}={model[key]}" for key in sorted(model)]
    compare_results(silk.ask(kind="prefix", keyBits=width, steps=steps), expected, steps, width)


# Fields


def edge(rng, bits):
    return rng.choice([0, 1, (1 << bits) - 1, rng.getrandbits(bits), rng.getrandbits(rng.randint(1, bits))]) & ((1 << bits) - 1)


def fields(rng, silk, counts):
    builder, listed, expected = CellBuilder(), [], []
    for _ in range(rng.randint(1, 12)):
        kind = rng.choice(["unsigned", "signed", "wide", "coins", "address", "bits"])
        bits = rng.randint(1, 128 if kind == "wide" else 64)
        room = builder.remaining_bits
        if room < {"coins": 124, "address": 267}.get(kind, bits):
            continue
        counts[kind] += 1
        if kind in ("unsigned", "wide"):
            number = edge(rng, bits)
            builder.store_uint(number, bits)
            text = str(number)
        elif kind == "signed":
            number = edge(rng, bits) - (1 << (bits - 1))
            builder.store_int(number, bits)
            text = str(number)
        elif kind == "coins":
            number = edge(rng, 120)
            builder.store_grams(number)
            text = str(number)
        elif kind == "address":
            text = f"{rng.choice([0, -1])}:{rng.getrandbits(256):064x}"
            builder.store_address(text)
        else:
            text = binary(rng.getrandbits(bits), bits)
            builder.store_bitstring(text)
        listed.append({"kind": kind, "value": text, "bits": bits})
        expected.append(text)
    cell = builder.end_cell()
    answer = silk.ask(kind="fields", fields=listed)
    if answer.get("error"):
        raise Disagreement(f"Silk refuses it: {answer['error']}: {listed}")
    compare("cell of fields", cell.to_boc(), answer["block"])
    compare("fields read back", expected, answer["results"])


def main(arguments):
    if not arguments:
        sys.exit(__doc__.strip())
    silk = Silk(arguments[0])
    cases = int(arguments[1]) if len(arguments) > 1 else 2000
    seed = int(arguments[2]) if len(arguments) > 2 else 1
    checks = (
        trees, exotic_trees, refused_cells, damaged_bags, dictionaries, augmented_dictionaries, prefix_dictionaries, fields)
    if len(arguments) > 3:
        checks = [check for check in checks if check.__name__ in arguments[3:]]
    failures = 0
    for check in checks:
        counts, done = Counter(), 0
        for number in range(cases):
            rng = random.Random(f"{seed} {check.__name__} {number}")
            try:
                check(rng, silk, counts)
                done += 1
            except Disagreement as disagreement:
                print(f"{check.__name__} {number} of seed {seed}: {disagreement}")
                failures += 1
                break
        details = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        print(f"{check.__name__.replace('_', ' ')}: {done} of {cases} agree ({details})", flush=True)
        if silk.process.poll() is not None:
            break
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
