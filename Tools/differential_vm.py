"""Random programs in Silk's machine and in the reference's (tonpy), and compared: exit code, gas, steps, stack, data, actions.

Usage: differential_vm.py EXECUTABLE [RUNS [SEED]]

Run by Tools/differential vm. The same SEED gives the same programs. They are made of the instructions of Silk's own
table; what values an instruction wants is read from a recorded table (../shared/fixtures, or SILK_FIXTURES), as are real
codes and recorded runs, which are changed here and there. tonpy knows the rules up to global version 11, which is what
Silk is asked for too; later instructions are invalid in both. Prints each instruction that never ended well.
"""

import json
import os
import random
import sys
from collections import Counter

from tonpy import TVM, Stack, VmDict
from tonpy import Cell as ReferenceCell
from tonpy import CellBuilder

from differential_shared import (
    FIXTURES, Disagreement, Silk, Workers, bag, binary, cell, damaged, fixture, parts, random_bits, random_cell)

VERSION = 11
OUT_OF_GAS = -14
EMPTY = cell()

# What is known to differ, with the reason. Each is told by a function of the run's facts, and counted by its name.
KNOWN = []


def known(function):
    KNOWN.append(function)
    return function


@known
def debug_opcode(facts, text):
    """tonpy's own library takes FEEF for no instruction; the reference's has it among its DEBUG"""
    return ("the reference 6" in text or "(exit code 6)" in text) and "1111111011101111" in facts["bits"]()


# Values


def edge(rng):
    """An integer of 257 bits, near where something overflows."""
    return rng.choice([
        rng.randint(-5, 10), rng.randint(-5, 10), rng.randint(-300, 300), rng.randint(-(1 << 40), 1 << 40),
        rng.randint(-(1 << 256), (1 << 256) - 1), 1 << rng.randrange(256), -(1 << rng.randrange(257)),
        (1 << rng.randint(1, 256)) - 1, rng.choice([-(1 << 256), (1 << 256) - 1, 1 - (1 << 256), (1 << 255)]),
        (1 << rng.randrange(256)) + rng.choice([-1, 1])])


def small(rng):
    return rng.choice([0, 1, 2, 3, 4, 5, 8, 16, 31, 32, 33, 64, 128, 200, 255, 256, 257, 1000, 1023, 1024, -1,
                       rng.randint(0, 20), rng.randint(0, 300)])


def tiny(rng):
    return rng.choice([0, 0, 1, 1, 2, 3, 4, 5, -1, 7, 15, 255])


def address_bits(rng):
    workchain = binary(rng.choice([0, 0, -1, 1, rng.randint(-128, 127)]), 8)
    kind = rng.randrange(8)
    anycast = "0"
    if rng.random() < 0.15:
        depth = rng.randint(0, 31)
        anycast = "1" + binary(depth, 5) + binary(rng.getrandbits(32), depth)
    if kind < 4:
        return "10" + anycast + workchain + binary(rng.getrandbits(256), 256)
    if kind == 4:
        length = rng.choice([256, 0, 1, 64, 511, rng.randint(0, 511)])
        wide = binary(rng.choice([0, -1, 5, 1 << 20]), 32)
        return "11" + anycast + binary(length, 9) + wide + binary(rng.getrandbits(512), length)
    if kind == 5:
        length = rng.choice([0, 8, 256, 511, rng.randint(0, 511)])
        return "01" + binary(length, 9) + binary(rng.getrandbits(512), length)
    return "00"


def coins_bits(rng, most=1 << 62):
    amount = rng.choice([0, 1, 255, 256, 10**9, rng.randint(0, most)])
    length = (amount.bit_length() + 7) // 8
    return binary(length, 4) + binary(amount, 8 * length)


def message(rng):
    """A message as contracts send it: well-formed, mostly."""
    references = []
    if rng.random() < 0.8:
        bits = "0" + binary(rng.getrandbits(3), 3) + rng.choice(["00", address_bits(rng)]) + address_bits(rng)
        bits += coins_bits(rng)
        if rng.random() < 0.1:
            bits += "1"
            references.append(dictionary(rng, 32, lambda rng: ("00001" + "00000001", [])) or EMPTY)
        else:
            bits += "0"
        bits += coins_bits(rng) + coins_bits(rng) + binary(rng.getrandbits(64), 64) + binary(rng.getrandbits(32), 32)
    else:
        bits = "11" + rng.choice(["00", address_bits(rng)]) + address_bits(rng)
        bits += binary(rng.getrandbits(64), 64) + binary(rng.getrandbits(32), 32)
    if rng.random() < 0.8:
        bits += "0"
    else:
        state = "0" + rng.choice(["0", "1" + binary(rng.getrandbits(2), 2)])
        inner = []
        for _ in range(2):
            if rng.random() < 0.6:
                state, inner = state + "1", inner + [random_cell(rng, 1)]
            else:
                state += "0"
        state += "0"
        if rng.random() < 0.5 and len(references) + len(inner) < 4:
            bits, references = bits + "10" + state, references + inner
        else:
            bits, references = bits + "11", references + [cell(state, inner)]
    if rng.random() < 0.5 and len(references) < 4:
        bits, references = bits + "1", references + [random_cell(rng, 2)]
    else:
        bits = (bits + "0" + random_bits(rng, 200))
    whole = cell(bits[:1023], references)
    return damaged(rng, whole) if rng.random() < 0.1 else whole


# Dictionaries


def label(rng, bits, limit):
    width, count = limit.bit_length(), len(bits)
    options = ["0" + "1" * count + "0" + bits, "10" + binary(count, width) + bits]
    if bits and bits in ("0" * count, "1" * count):
        options.append("11" + bits[0] + binary(count, width))
    return min(options, key=len) if rng.random() < 0.95 else rng.choice(options)


def tree(rng, items, limit, is_prefix):
    """A dictionary's cell; items are of keys of one length, or of prefix codes."""
    keys = sorted(items)
    first, last = keys[0], keys[-1]
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    if len(keys) == 1:
        shared = len(first)
        bits, references = items[first]
        return cell((label(rng, first, limit) + ("0" if is_prefix else "") + bits)[:1023], references)
    branches = [
        tree(rng, {key[shared + 1 :]: value for key, value in items.items() if key[shared] == bit},
             limit - shared - 1, is_prefix)
        for bit in "01"]
    return cell(label(rng, first[:shared], limit) + ("1" if is_prefix else ""), branches)


def dictionary(rng, width, value, is_prefix=False, items=None, most=12, is_damaged=True):
    items = {} if items is None else items
    base = binary(rng.getrandbits(width) if width else 0, width)
    for _ in range(rng.choice([0, 1, 1, 2, 3, 5, most])):
        key = binary(rng.getrandbits(width) if width else 0, width)
        if rng.random() < 0.5:
            kept = rng.randint(0, width)
            key = base[:kept] + key[kept:]
        if is_prefix:
            key = key[: rng.randint(0, width)]
            if any(other.startswith(key) or key.startswith(other) for other in items):
                continue
        items[key] = value(rng)
    if not items:
        return None
    root = tree(rng, items, width, is_prefix)
    for _ in range(rng.choice([0] * 9 + [1, 2]) if is_damaged else 0):
        root = damaged(rng, root)
    return root


def leaf(rng):
    return rng.choice([
        (random_bits(rng, 300), []), ("", [cell("101")]), (binary(rng.getrandbits(5), 5), [cell("1"), cell("0")]),
        (binary(rng.getrandbits(8), 8), [])])


# Code


def ordinary(bits, references=()):
    return bits, list(references)


def hexadecimal(text):
    return ordinary(binary(int(text, 16), 4 * len(text)))


def pack(rng, items):
    """Items in a row, in as many cells as they need, each in the last reference of the one before."""
    cells = [["", []]]
    for bits, references in items:
        last = cells[-1]
        if len(last[0]) + len(bits) > 1023 or len(last[1]) + len(references) > 3:
            cells.append(["", []])
            last = cells[-1]
        last[0] += bits
        last[1] += references
    root = None
    for bits, references in reversed(cells):
        root = cell(bits[:1023], (references + ([root] if root else []))[:4])
    return root


class Generator:
    def __init__(self, rows, signatures, pools):
        self.rows, self.signatures, self.pools = rows, signatures, pools

    # Pushing

    def push_integer(self, rng, value):
        if -5 <= value <= 10 and rng.random() < 0.8:
            return ordinary("0111" + binary(value, 4))
        if -128 <= value < 128 and rng.random() < 0.8:
            return ordinary("10000000" + binary(value, 8))
        if value > 0 and value & (value - 1) == 0 and value > 1 and rng.random() < 0.3:
            return ordinary("10000011" + binary(value.bit_length() - 2, 8))
        need = max(value.bit_length(), (-value - 1).bit_length() if value < 0 else 0) + 1
        length = max(0, (need - 19 + 7) // 8)
        if rng.random() < 0.1:
            length = min(30, length + 1)
        return ordinary("10000010" + binary(length, 5) + binary(value, 8 * length + 19))

    def push_cell(self, whole):
        return ordinary("10001000", [whole])

    def push_slice(self, rng, bits, references=()):
        if not references and len(bits) <= 123 and rng.random() < 0.6:
            count = max(0, (len(bits) + 1 - 4 + 7) // 8)
            if count <= 15:
                tagged = bits + "1"
                return ordinary("10001011" + binary(count, 4) + tagged + "0" * (8 * count + 4 - len(tagged)))
        return ordinary("10001001", [cell(bits, references)])

    def inner(self, rng, depth):
        return pack(rng, self.items(rng, rng.choice([0, 1, 1, 2, 3]), depth - 1))

    def push_continuation(self, rng, depth, body=None):
        body = body or (self.inner(rng, depth) if depth > 0 else cell(binary(rng.getrandbits(16), 8 * rng.randint(0, 2))))
        found = parts(body)
        if found is None:
            return ordinary("10001010", [body])
        bits, references = found
        if len(bits) % 8 == 0 and not references and len(bits) <= 120 and rng.random() < 0.8:
            return ordinary("1001" + binary(len(bits) // 8, 4) + bits)
        if len(bits) % 8 == 0 and len(references) <= 3 and len(bits) <= 500 and rng.random() < 0.5:
            return ordinary("1000111" + binary(len(references), 2) + binary(len(bits) // 8, 7) + bits, references)
        return ordinary("10001010", [body])

    def value(self, rng, kind, depth):
        """Items that push a value of a kind."""
        if kind == "Int":
            return [self.push_integer(rng, edge(rng))] if rng.random() < 0.97 else [hexadecimal("83FF")]
        if kind == "Small":
            return [self.push_integer(rng, small(rng))]
        if kind == "Tiny":
            return [self.push_integer(rng, tiny(rng))]
        if kind == "Bool":
            return [self.push_integer(rng, rng.choice([0, -1, -1, 1, 5]))]
        if kind == "Null":
            return [hexadecimal("6D")]
        if kind == "Cell":
            return [self.push_cell(self.any_cell(rng))]
        if kind == "Slice":
            found = parts(self.any_cell(rng)) if rng.random() < 0.5 else (random_bits(rng), [])
            return [self.push_slice(rng, *(found or ("1", [])))]
        if kind == "Address":
            bits = address_bits(rng)
            return [self.push_slice(rng, bits + (random_bits(rng, 30) if rng.random() < 0.3 else ""))]
        if kind == "Builder":
            items = [hexadecimal("C8")]
            if rng.random() < 0.8:
                items = self.value(rng, "Slice", depth) + items + [hexadecimal("CE")]
            return items
        if kind == "Continuation":
            items = [self.push_continuation(rng, depth)]
            draw = rng.random()
            if draw < 0.1:
                items = self.value(rng, "Int", depth) + items + [hexadecimal("01ED11")]
                items = items[:-1] + [hexadecimal("ED1" + rng.choice("01F"))]
            elif draw < 0.2:
                items = self.value(rng, rng.choice(["Cell", "Continuation", "Int"]), depth - 1) + items
                items += [hexadecimal("ED6" + rng.choice("0123457"))]
            return items
        if kind == "Tuple":
            count = rng.choice([0, 1, 2, 2, 3, 4, 5, 15])
            items = []
            for _ in range(count):
                items += self.value(rng, rng.choice(["Int", "Tiny", "Null", "Slice", "Tuple" if depth > 0 else "Int"]), depth - 1)
            return items + [ordinary("01101111" + "0000" + binary(count, 4))]
        return self.value(rng, rng.choice(["Int", "Int", "Small", "Null", "Cell", "Slice", "Builder", "Continuation", "Tuple"]), depth)

    def any_cell(self, rng):
        draw = rng.random()
        if draw < 0.5:
            return random_cell(rng, rng.choice([0, 1, 2]))
        if draw < 0.65:
            return rng.choice(self.pools.exotic)
        if draw < 0.8:
            return message(rng)
        if draw < 0.9:
            return dictionary(rng, rng.choice([8, 32, 256]), leaf) or EMPTY
        return rng.choice(self.pools.cells)

    # Instructions

    def opcode(self, rng, row):
        opcode = rng.randint(row["first"], row["last"]) >> (24 - row["bits"])
        return binary(opcode, row["bits"])

    def instruction(self, rng, row, depth):
        """An instruction with what lies in line behind it."""
        bits = self.opcode(rng, row)
        name = row["name"]
        if bits.startswith("10000010"):
            length = int(bits[8:13], 2)
            return ordinary(bits + binary(rng.getrandbits(8 * length + 19), 8 * length + 19))
        if name in ("PUSHREF", "PUSHREFSLICE"):
            return ordinary(bits, [self.any_cell(rng)])
        if name in ("PUSHREFCONT", "CALLREF", "JMPREF", "JMPREFDATA", "IFREF", "IFNOTREF", "IFJMPREF", "IFNOTJMPREF",
                    "IFREFELSE", "IFELSEREF", "IFBITJMPREF", "IFNBITJMPREF"):
            return ordinary(bits, [rng.choice(self.pools.exotic) if rng.random() < 0.05 else self.inner(rng, depth)])
        if name == "IFREFELSEREF":
            return ordinary(bits, [self.inner(rng, depth), self.inner(rng, depth)])
        if bits.startswith("10001011") and len(bits) == 12:
            return ordinary(bits + self.tagged(rng, 8 * int(bits[8:], 2) + 4))
        if bits.startswith("10001100"):
            return ordinary(bits + self.tagged(rng, 8 * int(bits[10:], 2) + 1), self.references(rng, int(bits[8:10], 2) + 1))
        if bits.startswith("10001101"):
            return ordinary(bits + self.tagged(rng, 8 * int(bits[11:], 2) + 6), self.references(rng, int(bits[8:11], 2)))
        if bits.startswith("1000111"):
            return ordinary(bits + binary(rng.getrandbits(1016), 8 * int(bits[9:], 2)), self.references(rng, int(bits[7:9], 2)))
        if bits.startswith("1001") and len(bits) == 8:
            return ordinary(bits + binary(rng.getrandbits(128), 8 * int(bits[4:], 2)))
        if name == "STSLICECONST":
            return ordinary(bits + self.tagged(rng, 8 * int(bits[11:], 2) + 2), self.references(rng, int(bits[9:11], 2)))
        if name in ("SDBEGINS", "SDBEGINSQ"):
            return ordinary(bits + self.tagged(rng, 8 * int(bits[-7:], 2) + 3))
        if name in ("DICTPUSHCONST", "PFXDICTSWITCH"):
            width = rng.choice([0, 1, 8, 16, int(bits[-10:], 2)])
            bits = bits[:-11] + rng.choice("01") + binary(width, 10)
            return ordinary(bits, [dictionary(rng, width, leaf, name.startswith("PFX")) or EMPTY])
        if name == "DEBUGSTR":
            return ordinary(bits + binary(rng.getrandbits(128), 8 * (int(bits[-4:], 2) + 1)))
        return ordinary(bits)

    def tagged(self, rng, width):
        return rng.choice([binary(rng.getrandbits(width), width), binary(rng.getrandbits(width) | 1, width), "0" * width])

    def references(self, rng, count):
        return [self.any_cell(rng) for _ in range(count)]

    SMALL = {"w", "width", "length", "refs", "r", "n", "i", "j", "k", "offset", "p", "mask", "l", "skip_len", "skip_refs",
             "num", "flags", "cells", "bits", "seconds", "gas_used"}

    def arguments(self, rng, row, depth):
        signature = self.signatures.get(row["first"])
        if signature is None or not signature[1] or signature[0] == "stack":
            # Mostly those that move or drop what is there.
            count = rng.choice([0, 1, 3, 5, 8, 17, 18, 33 if depth > 1 else 1])
            return [item for _ in range(count) for item in self.value(rng, "Tiny" if rng.random() < 0.8 else "Any", 0)]
        category, inputs = signature
        name, items, array = row["name"], [], None
        if any(given["name"] == "D" for given in inputs):
            return self.dictionary_arguments(rng, row, inputs, depth)
        for given in inputs:
            if rng.random() < 0.02:
                items += self.value(rng, "Any", depth)
                continue
            if given["type"] != "simple":
                count = rng.choice([0, 1, 2, 3, 5])
                entries = given.get("array_entry") or [{}]
                for _ in range(count):
                    for entry in entries:
                        items += self.value(rng, (entry.get("value_types") or ["Any"])[0], depth)
                array = count
                continue
            kinds = given.get("value_types") or ["Any"]
            kind = rng.choice(kinds)
            if kind == "Int":
                if given["name"] in ("n", "length", "p", "r") and array is not None:
                    items.append(self.push_integer(rng, array if rng.random() < 0.9 else small(rng)))
                    continue
                if given["name"] in ("is_mc", "mode", "cond"):
                    kind = "Tiny"
                elif given["name"] in self.SMALL or given["name"] in "yz" and category == "arithmetic" and rng.random() < 0.4:
                    kind = rng.choice(["Small", "Tiny"])
            elif kind == "Cell" and given["name"] == "msg":
                items.append(self.push_cell(message(rng)))
                continue
            elif kind == "Slice" and (category == "address" or given["name"] == "addr" or "ADDR" in name):
                kind = "Address"
            elif kind == "Slice" and category == "crypto" and self.pools.points and rng.random() < 0.8:
                items.append(self.push_slice(rng, rng.choice(self.pools.points)))
                continue
            items += self.value(rng, kind, depth)
        return items

    def dictionary_arguments(self, rng, row, inputs, depth):
        name = row["name"]
        is_prefix = name.startswith("PFX")
        is_signed, is_unsigned = name.startswith("DICTI"), name.startswith("DICTU")
        width = rng.choice([1, 2, 4, 8, 16, 33, 64, 200, 256] if is_signed or is_unsigned else
                           [0, 1, 2, 4, 8, 16, 33, 64, 256, 257, 300, 1023])
        keys, items = {}, []
        as_references = any(given["name"] == "c" for given in inputs) or "REF" in name
        value = (lambda rng: ("", [random_cell(rng, 1)])) if as_references and rng.random() < 0.9 else leaf
        if "EXEC" in name or "JMP" in name:
            value = lambda rng: parts(self.inner(rng, depth)) or ("", [])
        root = dictionary(rng, width, value, is_prefix, keys)

        def key():
            if keys and rng.random() < 0.7:
                chosen = rng.choice(list(keys))
                if chosen and rng.random() < 0.3:
                    place = rng.randrange(len(chosen))
                    chosen = chosen[:place] + "10"[int(chosen[place])] + chosen[place + 1 :]
                return chosen
            return binary(rng.getrandbits(width) if width else 0, width)

        length = rng.randint(0, width)
        for given in inputs:
            if rng.random() < 0.02:
                items += self.value(rng, "Any", depth)
            elif given["name"] == "D":
                items.append(hexadecimal("6D") if root is None else self.push_cell(root))
            elif given["name"] == "n":
                items.append(self.push_integer(rng, width if rng.random() < 0.97 else small(rng)))
            elif given["name"] == "l":
                items.append(self.push_integer(rng, length))
            elif given["name"] in ("i", "k") or given["name"] == "s" or given["name"] == "x" and any(
                    other["name"] == "l" for other in inputs):
                bits = key()
                if any(other["name"] == "l" for other in inputs):
                    bits = bits[:length]
                if given["value_types"] == ["Int"]:
                    number = int(bits, 2) if bits else 0
                    if is_signed and bits and bits[0] == "1":
                        number -= 1 << len(bits)
                    items.append(self.push_integer(rng, number if rng.random() < 0.95 else edge(rng)))
                else:
                    bits += random_bits(rng, 8) if rng.random() < 0.3 else ""
                    items.append(self.push_slice(rng, bits[:1023]))
            else:
                kind = rng.choice(given.get("value_types") or ["Slice"])
                items += self.value(rng, kind, depth)
        return items

    def template(self, rng, depth):
        """Loops that end, exceptions that are caught, machines in machines."""
        draw = rng.randrange(12)
        body = self.items(rng, rng.choice([0, 1, 2]), depth - 1) if rng.random() < 0.6 else []

        def continuation(*items):
            return self.push_continuation(rng, 1, pack(rng, list(items)))

        if draw == 0:
            return [self.push_integer(rng, rng.choice([0, 1, 2, 3, 10, 100])), continuation(*body), hexadecimal("E4")]
        if draw == 1:
            return [self.push_integer(rng, rng.randint(1, 30)),
                    continuation(*body, hexadecimal("A5"), hexadecimal("20"), hexadecimal("C000")),
                    hexadecimal(rng.choice(["E6", "E314"]))]
        if draw == 2:
            return [self.push_integer(rng, rng.randint(0, 30)), continuation(hexadecimal("20")),
                    continuation(*body, hexadecimal("A5")), hexadecimal(rng.choice(["E8", "E316"]))]
        if draw == 3:
            return [self.push_integer(rng, rng.randint(1, 20)),
                    continuation(*body, hexadecimal("A5"), hexadecimal("20"), hexadecimal(rng.choice(["E302", "DC", "E31A", "DD", "DB31"])[:4]),),
                    hexadecimal(rng.choice(["EA", "E318"]))]
        if draw <= 6:
            handler = self.items(rng, rng.choice([0, 1]), depth - 1)
            if rng.random() < 0.5:
                body = body + [ordinary("1111001000" + binary(rng.getrandbits(6), 6))]
            return [continuation(*body), continuation(*handler),
                    hexadecimal("F2FF") if rng.random() < 0.6 else hexadecimal("F3" + binary_hex(rng))]
        if draw <= 9:
            return self.child(rng, depth, body)
        if draw == 10:
            # A builder that is nearly full.
            bits = rng.choice([1023, 1022, 1016, 1000])
            return [self.push_slice(rng, "1" * bits, [EMPTY] * rng.choice([0, 3, 4])), hexadecimal("C8"), hexadecimal("CE")]
        return [hexadecimal(rng.choice(["F80F", "F800", "6D", "ED44", "ED47", "ED40"]))]

    def child(self, rng, depth, body):
        mode = rng.getrandbits(9)
        if rng.random() < 0.03:
            mode = rng.getrandbits(12)
        items, count = [], rng.choice([0, 0, 1, 2, 3])
        for _ in range(count):
            items += self.value(rng, "Any", depth - 1)
        items.append(self.push_integer(rng, count if rng.random() < 0.95 else small(rng)))
        if body and rng.random() < 0.5:
            body = body + [hexadecimal("F80F")]
        code = parts(pack(rng, body)) or ("", [])
        items.append(ordinary("10001001", [cell(*code)]))
        if mode & 256:
            items.append(self.push_integer(rng, tiny(rng)))
        if mode & 4:
            items.append(self.push_cell(self.any_cell(rng)))
        if mode & 16:
            items += self.value(rng, "Tuple", depth - 1)
        if mode & 8:
            items.append(self.push_integer(rng, rng.choice([0, 10, 100, 1000, 10**6, 1 << 63, (1 << 63) - 1])))
        if mode & 64:
            items.append(self.push_integer(rng, rng.choice([0, 10, 100, 1000, 10**6, 1 << 63, (1 << 63) - 1])))
        if rng.random() < 0.5:
            return items + [ordinary("110110110100" + binary(mode & 4095, 12))]
        return items + [self.push_integer(rng, mode), hexadecimal("DB50")]

    def items(self, rng, count, depth):
        items = []
        for _ in range(count):
            draw = rng.random()
            if draw < 0.12 and depth > 0:
                items += self.template(rng, depth)
                continue
            row = rng.choice(self.rows)
            if rng.random() < 0.9:
                items += self.arguments(rng, row, depth)
            items.append(self.instruction(rng, row, depth - 1))
        return items


def binary_hex(rng):
    return f"{rng.getrandbits(8):02X}"


class Pools:
    """What programs are made of: real codes and data, exotic cells, points of curves."""

    def __init__(self, rng):
        self.libraries = [random_cell(rng, 1) for _ in range(3)] + [cell("01110001"), cell("0111000101110010", [EMPTY])]
        library_cells = [cell(binary(2, 8) + binary(int(found.get_hash(), 16), 256), exotic=True) for found in self.libraries]
        nested = library_cells[3]
        self.libraries.append(nested)
        library_cells.append(cell(binary(2, 8) + binary(int(nested.get_hash(), 16), 256), exotic=True))
        pruned = [
            cell(binary(1, 8) + binary(mask, 8) + binary(rng.getrandbits(768), 256 * mask.bit_count())
                 + binary(3, 16) * mask.bit_count(), exotic=True)
            for mask in (1, 2, 3, 7)]
        missing = cell(binary(2, 8) + binary(rng.getrandbits(256), 256), exotic=True)
        below = random_cell(rng, 1)
        proof = cell(binary(3, 8) + binary(int(below.get_hash(), 16), 256) + binary(below.get_depth(), 16), [below], exotic=True)
        self.exotic = library_cells + pruned + [missing, proof, cell("1", [pruned[0]]), cell("", [library_cells[0]])]
        self.points = []
        self.vectors = [json.loads(line) for line in (FIXTURES / "tvm/exec/opcode_vectors.ndjson").open()]
        for vector in self.vectors:
            vector["opcode"] = int((vector["op_bits"] + "0" * 24)[:24], 2)
        self.programs = fixture("tvm/exec/programs.json")["programs"]
        self.methods = fixture("tvm/get_methods/accounts_fatblock_71398501.json")["cases"]
        for program in self.programs:
            if "BLS" in program["asm"] or "RIST" in program["asm"] or "P256" in program["asm"]:
                for word in program["asm"].replace("{", " ").replace("}", " ").split():
                    if len(word) in (64, 66, 96, 128, 192) and all(c in "0123456789abcdefABCDEF" for c in word):
                        self.points.append(binary(int(word, 16), 4 * len(word)))
        self.codes = [ReferenceCell(method["code"]) for method in self.methods[:200]]
        self.cells = self.codes + [ReferenceCell(method["data"]) for method in self.methods[:200]]


def surroundings(rng):
    """c7 as a contract has it, of the recorded configuration with the version patched."""
    configuration = bag("config/blockchain_config_mainnet_tonutils.boc")
    parameters = VmDict(32, cell_root=configuration)

    def parameter(number):
        try:
            return parameters.lookup_ref(number).begin_parse()
        except Exception:
            return None

    prices = None
    try:
        list_ = VmDict(32, cell_root=parameters.lookup_ref(18))
        for key, value in list_:
            prices = value
    except Exception:
        prices = None
    address = cell("10" + "0" + binary(0, 8) + binary(rng.getrandbits(256), 256)).begin_parse()
    unpacked = [prices] + [parameter(number) for number in (19, 20, 21, 24, 25, 43)]
    extra = tree(rng, {binary(key, 32): ("0001" + binary(key, 8), []) for key in (1, 2, 100, 7)}, 32, False)
    block = [-1, -(1 << 63), 1234, 5, 6]
    message_parameters = [-1, 0, address, 1000, 2000, 3000, 10**9, 10**9 - 1, extra, None]
    return [
        0x076EF1EA, 0, 0, 1700000000, 10**6, 10**6 + 1, rng.getrandbits(256), [10**12, extra], address, configuration,
        random_cell(rng, 1), [777, None], 888, [[block] * 16, block, [block] * 16], unpacked, 12345, None, message_parameters]


def all_bits(whole):
    """The bits of a cell and of all below it, in a row."""
    bits, references = ordinary_parts(whole)
    return "".join([bits] + [all_bits(reference) for reference in references])


def with_c7(code):
    """Code that first takes c7 from the stack."""
    found = parts(code)
    pop = binary(0xED57, 16)
    if found is None or len(found[0]) > 1007:
        return cell(pop, [code])
    return cell(pop + found[0], found[1])


def run_reference(pools_libraries, code, data, gas, maximum, c7, stack):
    machine = TVM(code=code, data=data, skip_c7=True)
    machine.set_gas_limit(gas, maximum)
    # The binding would change a part of the surroundings that it sets, so that they come by the stack.
    if c7 is not None:
        stack.append(c7)
    if pools_libraries is not None:
        machine.set_libs(pools_libraries)
    machine.set_stack(stack)
    left = machine.run(unpack_stack=False, allow_non_success=True)
    return machine, left


def stack_values(whole):
    """A written stack, with slices and continuations by what is in them alone."""
    return values_below(whole.begin_parse())


def values_below(slice_):
    values = []
    depth = slice_.load_uint(24)
    while depth:
        rest = slice_.load_ref().begin_parse()
        values.append(stack_value(slice_))
        slice_, depth = rest, depth - 1
    return values


def cut_slice(slice_):
    whole = parts(slice_.preload_ref()) or (ordinary_parts(slice_.preload_ref()))
    slice_.load_ref()
    start, end, first, last = (slice_.load_uint(width) for width in (10, 10, 3, 3))
    return whole[0][start:end], [reference.get_hash() for reference in whole[1][first:last]]


def ordinary_parts(whole):
    """Bits and references of an exotic cell too."""
    slice_ = whole.begin_parse()
    return slice_.to_bitstring(), [slice_.load_ref() for _ in range(slice_.refs)]


def stack_value(slice_):
    tag = slice_.load_uint(8)
    if tag == 0:
        return None
    if tag == 1:
        return slice_.load_int(64)
    if tag == 2:
        if slice_.preload_uint(8) == 255:
            slice_.load_uint(8)
            return "NaN"
        slice_.load_uint(7)
        return slice_.load_int(257)
    if tag in (3, 5):
        return tag, slice_.load_ref().get_hash()
    if tag == 4:
        return tag, cut_slice(slice_)
    if tag == 6:
        return tag, continuation_value(slice_)
    if tag == 7:
        count = slice_.load_uint(16)
        return tag, tuple_values(slice_, count)
    raise Disagreement(f"a value with the tag {tag}")


def tuple_values(slice_, count):
    if count == 0:
        return []
    if count == 1:
        return [stack_value(slice_.load_ref().begin_parse())]
    heads, last, left = slice_.load_ref(), slice_.load_ref(), count - 1
    values = [stack_value(last.begin_parse())]
    while left > 1:
        inner = heads.begin_parse()
        heads, last, left = inner.load_ref(), inner.load_ref(), left - 1
        values.append(stack_value(last.begin_parse()))
    values.append(stack_value(heads.begin_parse()))
    return values[::-1]


def continuation_value(slice_):
    def inner():
        return continuation_value(slice_.load_ref().begin_parse())

    if slice_.load_uint(1) == 0:
        is_envelope = slice_.load_uint(1)
        found = [is_envelope]
        found.append(slice_.load_uint(13) if slice_.load_uint(1) else None)
        found.append(values_below(slice_) if slice_.load_uint(1) else None)
        saved = VmDict(4, cell_root=slice_.load_ref()) if slice_.load_uint(1) else []
        found.append([(key, stack_value(value)) for key, value in saved])
        found.append(slice_.load_int(16) if slice_.load_uint(1) else None)
        found.append(inner() if is_envelope else cut_slice(slice_))
        return found
    return slice_.to_bitstring(), [inner() for _ in range(slice_.refs)]


def compare(facts, silk, machine, left, counts):
    exit_code = ~machine.tvm.exit_code
    if exit_code != silk["exitCode"]:
        raise Disagreement(f"exit code {silk['exitCode']}, the reference {exit_code} (gas {silk['gasUsed']}, {machine.gas_used})")
    gas = silk["gasUsed"]
    # The reference's binding doesn't say what was used beyond the limit.
    if exit_code == OUT_OF_GAS:
        gas = min(gas, machine.gas_used)
    if gas != machine.gas_used:
        raise Disagreement(f"gas {silk['gasUsed']}, the reference {machine.gas_used} (exit code {exit_code})")
    if silk["steps"] != machine.vm_steps:
        raise Disagreement(f"{silk['steps']} steps, the reference {machine.vm_steps} (exit code {exit_code})")
    if exit_code in (0, 1):
        for name, cell_ in (("data", machine.tvm.new_data), ("actions", machine.tvm.actions)):
            if silk.get(name) != cell_.get_hash().lower():
                raise Disagreement(f"{name} {silk.get(name)}, the reference {cell_.get_hash()}")
    if exit_code == OUT_OF_GAS:
        return
    if "stackError" in silk:
        counts["stacks that can't be written"] += 1
        return
    try:
        expected = left.serialize()
    except RuntimeError:
        counts["stacks that the reference can't write"] += 1
        return
    found = ReferenceCell(silk["stack"])
    # Bags have roots of level 0: Silk puts others below Merkle proofs.
    while found.begin_parse().is_special():
        found = found.begin_parse().preload_ref()
    # The reference keeps the cells that slices are parts of, so that equal stacks may be written differently.
    try:
        isEqual = found.get_hash() == expected.get_hash() or stack_values(found) == stack_values(expected)
    except RuntimeError:
        # tonpy writes continuations that it can't read itself.
        counts["stacks that can't be read again"] += 1
        return
    if not isEqual:
        raise Disagreement(f"stack {silk['stack']}, the reference {expected.to_boc()}")


def main(arguments):
    if not arguments:
        sys.exit(__doc__.strip())
    executable = arguments[0]
    runs = int(arguments[1]) if len(arguments) > 1 else 20000
    seed = int(arguments[2]) if len(arguments) > 2 else 1
    only = int(arguments[3]) if len(arguments) > 3 else None

    fixed = random.Random(f"{seed} fixed")
    pools = Pools(fixed)
    libraries = VmDict(256)
    for library in pools.libraries:
        libraries.set_ref(int(library.get_hash(), 16), library)
    from tonpy import StackEntry

    information = surroundings(fixed)
    c7_bag = Stack([StackEntry(value=information)]).serialize().to_boc()
    table = {}
    for instruction in fixture("tvm/tables/acton_tvm-specification.json")["instructions"]:
        layout = instruction["layout"]
        stack = ((instruction.get("signature") or {}).get("inputs") or {}).get("stack")
        table[(layout["min"], layout["max"])] = (instruction["category"], stack)

    def start(emit):
        silk, counts = Silk(executable, "vm"), Counter()
        silk.ask(surroundings={"c7": c7_bag, "libraries": [libraries.get_cell().to_boc()]})
        rows = silk.ask()["rows"]
        signatures = {}
        for row in rows:
            for (low, high), (category, inputs) in table.items():
                if low <= row["first"] < high and inputs is not None:
                    signatures[row["first"]] = (category, inputs)
        # Recorded runs of what Silk doesn't know yet would only say that it doesn't.
        opcodes = [(row["first"], row["last"]) for row in rows]
        vectors = [vector for vector in pools.vectors if any(first <= vector["opcode"] <= last for first, last in opcodes)]
        usable = [row for row in rows if row["since"] <= VERSION] + [row for row in rows if row["since"] > VERSION][:3]
        generator = Generator(usable, signatures, pools)
        c7_entry = StackEntry(value=[information])
        library_dictionary = libraries

        def make(rng):
            draw = rng.random()
            data, stack = EMPTY, None
            if draw < 0.12:
                vector = rng.choice(vectors)
                code, stack = ReferenceCell(vector["code"]), vector["stack_in"]
                kind = "recorded instructions"
            elif draw < 0.18:
                program = rng.choice(pools.programs)
                code, kind = ReferenceCell(program["code"]), "recorded programs"
            elif draw < 0.30:
                method = rng.choice(pools.methods)
                code, data, kind = ReferenceCell(method["code"]), ReferenceCell(method["data"]), "get-methods"
                number = method["method_id"] if rng.random() < 0.8 else rng.choice([0, -1, -2, 78748, rng.getrandbits(17)])
                stack = Stack([StackEntry(value=number)]).serialize().to_boc()
            else:
                code = pack(rng, generator.items(rng, rng.choice([1, 1, 2, 3, 5, 8]), 2))
                kind = "made programs"
                if rng.random() < 0.1:
                    data = random_cell(rng)
            if kind != "made programs" or rng.random() < 0.03:
                for _ in range(rng.choice([0, 0, 1, 1, 2, 4])):
                    if rng.random() < 0.3:
                        data = damaged(rng, data)
                    else:
                        code = damaged(rng, code)
            gas = rng.choice([100000] * 8 + [rng.randint(0, 5000), rng.randint(0, 500), 20000])
            maximum = gas if rng.random() < 0.9 else gas + rng.randint(0, 10000)
            return kind, code, data, stack, gas, maximum, rng.random() < 0.9

        def run(number):
            rng = random.Random(f"{seed} {number}")
            # Some dictionaries don't fit into cells.
            made = None
            while made is None:
                try:
                    made = make(rng)
                except RuntimeError:
                    counts["given up while made"] += 1
            kind, code, data, stack, gas, maximum, has_c7 = made
            if has_c7:
                code = with_c7(code)
            question = dict(code=code.to_boc(), data=data.to_boc(), gas=gas, maximumGas=maximum, hasC7=has_c7)
            if stack is not None:
                question["stack"] = stack
            # pushed last, since recorded runs end with the method's number on top
            values = Stack() if stack is None else Stack.deserialize(ReferenceCell(stack).begin_parse())
            if only is not None:
                print(kind, question, flush=True)
            silk.send(run=question)
            machine, left = run_reference(
                library_dictionary, code, data, gas, maximum, c7_entry if has_c7 else None, values)
            answer = silk.receive()
            counts[kind] += 1
            counts[f"exit code {answer.get('exitCode')}" if -20 < (answer.get("exitCode") or 0) < 50 else "another exit code"] += 1
            if "error" in answer:
                emit("failure", f"{number} of seed {seed} ({kind}): Silk says {answer['error']}")
                return
            facts = dict(kind=kind, bits=lambda: all_bits(code), answer=answer)
            try:
                compare(facts, answer, machine, left, counts)
                counts["agree"] += 1
            except Disagreement as disagreement:
                for function in KNOWN:
                    if function(facts, str(disagreement)):
                        counts[f"known: {function.__doc__}"] += 1
                        return
                counts["disagree"] += 1
                emit("failure", f"{number} of seed {seed} ({kind}): {disagreement}")

        told = Counter()

        def end():
            fresh = Counter(counts)
            emit("counts", dict(fresh))
            counts.clear()
            for row in silk.ask()["rows"]:
                key = f"{row['name']} {row['first']:06X} {row['since']}"
                emit_counts = {f"tried {key}": row["tried"] - told[f"tried {key}"], f"done {key}": row["done"] - told[f"done {key}"]}
                told[f"tried {key}"], told[f"done {key}"] = row["tried"], row["done"]
                emit("counts", emit_counts)

        return run, end

    if only is not None:
        def emit(kind, value):
            if kind == "failure":
                print(value)
        start(emit)[0](only)
        return
    workers = Workers(int(os.environ.get("JOBS") or min(2, os.cpu_count() or 1)))
    workers.run(runs, start)
    tried = {name[6:]: count for name, count in workers.counts.items() if name.startswith("tried ")}
    done = {name[5:]: count for name, count in workers.counts.items() if name.startswith("done ")}
    for name, count in sorted(workers.counts.items()):
        if not name.startswith(("tried ", "done ")):
            print(f"{count:9} {name}")
    # Rows without a name are those that only throw.
    usable = [name for name in tried if int(name.split()[-1]) <= VERSION and not name.startswith(" ")]
    never = sorted(name for name in usable if not done[name])
    print(f"{sum(tried.values())} instructions, {len(usable) - len(never)} of {len(usable)} rows of the table done without an exception")
    print(f"fewest: {sorted((done[name], name) for name in usable)[:12]}")
    if never:
        print("never:", ", ".join(never))
    print(f"{len(workers.deaths)} runs that the reference died of: {workers.deaths[:20]}")
    sys.exit(1 if workers.failures else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
