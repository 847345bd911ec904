"""What tonpy takes to parse and to serialise a bag of cells, in seconds of processor time, as JSON: bench-cells.py BLOCK RUNS.

tonpy takes and gives base64: what Python's own base64 takes for the same bytes is subtracted.
"""

import base64
import json
import statistics
import sys
import time

from tonpy import Cell


def median(runs, body):
    times = []
    for _ in range(runs + 2):
        start = time.process_time()
        result = body()
        times.append(time.process_time() - start)
        # Freed outside of the measured time.
        del result
    return statistics.median(times[2:])


def main(path, runs):
    with open(path, "rb") as file:
        data = file.read()
    text = base64.b64encode(data).decode()
    decoding = median(runs, lambda: base64.b64decode(text))
    cell = Cell(text)
    written = base64.b64decode(cell.to_boc())
    encoding = median(runs, lambda: base64.b64encode(written).decode())
    parse = median(runs, lambda: Cell(text)) - decoding
    serialise = median(runs, cell.to_boc) - encoding
    print(json.dumps({"parse": parse, "serialise": serialise}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
