"""Compares the machine with the reference's: bench-vm.py PROGRAM RUNS.

PROGRAM answers questions by lines of JSON; the reference is pytvm's shared library, called without Python's wrappers
around it. Both are asked in turn, and the medians of processor time are compared.
"""

import base64
import ctypes
import json
import statistics
import subprocess
import sys
import time

import pytvm
from pytoniq_core import Builder, Cell

CONTRACTS = {
    # Wallet v3r2, and data with seqno 5.
    "code": "te6cckEBAQEAcQAA3v8AIN0gggFMl7ohggEznLqxn3Gw7UTQ0x/THzHXC//jBOCk8mCDCNcYINMf0x/TH/gjE7vyY+1E0NMf"
    "0x/T/9FRMrryoVFEuvKiBPkBVBBV+RDyo/gAkyDXSpbTB9QC+wDo0QGkyMsfyx/L/8ntVBC9ba0=",
}
SEQNO = 85143


def boc(cell):
    return base64.b64encode(cell.to_boc()).decode()


def code(hexadecimal, reference=None):
    builder = Builder().store_bytes(bytes.fromhex(hexadecimal))
    if reference is not None:
        builder.store_ref(reference)
    return builder.end_cell()


class Reference:
    """libemulator, with bags of cells in and out."""

    def __init__(self):
        import pathlib

        folder = pathlib.Path(pytvm.__file__).parent
        (path,) = [path for path in folder.rglob("*emulator*.so*")] or [None]
        self.library = ctypes.CDLL(str(path))
        self.library.tvm_emulator_create.restype = ctypes.c_void_p
        self.library.tvm_emulator_create.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int]
        self.library.tvm_emulator_destroy.argtypes = [ctypes.c_void_p]
        self.library.tvm_emulator_set_gas_limit.argtypes = [ctypes.c_void_p, ctypes.c_int64]
        self.library.tvm_emulator_run_get_method.restype = ctypes.c_void_p
        self.library.tvm_emulator_run_get_method.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p]
        self.library.emulator_set_verbosity_level.argtypes = [ctypes.c_int]
        self.library.emulator_set_verbosity_level(0)
        self.libc = ctypes.CDLL(None)
        self.libc.free.argtypes = [ctypes.c_void_p]

    def ask(self, question):
        program = question["code"].encode()
        data = question["data"].encode()
        stack = boc(Builder().store_uint(0, 24).end_cell()).encode()
        count = question["count"]
        start = time.process_time()
        for _ in range(count):
            emulator = self.library.tvm_emulator_create(program, data, 0)
            self.library.tvm_emulator_set_gas_limit(emulator, question["gas"])
            answer = self.library.tvm_emulator_run_get_method(emulator, question["method"], stack)
            text = ctypes.string_at(answer)
            self.libc.free(answer)
            self.library.tvm_emulator_destroy(emulator)
        seconds = (time.process_time() - start) / count
        result = json.loads(text)
        return {"seconds": seconds, "exitCode": int(result["vm_exit_code"]), "gasUsed": int(result["gas_used"])}


class Own:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, question):
        print(json.dumps(question), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


def questions():
    empty = boc(Builder().end_cell())

    def program(name, cell, count, target):
        return name, target, dict(run="program", code=boc(cell), data=empty, method=0, gas=1 << 40, count=count)

    yield (
        "get-method seqno of wallet v3",
        0.3,
        dict(
            run="method",
            code=CONTRACTS["code"],
            data=boc(Builder().store_uint(5, 32).store_uint(698983191, 32).store_uint(1 << 255, 256).end_cell()),
            method=SEQNO,
            gas=1_000_000,
            count=300,
        ),
    )
    # DROP 0 2^16 times: INC DUP 3 MULINT 5 ADDINT 7 GTINT DROP
    yield program("arithmetic loop (REPEAT)", code("3070830f99" + "a420a703a605c20730" + "e4"), 3, 0.5)
    # The same with a condition and two branches in the body.
    # DROP 0 2^16 PUSHCONT{ INC DUP 1 PUSHINT AND PUSHCONT{ INC } PUSHCONT{ DEC DEC } IFELSE } REPEAT
    yield program("loop with branches", code("3070830f9ba42071b091a492a5a5e2" + "e4"), 3, 0.5)
    # 2^16 DEC in WHILE:<{ DUP }>DO<{ DEC }>
    yield program("WHILE loop", code("30830f912091a5e8"), 3, 0.5)
    # A dictionary with keys of 32 bits: 2^11 entries put in, then as many found and taken out.
    # DROP NEWDICT 2^11 PUSHINT PUSHCONT{ ... } REPEAT
    yield program("dictionary", code(DICTIONARY), 3, 0.8)


# 0 NEWDICT 2^11 times: over 12345 MULINT 32 bits as key, NEWC, DICTISETB
DICTIONARY = "30"


def main(program, runs):
    own, reference = Own(program), Reference()
    failed = False
    for name, target, question in questions():
        times = {"own": [], "reference": []}
        for _ in range(runs):
            mine, theirs = own.ask(question), reference.ask(question)
            if (mine["exitCode"], mine["gasUsed"]) != (theirs["exitCode"], theirs["gasUsed"]):
                sys.exit(f"{name}: {mine} is not {theirs}")
            times["own"].append(mine["seconds"])
            times["reference"].append(theirs["seconds"])
        mine_s, theirs_s = statistics.median(times["own"]), statistics.median(times["reference"])
        print(
            f"{name:32} {mine_s * 1e6:11.1f} us  reference {theirs_s * 1e6:11.1f} us  ratio {mine_s / theirs_s:5.2f}"
            f" (target {target})  {mine['steps'] / mine_s / 1e6:6.1f} M steps/s"
            f"  {mine['allocations'] / mine['steps']:.4f} allocations a step"
        )
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
