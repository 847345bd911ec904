"""What Tools/differential vm and Tools/differential messages share: fixtures, cells, and workers that may die."""

import base64
import json
import mmap
import os
import pathlib
import select
import struct
import subprocess
import time
import traceback
from collections import Counter

from tonpy import CellBuilder
from tonpy import Cell as ReferenceCell

FIXTURES = pathlib.Path(os.environ.get("SILK_FIXTURES") or pathlib.Path(__file__).resolve().parents[1] / "../shared/fixtures")


class Disagreement(Exception):
    """Silk and the reference differ."""


class Silk:
    """The Swift side: a process that answers each line of JSON with one."""

    def __init__(self, executable, kind):
        self.process = subprocess.Popen([executable, kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def send(self, **question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            raise Disagreement(f"Silk stopped ({self.process.wait()})")
        return json.loads(line)

    def ask(self, **question):
        self.send(**question)
        return self.receive()


def fixture(path):
    return json.loads((FIXTURES / path).read_text())


def bag(path):
    """The root of a recorded bag of cells."""
    return ReferenceCell(base64.b64encode((FIXTURES / path).read_bytes()).decode())


def binary(value, width):
    """The low bits of a number."""
    return format(value & ((1 << width) - 1), f"0{width}b") if width else ""


def cell(bits="", references=(), exotic=False):
    builder = CellBuilder()
    if bits:
        builder.store_bitstring(bits)
    for reference in references:
        builder.store_ref(reference)
    return builder.end_cell(special=exotic)


def parts(whole):
    """A cell's bits and references; None of an exotic one."""
    slice_ = whole.begin_parse()
    if slice_.is_special():
        return None
    return slice_.to_bitstring(), [slice_.load_ref() for _ in range(slice_.refs)]


def random_bits(rng, most=1023):
    width = min(most, rng.choice([0, 1, 2, 3, 8, 9, 32, 33, 64, 100, 256, 257, 300, 1000, 1023, rng.randint(0, 1023)]))
    bits = binary(rng.getrandbits(width) if width else 0, width)
    return rng.choice([bits, bits, "0" * width, "1" * width, bits[: width // 2] + rng.choice("01") * (width - width // 2)])


def random_cell(rng, depth=2):
    count = rng.choice([0, 0, 1, 2, 4]) if depth else 0
    return cell(random_bits(rng), [random_cell(rng, depth - 1) for _ in range(count)])


def damaged(rng, whole, depth=6):
    """A cell with some bits or references changed, near its root or far from it."""
    found = parts(whole)
    if found is None:
        return whole
    bits, references = found
    if references and depth and rng.random() < 0.6:
        index = rng.randrange(len(references))
        references[index] = damaged(rng, references[index], depth - 1)
        return cell(bits, references)
    change = rng.randrange(6)
    if change <= 2 and bits:
        for _ in range(rng.choice([1, 1, 2, 5])):
            place = rng.randrange(len(bits))
            bits = bits[:place] + "10"[int(bits[place])] + bits[place + 1 :]
    elif change == 3:
        bits = bits[: rng.randrange(len(bits) + 1)]
    elif change == 4:
        bits = (bits + binary(rng.getrandbits(9), rng.randint(1, 9)))[:1023]
    elif references and rng.random() < 0.5:
        references.pop(rng.randrange(len(references)))
    elif len(references) < 4:
        references.append(random_cell(rng, 1))
    return cell(bits, references)


class Workers:
    """Runs cases in processes of their own, since the reference may abort; goes on behind a case that it died of."""

    def __init__(self, count, seconds=120):
        self.count, self.seconds = count, seconds
        self.counts, self.failures, self.deaths, self.reports = Counter(), [], [], []

    def run(self, cases, start):
        """`start(emit)` is called in each process, and returns a function of the case's number and one to end with."""
        workers = [self._start(start, number, cases, number) for number in range(self.count)]
        while workers:
            ready, _, _ = select.select([worker["pipe"] for worker in workers], [], [], 1)
            for worker in list(workers):
                if worker["pipe"] in ready:
                    line = worker["pipe"].readline()
                    if line:
                        kind, value = json.loads(line)
                        if kind == "counts":
                            self.counts.update(value)
                        elif kind == "failure":
                            self.failures.append(value)
                            print(value, flush=True)
                        else:
                            self.reports.append(value)
                        continue
                    workers.remove(worker)
                    _, status = os.waitpid(worker["process"], 0)
                    case = worker["place"].read_case()
                    if status:
                        self.deaths.append(case)
                        print(f"the process of case {case} ended with status {status}", flush=True)
                        workers.append(self._start(start, worker["number"], cases, case + self.count))
                    continue
                case = worker["place"].read_case()
                if case != worker["case"]:
                    worker["case"], worker["since"] = case, time.monotonic()
                elif time.monotonic() - worker["since"] > self.seconds:
                    os.kill(worker["process"], 9)
                    worker["since"] = time.monotonic()

    def _start(self, start, number, cases, first):
        reading, writing = os.pipe()
        place = Place()
        place.write_case(first)
        process = os.fork()
        if process == 0:
            os.close(reading)
            status = 1
            # The reference writes much there.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            try:
                with os.fdopen(writing, "w") as pipe:

                    def emit(kind, value):
                        pipe.write(json.dumps([kind, value]) + "\n")
                        pipe.flush()

                    run, end = start(emit)
                    for case in range(first, cases, self.count):
                        place.write_case(case)
                        run(case)
                        if case // self.count % 500 == 499:
                            end()
                    end()
                status = 0
            except BaseException:
                print(f"case {place.read_case()}: {traceback.format_exc()}", flush=True)
            finally:
                os._exit(status)
        os.close(writing)
        return {
            "pipe": os.fdopen(reading), "process": process, "number": number, "place": place, "case": first,
            "since": time.monotonic(),
        }


class Place:
    """The number of a case, shared by two processes."""

    def __init__(self):
        self.memory = mmap.mmap(-1, 8)

    def write_case(self, number):
        self.memory[:8] = struct.pack("q", number)

    def read_case(self):
        return struct.unpack("q", self.memory[:8])[0]
