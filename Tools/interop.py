"""Another implementation's client (pytoniq) against Silk's server of ADNL over TCP.

Usage: interop.py SERVER EXCHANGES

Run by Tools/interop. The server answers what was recorded; what the client makes of it is compared with the recorded
bytes, read here by hand.
"""

import asyncio
import json
import logging
import subprocess
import sys
import time

from pytoniq import LiteClient
from pytoniq.liteclient.client import LiteServerError

BLOCKS = 100


def check(name, found, expected):
    """Ends the run where two values differ."""
    if found != expected:
        sys.exit(f"{name}: expected {expected!r}, found {found!r}")


async def run(port, key, exchanges):
    answers = {exchange["label"]: bytes.fromhex(exchange["answer"]) for exchange in exchanges}
    client = LiteClient("127.0.0.1", port, key, timeout=10, trust_level=1, init_key_block=None)
    await client.connect()

    info = await client.get_masterchain_info()
    recorded = answers["masterchain info"]
    check("seqno", info["last"]["seqno"], int.from_bytes(recorded[16:20], "little"))
    check("root hash", info["last"]["root_hash"], recorded[20:52].hex())
    check("file hash", info["last"]["file_hash"], recorded[52:84].hex())
    found = await client.get_time()
    check("time", found.get("now") if isinstance(found, dict) else found, int.from_bytes(answers["time"][4:8], "little"))
    version = await client.get_version()
    check("capabilities", version["capabilities"], int.from_bytes(answers["version"][12:20], "little"))

    # The client checks each header's proof, and each block's hash, itself.
    started = time.perf_counter()
    names = []
    for seqno in range(1, BLOCKS + 1):
        name, header = await client.lookup_block(-1, -(2**63), seqno)
        check(f"block {seqno}", name.seqno, seqno)
        check(f"header {seqno}", header.info.seqno, seqno)
        names.append(name)
    blocks = await asyncio.gather(*(client.raw_get_block(name) for name in names))
    for seqno, block in enumerate(blocks, 1):
        check(f"content of block {seqno}", block.info.seqno, seqno)
    shards = await asyncio.gather(*(client.get_all_shards_info(name) for name in names))
    check("shards", all(len(found) > 0 for found in shards), True)
    seconds = time.perf_counter() - started

    # Long enough for a ping and its answer.
    await asyncio.sleep(4)
    check("after pings", (await client.get_masterchain_info())["last"]["seqno"], info["last"]["seqno"])

    try:
        await client.lookup_block(-1, -(2**63), 10**6)
        sys.exit("a block that isn't there was found")
    except LiteServerError as error:
        check("error code", error.code, 651)
    await client.close()
    return seconds


def main():
    server, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        exchanges = json.load(file)["exchanges"]
    process = subprocess.Popen([server, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port, key = process.stdout.readline().split()
        logging.basicConfig(level=logging.ERROR)
        seconds = asyncio.run(run(int(port), key, exchanges))
    finally:
        process.stdin.close()
        process.wait(timeout=30)
    check("the server's exit code", process.returncode, 0)
    print(f"pytoniq and Silk agree: {BLOCKS} headers, {BLOCKS} blocks and {BLOCKS} lists of shards in {seconds:.2f} s,")
    print("masterchain info, time, version, pings and an error")


main()
