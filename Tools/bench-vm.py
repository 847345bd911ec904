"""Compares the machine and the executor with the reference's: bench-vm.py PROGRAM BLOCK RUNS.

PROGRAM answers questions by lines of JSON. The reference machine is pytvm's shared library, called without Python's
wrappers around it, and the reference executor is tonpy's. Both are asked in turn, and the medians of processor time are
compared. BLOCK is the recorded block whose transactions are executed again.
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
    yield program("loop with branches", code("3070830f9aa42071b091a492a5a5e2" + "e4"), 3, 0.5)
    # 2^16 DEC in WHILE:<{ DUP }>DO<{ DEC }>
    # 2^11 entries with keys of 32 bits are put in, found, and taken out.
    yield program("dictionary", code(DICTIONARY), 3, 0.8)
    yield program("WHILE loop", code("30830f912091a5e8"), 3, 0.5)

    # DROP NEWDICT 2^11 PUSHINT PUSHCONT{ ... } REPEAT



# The key of a number: DUP 12345 PUSHINT MUL 31 PUSHPOW2DEC AND
KEY = "20813039a8841eb0"
# Of a dictionary and a number, to one more of both: INC key NEWC s2 PUSH SWAP 32 STU SWAP 1 3 BLKSWAP 32 PUSHINT
# DICTUSETB SWAP
PUT = "a4" + KEY + "c82201cb1f0155028020f44301"
# key s2 PUSH 32 PUSHINT DICTUGET 2DROP DEC
GET = KEY + "228020f40e5ba5"
# INC key 1 2 BLKSWAP 32 PUSHINT DICTUDEL DROP SWAP
REMOVE = "a4" + KEY + "55018020f45b3001"
# DROP NEWDICT 0 PUSHINT, and each of the three in PUSHCONT 2^11 times.
DICTIONARY = "306d70830a8e16" + PUT + "e4830a9f" + GET + "e4830a8e11" + REMOVE + "e4"


class ReferenceExecutor:
    """tonpy's emulator, with cells in and out; its newest global version is 11."""

    def __init__(self, path, inputs):
        from tonpy import Cell as ReferenceCell, Emulator, VmDict

        with open(path) as file:
            recorded = json.load(file)
        self.emulator = Emulator(with_version(ReferenceCell(recorded["config"]["config_root_boc_base64"]), 11))
        self.emulator.set_rand_seed(0)
        (libraries,) = recorded["config"]["libraries_boc_base64"]
        self.emulator.set_libs(VmDict(256, False, ReferenceCell(libraries)))
        self.accounts = {
            account["account"]: ReferenceCell(account["shard_account_boc_base64"])
            for account in recorded["previous_accounts"]
        }
        self.runs = [(run["account"], ReferenceCell(run["message"]), run["now"], run["lt"]) for run in inputs]
        self.hashes = [run["hash"] for run in inputs]

    def equal(self):
        """How many transactions have the block's hash: it is of a newer version, and its seed isn't given."""
        accounts = dict(self.accounts)
        count = 0
        for (account, message, now, lt), hash in zip(self.runs, self.hashes):
            self.emulator.emulate_transaction(accounts[account], message, now, lt)
            accounts[account] = self.emulator.account.to_cell()
            count += self.emulator.transaction.to_cell().get_hash().lower() == hash
        return count

    def replay(self):
        accounts = dict(self.accounts)
        start = time.process_time()
        for account, message, now, lt in self.runs:
            if not self.emulator.emulate_transaction(accounts[account], message, now, lt):
                sys.exit(f"the reference refuses a transaction of {account}")
            accounts[account] = self.emulator.account.to_cell()
        return time.process_time() - start


def with_version(config, version):
    """The configuration with another global version."""
    from tonpy import CellBuilder, VmDict

    parameters = VmDict(32, False, config)
    old = parameters.lookup_ref(8).begin_parse()
    old.skip_bits(8 + 32)
    parameter = CellBuilder().store_uint(0xC4, 8).store_uint(version, 32).store_slice(old).end_cell()
    parameters.set_ref(8, parameter)
    return parameters.get_cell()


def report(name, own, reference, target, note=""):
    print(
        f"{name:36} {own * 1e6:11.1f} us   reference {reference * 1e6:11.1f} us   ratio {own / reference:5.2f}"
        f"   target {target}{note}"
    )


def main(program, block, runs):
    own, reference = Own(program), Reference()
    for name, target, question in questions():
        times = []
        for _ in range(runs):
            mine, theirs = own.ask(question), reference.ask(question)
            if (mine["exitCode"], mine["gasUsed"]) != (theirs["exitCode"], theirs["gasUsed"]):
                sys.exit(f"{name}: {mine} is not {theirs}")
            times.append((mine["seconds"], theirs["seconds"]))
        seconds = statistics.median(time for time, _ in times)
        report(
            name,
            seconds,
            statistics.median(time for _, time in times),
            target,
            f"   {mine['steps'] / seconds / 1e6:5.1f} M steps/s, {mine['allocations'] / mine['steps']:.4f} allocations each",
        )
    question = dict(run="replay", count=1, path=block)
    executor = ReferenceExecutor(block, own.ask(dict(run="inputs", count=1, path=block))["inputs"])
    print(f"of 269 transactions the reference makes {executor.equal()} equal to the block's, all are by our own")
    times = [(own.ask(question)["seconds"], executor.replay()) for _ in range(runs)]
    report(
        "replay of 269 transactions",
        statistics.median(time for time, _ in times),
        statistics.median(time for _, time in times),
        0.8,
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
