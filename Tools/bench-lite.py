"""Silk against another implementation's client (pytoniq), on the same lite-server over loopback.

Usage: bench-lite.py PROGRAM FOLDER RUNS          all measurements, one table
       bench-lite.py ask RUNS                     pytoniq's part; what the server printed is on standard input

Run by Tools/bench lite. Server and clients are processes of their own; a client's processor time is its own.
"""

import asyncio
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time

IN_FLIGHT = 16


class Pytoniq:
    """Asks for what bench-lite asks for, and checks all that pytoniq can check: trust level 0."""

    def __init__(self, server):
        from pytoniq import LiteClient
        from pytoniq_core.tl.block import BlockIdExt

        block = server["firstKeyBlock"]
        trusted = BlockIdExt(
            workchain=block["workchain"],
            shard=block["shard"],
            seqno=block["seqno"],
            root_hash=bytes.fromhex(block["rootHash"]),
            file_hash=bytes.fromhex(block["fileHash"]),
        )
        self.accounts = server["accounts"]
        self.client = LiteClient(
            "127.0.0.1", server["port"], server["key"], timeout=60, trust_level=0, init_key_block=trusted
        )

    async def state(self, account):
        state, entry = await self.client.raw_get_account_state(account["address"])
        if state is None or entry.last_trans_lt != account["lt"]:
            sys.exit(f"{account['address']}: expected the state after {account['lt']}, found {entry}")
        return 1

    async def transactions(self, account):
        found = await self.client.get_transactions(
            account["address"], 10**6, from_lt=account["lt"], from_hash=bytes.fromhex(account["hash"])
        )
        if len(found) != account["transactionCount"]:
            sys.exit(f"{account['address']}: expected {account['transactionCount']} transactions, found {len(found)}")
        return len(found)

    async def each(self, accounts, workers, body):
        accounts = iter(accounts)
        total = 0

        async def work():
            nonlocal total
            for account in accounts:
                # In two steps: others go on while this waits.
                count = await body(account)
                total += count

        await asyncio.gather(*(work() for _ in range(workers)))
        return total

    async def measure(self, runs):
        await self.client.connect()
        report = {"states": {}, "transactions": {}}
        for workers in (1, IN_FLIGHT):
            existing = [account for account in self.accounts if account["exists"]]
            for name, accounts, body in (
                ("states", existing, self.state),
                ("transactions", self.accounts, self.transactions),
            ):
                wall, processor = [], []
                for run in range(runs + 1):
                    start = time.perf_counter(), time.process_time()
                    count = await self.each(accounts, workers, body)
                    expected = len(accounts) if name == "states" else sum(a["transactionCount"] for a in accounts)
                    if count != expected:
                        sys.exit(f"expected {expected} {name}, counted {count}")
                    if run > 0:
                        wall.append(time.perf_counter() - start[0])
                        processor.append(time.process_time() - start[1])
                way = "one at a time" if workers == 1 else f"{workers} at a time"
                report[name][way] = {
                    "count": count,
                    "wall": statistics.median(wall),
                    "processor": statistics.median(processor),
                }
        await self.client.close()
        return report


def ask(runs):
    server = json.loads(sys.stdin.readline())
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        # It keeps the blocks that it has proven in the current folder.
        os.chdir(folder)
        print(json.dumps(asyncio.run(Pytoniq(server).measure(runs))))


class Server:
    """The server's process, on some processors."""

    def __init__(self, program, processors=None):
        self.process = subprocess.Popen(
            pinned([program, "serve"], processors), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.description = self.process.stdout.readline()

    def ask(self, command, processors=None):
        """What a client prints that is told of the server."""
        done = subprocess.run(
            pinned(command, processors), input=self.description, stdout=subprocess.PIPE, text=True, check=True
        )
        return json.loads(done.stdout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=30)


def pinned(command, processors):
    return command if processors is None else ["taskset", "-c", processors, *command]


def rate(measured, clock):
    return measured["count"] / measured[clock]


def compare(name, ours, theirs):
    """A line for each way of asking."""
    for way in sorted(ours, key=lambda way: int(way.split()[0]) if way[0].isdigit() else 1):
        columns = [f"{name}, {way}".ljust(32)]
        for clock in ("wall", "processor"):
            mine, other = rate(ours[way], clock), rate(theirs[way], clock)
            columns.append(f"{mine:9.0f}/s {other:7.0f}/s {mine / other:7.1f} x")
        print("  ".join(columns))


def share(name, seconds, cost):
    """A line with the part of the processor's time that can't be saved."""
    cells, frames, signatures = (cost[key] / seconds for key in ("cells", "frames", "signatures"))
    print(
        f"{name.ljust(32)}  {cells:6.0%} cells  {frames:6.0%} frames  {signatures:6.0%} signatures"
        f"  {cells + frames + signatures:6.0%} together"
    )


def main():
    if sys.argv[1] == "ask":
        ask(int(sys.argv[2]))
        return
    program, folder, runs = sys.argv[1:]
    with Server(program) as server:
        # Makes the server's answers, which it keeps.
        server.ask([program, "ask", "1"])
        ours = server.ask([program, "ask", runs])
        theirs = server.ask([sys.executable, __file__, "ask", runs])
        # The server wherever it likes, the client on one processor.
        sync = server.ask([program, "sync", runs, folder], "0")
    with Server(program, "0") as server:
        together = server.ask([program, "sync", runs, folder], "0")
    with subprocess.Popen([program, "hash", runs], stdout=subprocess.PIPE, text=True) as process:
        hashing = json.loads(process.stdout.readline())

    print(f"medians of {runs} runs; verified by both: by Silk, by pytoniq, and how many times as many")
    print(f"{''.ljust(32)}  {'by the clock'.ljust(31)}  by the client's processor time")
    for name in ("states", "transactions"):
        compare(name, ours[name], theirs[name])
    print()
    print(
        f"{sync['sync']['count']} transactions of {sync['accounts']} accounts into a fresh mirror on one processor: "
        "from the server, from files, and the ratio"
    )
    for name, report in (("server elsewhere", sync), ("server on the same", together)):
        for clock, title in (("wall", "by the clock"), ("processor", "processor time")):
            mine, files = rate(report["sync"], clock), rate(report["files"], clock)
            print(f"{name}, {title}".ljust(36), f"{mine:9.0f}/s {files:9.0f}/s {mine / files:6.2f}")
    print()
    print("share of hashing and signatures in the client's processor time")
    share("synchronisation", sync["sync"]["processor"], hashing["sync"])
    way = f"{IN_FLIGHT} at a time"
    for name, count in (("states", "stateCount"), ("transactions", "transactionCount")):
        measured = ours[name][way]
        share(name, measured["processor"] / measured["count"] * hashing[count], hashing[name])


main()
