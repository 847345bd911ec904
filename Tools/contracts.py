"""Compiles the contracts and writes, or checks, their artifacts: see Tools/contracts."""

import base64
import hashlib
import importlib.metadata
import json
import pathlib
import re
import subprocess
import sys

# What the main network runs in the same place; of the root, the last version whose code is public.
PREDECESSORS = {
    "root": "5b07c6bd0c34735874dfa3548cd9a01c78be1e0fdf20d0c5ebe77736396c5400",
    "proxy": "279a4a96d50e93018f20fecac379712afd0052597cbe93fffec32be68c9787fd",
    "worker": "b100aeadcb1b1cb9274172044c1c27b041748ef4d2bbb8fe0f5c4da4dae67a3c",
    "client": "b81f091aee4e88708650755a859cfa436d2c968726b85b0569911bb734dd77d3",
    "wallet": "7a48f05ceef40f06cabbaa39c1c5a67b24e8bb59d8cf8a74e49988a5f44cf66a",
}

# The global version from which on all works: 12 returns whole bodies, 6 tells prices, 4 bounces failed actions.
GLOBAL_VERSIONS = {"root": 6, "proxy": 4, "worker": 12, "client": 12, "wallet": 4}

COMPILER_VERSION = "0.4.6"
OPTIMIZATION = 2

# One contract a process: the compiler keeps the global variables of what it compiled before.
COMPILATION = """
import sys
from tonpy.fift.fift import Fift
from tonpy.libs.python_ton import func_to_asm
assembly = func_to_asm([sys.argv[1]], True, 2, False, int(sys.argv[2]), True, False, False)
fift = Fift()
fift.add_lib("Asm.fif")
if fift.run(assembly) != 0:
    sys.exit("the assembler failed")
cell = fift.last()
print(cell.get_hash().lower())
print(cell.to_boc())
"""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def compile_contract(folder, name):
    """The hash and the bag of a contract's code."""
    run = subprocess.run(
        [sys.executable, "-c", COMPILATION, f"{name}.fc", str(OPTIMIZATION)],
        cwd=folder, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{name}.fc doesn't compile:\n{run.stderr.strip()}")
    code_hash, bag = run.stdout.split()[-2:]
    return code_hash, bytes.fromhex(bag) if re.fullmatch("[0-9A-Fa-f]+", bag) else base64.b64decode(bag)


def sources_of(folder, name):
    """The texts of a contract's file and of all that it includes, by path."""
    found, waiting = {}, [f"{name}.fc"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        text = (folder / path).read_text()
        found[path] = text
        parent = pathlib.PurePosixPath(path).parent
        waiting += [str(parent / included) for included in re.findall(r'^#include "([^"]+)"', text, re.M)]
    return dict(sorted(found.items()))


def layout_of(sources, name):
    """The definition of what the contract stores, and of all that stands in it."""
    lines = [line[3:] for text in sources.values() for line in text.splitlines() if line.startswith(";;|")]
    definitions, current = {}, None
    for line in lines:
        if match := re.match(r"  (\w+) = (.*)", line):
            current = match[1]
            definitions[current] = match[2].strip()
        else:
            definitions[current] += " " + line.strip()
    layout, waiting = {}, [name]
    while waiting:
        wanted = waiting.pop()
        if wanted in layout or wanted not in definitions:
            continue
        layout[wanted] = definitions[wanted]
        waiting += re.findall(r"[a-z_]+", definitions[wanted])
    if not layout:
        sys.exit(f"{name}.fc and what it includes don't say what is stored")
    return [f"{key} = {layout[key]}" for key in sorted(layout)]


def constants_of(sources, prefix, listing):
    """The constants of a listing that the other sources use, with their numbers."""
    declared = dict(re.findall(rf"^const int {prefix}::(\w+) = (\w+);", sources[listing], re.M))
    used = {use for path, text in sources.items() if path != listing for use in re.findall(rf"\b{prefix}::(\w+)", text)}
    return {name: int(declared[name], 0) for name in sorted(used)}


def counts(bag):
    """Cells, bits and depth of a bag with one root."""
    from tonpy import Cell

    root, seen = Cell(base64.b64encode(bag).decode()), {}

    def visit(cell):
        key = cell.get_hash()
        if key not in seen:
            slice_ = cell.begin_parse()
            seen[key] = slice_.bits
            for _ in range(slice_.refs):
                visit(slice_.load_ref())

    visit(root)
    return {"cells": len(seen), "bits": sum(seen.values()), "depth": root.get_depth()}


def artifact(folder, name):
    """The manifest's entry of a contract, and its code."""
    code_hash, bag = compile_contract(folder, name)
    sources = sources_of(folder, name)
    digests = {path: sha256(text.encode()) for path, text in sources.items()}
    layout = layout_of(sources, name)
    return {
        "contract": name,
        "code": f"{name}.boc",
        "code_hash": code_hash,
        **counts(bag),
        "lowest_global_version": GLOBAL_VERSIONS[name],
        "predecessor": PREDECESSORS[name],
        "standard_library_sha256": digests["shared/stdlib.fc"],
        "sources": digests,
        "sources_sha256": sha256("".join(f"{digest}  {path}\n" for path, digest in digests.items()).encode()),
        "storage": layout,
        "storage_sha256": sha256("".join(f"{line}\n" for line in layout).encode()),
        "opcodes": {k: f"{v:08x}" for k, v in constants_of(sources, "op", "shared/opcodes.fc").items()},
        "exit_codes": constants_of(sources, "error", "shared/errors.fc"),
    }, bag


def build(folder):
    """All files of the artifacts, by name."""
    files, entries = {}, []
    for name in PREDECESSORS:
        entry, bag = artifact(folder, name)
        entries.append(entry)
        files[f"{name}.boc"] = bag
    manifest = {
        "schema": "silk.artifacts/1",
        "language": "FunC",
        "compiler": f"FunC {COMPILER_VERSION} of tonpy {importlib.metadata.version('tonpy')}",
        "flags": [f"-O{OPTIMIZATION}", "-A", "-P"],
        "contracts": entries,
    }
    files["manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
    return files


def main():
    folder = pathlib.Path(sys.argv[1])
    artifacts = folder / "artifacts"
    files = build(folder)
    if sys.argv[2:] == ["--check"]:
        present = {path.name: path.read_bytes() for path in artifacts.iterdir()} if artifacts.is_dir() else {}
        wrong = sorted(name for name in files.keys() | present.keys() if files.get(name) != present.get(name))
        for name in wrong:
            print(f"{artifacts / name} is not what the sources give: run Tools/contracts", file=sys.stderr)
        # Not 1, with which a source that doesn't compile ends.
        sys.exit(2 if wrong else 0)
    artifacts.mkdir(exist_ok=True)
    for name, data in files.items():
        (artifacts / name).write_bytes(data)


main()
