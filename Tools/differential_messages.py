"""Random messages to accounts in Silk's executor and in the reference's (tonpy): the same transaction and new account by
hash, or a refusal by both.

Usage: differential_messages.py EXECUTABLE [RUNS [SEED]]

Run by Tools/differential messages. The same SEED gives the same cases. Accounts are made ones, whose contracts ask for
random lists of actions, run random programs, or write down what they find around them; and real ones (../shared/fixtures,
or SILK_FIXTURES) with their recorded messages, which are changed here and there. tonpy knows the rules up to global
version 11: all from 4 on are tried.
"""

import os
import random
import sys
from collections import Counter

from tonpy import CellBuilder, Emulator, VmDict
from tonpy import Cell as ReferenceCell

from differential_shared import Disagreement, Silk, Workers, bag, binary, cell, damaged, fixture, parts, random_bits, random_cell
from differential_vm import (
    EMPTY, Generator, Pools, address_bits, coins_bits, dictionary, hexadecimal, message, ordinary, pack)

VERSIONS = range(4, 12)
NOW = 1_775_000_000
LT = 74_000_000_000_007
SEND, CODE, RESERVE, LIBRARY = 0x0EC3C86D, 0xAD4DE08E, 0x36E6B809, 0x26FA1DD4

# What is known to differ, with the reason.
KNOWN = []


def known(function):
    KNOWN.append(function)
    return function


@known
def strict_account(case, text):
    """the reference checks the whole layout of an account before it reads it"""
    return "Can't unpack shard account" in text


@known
def strict_address(case, text):
    """the reference's binding runs messages on accounts that aren't the destination; Silk also reads accounts to their end"""
    return "Silk says the account can't be used: " in text


@known
def depth(case, text):
    """Silk refuses messages from outside that are too deep, as the reference does since (transaction.cpp, for all versions)"""
    return "deep, at most" in text and "the reference makes a transaction" in text


def behind_anycast(bits, start):
    """Where a prefix that may be rewritten ends."""
    return start + 1 if bits[start : start + 1] != "1" else start + 6 + int(bits[start + 1 : start + 6] or "0", 2)


def has_other_length(whole):
    """Whether a message in a cell or below goes to the masterchain, to an address of another length than 256."""
    found = parts(whole)
    if found is None:
        return False
    bits = found[0]
    if bits[:1] == "0" and bits[4:6] in ("00", "10"):
        start = 6 if bits[4:6] == "00" else behind_anycast(bits, 6) + 264
        if bits[start : start + 2] == "11":
            start = behind_anycast(bits, start + 2)
            if bits[start + 9 : start + 41] == "1" * 32 and int(bits[start : start + 9], 2) != 256:
                return True
    return any(has_other_length(reference) for reference in found[1])


@known
def masterchain_length(case, text):
    """a masterchain address of another length than 256 is refused later by tonpy: since then the reference looks at once"""
    if "action: " not in text:
        return False
    return any(whole is not None and has_other_length(whole) for whole in (case["message"], case["before"]))


@known
def stopped(case, text):
    """the reference stops at an amount that isn't there: mode 64 in a turn, reserving of a balance that can't be"""
    return "the reference refuses (Unknown error)" in text and ("action 34" in text or case["name"] == "turn")


@known
def value_of_no_message(case, text):
    """mode 64 in a turn: the reference reckons with a number that isn't there, and then does what it likes"""
    return case["name"] == "turn" and case["version"] >= 10 and "resultCode: 34" in text.partition("the reference")[0]


@known
def other_workchain(case, text):
    """the reference's binding takes a message to a workchain that no account can be in"""
    return "the reference makes a transaction" in text and "is no account" in text


@known
def broken_dictionaries(case, text):
    """the reference stops at a broken dictionary of currencies in an account or a message, which no chain has"""
    return "(invalid dictionary fork node)" in text or "(error while parsing a dictionary node label)" in text


def coins(amount):
    length = (amount.bit_length() + 7) // 8
    return binary(length, 4) + binary(amount, 8 * length)


def currencies(rng, amount, likely=0.05):
    """A CurrencyCollection's bits and references."""
    if rng.random() >= likely:
        return coins(amount) + "0", []
    root = dictionary(
        rng, 32, is_damaged=rng.random() < 0.03, value=lambda rng: (binary(1, 5) + binary(rng.choice([1, 5, 200]), 8), []), most=3,
        items={binary(number, 32): (binary(1, 5) + binary(rng.choice([1, 5, 200]), 8), [])
               for number in rng.sample([1, 2, 3, 100], rng.randint(1, 3))})
    return coins(amount) + "1", [root]


def standard(workchain, account):
    return "100" + binary(workchain, 8) + binary(account, 256)


def state_init(rng, code, data, libraries=None, special=None, prefix=None):
    bits = "0" if prefix is None else "1" + binary(prefix, 5)
    bits += "0" if special is None else "1" + binary(special, 2)
    references = []
    for part in (code, data, libraries):
        bits += "0" if part is None else "1"
        references += [] if part is None else [part]
    return bits, references


def public_libraries(rng, pools, is_damaged=True):
    """A dictionary of libraries, well formed mostly."""
    items = {}
    for _ in range(rng.choice([1, 1, 2, 3])):
        library = rng.choice(pools.libraries)
        items[binary(int(library.get_hash(), 16), 256)] = (rng.choice("01"), [library])
    return dictionary(rng, 256, lambda rng: (rng.choice("01"), [random_cell(rng, 1)]), items=items, most=1, is_damaged=is_damaged)


class Cases:
    def __init__(self, pools, generator, recorded, states):
        self.pools, self.generator, self.recorded, self.states = pools, generator, recorded, states

    # Actions

    def amount(self, rng, balance):
        return rng.choice([0, 1, 1000, 10**6, 10**7, 10**9, balance, balance // 2, max(0, balance - 10**7),
                           balance + 10**7, rng.randint(0, 2 * balance + 1), 1 << 100])

    def outgoing(self, rng, balance, address):
        if rng.random() < 0.12:
            return message(rng)
        references = []
        source = rng.choice(["00"] * 6 + [address, address, standard(0, rng.getrandbits(256)), "01" + binary(8, 9) + "0" * 8])
        target = rng.choice([standard(0, rng.getrandbits(256))] * 6 + [
            standard(-1, rng.getrandbits(256)), address, standard(rng.choice([1, 5, -2]), 7), address_bits(rng)])
        if rng.random() < 0.88:
            flags = rng.choice(["000", "100", "110", "010", "101", "111"])
            value, extra = currencies(rng, self.amount(rng, balance))
            bits = "0" + flags + source + target + value + coins(rng.choice([0, 0, 10**6, 1 << 62]))
            bits += coins(rng.choice([0, 0, 0, 10**9, 5])) + binary(rng.choice([0, rng.getrandbits(64)]), 64) + binary(0, 32)
            references += extra
        else:
            bits = "11" + source + rng.choice(["00", "01" + binary(16, 9) + binary(5, 16), target]) + binary(0, 96)
        draw = rng.random()
        if draw < 0.75:
            bits += "0"
        else:
            init, inner = state_init(
                rng, rng.choice([None, random_cell(rng, 1), rng.choice(self.pools.codes)]), random_cell(rng, 1),
                public_libraries(rng, self.pools) if rng.random() < 0.2 else None,
                special=rng.choice([None, None, 1, 3]), prefix=rng.choice([None] * 6 + [0, 5, 31]))
            if rng.random() < 0.5 and len(inner) + len(references) < 4:
                bits, references = bits + "10" + init, references + inner
            else:
                bits, references = bits + "11", references + [cell(init, inner)]
        body = self.body(rng)
        if len(references) < 4 and rng.random() < 0.6:
            return cell((bits + "1")[:1023], references + [body])
        bits += "0" + parts(body)[0]
        return cell(bits[:1023], references)

    def body(self, rng):
        draw = rng.random()
        if draw < 0.5:
            return cell(random_bits(rng, rng.choice([0, 32, 300])))
        if draw < 0.9:
            return random_cell(rng, rng.choice([1, 2, 3])) if rng.random() < 0.9 else cell("0", [rng.choice(self.pools.exotic)])
        if draw < 0.94:
            # Many cells.
            whole = cell(binary(rng.getrandbits(64), 64))
            for number in range(rng.choice([9, 10, 12, 13])):
                whole = cell(binary(number, 16), [whole, cell(binary(rng.getrandbits(64), 64)), whole])
            return whole
        whole = EMPTY
        for number in range(rng.choice([100, 510, 511, 512, 513, 800])):
            whole = cell(binary(number, 16) + "1" * rng.choice([0, 900]), [whole])
        return whole

    MODES = [0, 0, 1, 2, 3, 16, 17, 18, 32, 64, 64, 65, 66, 67, 80, 96, 128, 128, 129, 130, 131, 144, 160, 161, 162, 192, 255]

    def action(self, rng, balance, address):
        draw = rng.random()
        if draw < 0.6:
            mode = rng.choice(self.MODES) if rng.random() < 0.9 else rng.getrandbits(8)
            return binary(SEND, 32) + binary(mode, 8), [self.outgoing(rng, balance, address)]
        if draw < 0.8:
            mode = rng.choice([0, 1, 2, 3, 4, 5, 8, 12, 14, 15, 16, 18, 28, rng.getrandbits(8)])
            value, extra = currencies(rng, self.amount(rng, balance), 0.1)
            return binary(RESERVE, 32) + binary(mode, 8) + value, extra
        if draw < 0.87:
            return binary(CODE, 32), [rng.choice([random_cell(rng, 1), rng.choice(self.pools.codes), rng.choice(self.pools.exotic)])]
        if draw < 0.95:
            mode = rng.choice([0, 1, 2, 16, 17, 18, rng.getrandbits(7)])
            library = rng.choice(self.pools.libraries + [random_cell(rng, 2)])
            if rng.random() < 0.5:
                return binary(LIBRARY, 32) + binary(mode, 7) + "1", [library]
            return binary(LIBRARY, 32) + binary(mode, 7) + "0" + binary(int(library.get_hash(), 16), 256), []
        return random_bits(rng, 80), [random_cell(rng, 1)]

    def actions(self, rng, balance, address):
        count = rng.choice([0, 1, 1, 1, 2, 2, 3, 4, 6, 255, 256] if rng.random() < 0.05 else [0, 1, 1, 1, 2, 2, 3, 4, 6])
        whole = EMPTY
        repeated = self.action(rng, balance // 300, address) if count > 200 else None
        for _ in range(count):
            bits, references = repeated or self.action(rng, balance, address)
            whole = cell(bits[:1023], ([whole] + references)[:4])
        if rng.random() < 0.04:
            whole = damaged(rng, whole)
        return whole

    # Contracts

    def looking_around(self, rng, version):
        """Writes some of what a contract finds around it into its data."""
        items = [hexadecimal("C8")]
        for _ in range(3):
            kind = rng.randrange(7)
            if kind == 0:
                # The seed of an account was what lay beside a field in memory before version 8, and so isn't the same in
                # all builds of the reference.
                items.append(hexadecimal("F82" + rng.choice("345CF" + "66" * (version >= 8))))
            elif kind == 1:
                items += [hexadecimal("F82" + rng.choice("7B")), hexadecimal("6F10")]
            elif kind == 2:
                items += [hexadecimal("F82" + rng.choice("9A")), hexadecimal("F900")]
            elif kind == 3:
                items += [hexadecimal("F828"), hexadecimal("F901")]
            elif kind == 4:
                items.append(hexadecimal("F89" + rng.choice("01345678")[0]))
                if items[-1][0].endswith("1000"):
                    items += [hexadecimal("6E"), ]
            elif kind == 5:
                items += [hexadecimal("F892"), hexadecimal("F901")]
            else:
                items += [hexadecimal("F82E"), ordinary("01101111" + "0001" + binary(rng.randint(0, 6), 4)), hexadecimal("F901")]
            items += [hexadecimal("01"), hexadecimal("CAFF")]
        # The builder and the integer are in the other order.
        return items + [hexadecimal("C9"), hexadecimal("ED54")]

    def code(self, rng, balance, address, version):
        items = [hexadecimal("F800")] if rng.random() < 0.8 else []
        draw = rng.random()
        if draw < 0.6:
            items += [ordinary("10001000", [self.actions(rng, balance, address)]), hexadecimal("ED55")]
            if rng.random() < 0.3:
                items += [ordinary("10001000", [self.body(rng)]), hexadecimal("ED54")]
            if rng.random() < 0.1:
                items += [hexadecimal("F80F"), hexadecimal(rng.choice(["F22A", "5B5B5B5B5B", "F201"]))]
            if rng.random() < 0.05:
                items += [hexadecimal("EB00")]
        elif draw < 0.8:
            items = [hexadecimal("F800")] + self.looking_around(rng, version)
        else:
            items += self.generator.items(rng, rng.choice([1, 2, 3]), 1)
        if rng.random() < 0.1:
            items = [hexadecimal("5B5B")] + items
        whole = pack(rng, items)
        return rng.choice(self.pools.exotic) if rng.random() < 0.02 else whole

    # Accounts

    def account(self, rng, now, lt, case):
        """A made account: its cell, address, state hash, and balance."""
        workchain = rng.choice([0, 0, 0, -1])
        balance = rng.choice([0, 1, 10**6, 10**7, 10**8, 10**9, 10**9, 5 * 10**9, 10**12, rng.randint(0, 10**10)])
        account = rng.getrandbits(256)
        if workchain == -1 and rng.random() < 0.4:
            account = int("33" * 32, 16)
        address = standard(workchain, account)
        code = self.code(rng, balance, address, case["version"])
        data = rng.choice([EMPTY, random_cell(rng, 1), self.body(rng)])
        kind = rng.choice(["active"] * 6 + ["uninit", "uninit", "frozen", "none", "none"])
        # Broken ones come with messages, if at all, where both refuse them.
        libraries = public_libraries(rng, self.pools, kind != "active") if rng.random() < 0.1 else None
        special = rng.choice([None, None, 0, 1, 2, 3]) if workchain == -1 else rng.choice([None] * 9 + [3])
        prefix = rng.choice([None] * 20 + [0, 3, 10])
        init = cell(*state_init(rng, code, data, libraries, special, prefix))
        if kind != "active" and rng.random() < 0.85:
            account = int(init.get_hash(), 16)
            if prefix and rng.random() < 0.5:
                account ^= rng.getrandbits(prefix) << (256 - prefix)
            address = standard(workchain, account)
        case.update(init=init, kind=kind, workchain=workchain, account=account, balance=balance)
        if kind == "none":
            return cell(binary(0, 256 + 64), [cell("0")])
        seconds = rng.choice([0, 0, 1, 100, 86400, 86400 * 365, 86400 * 365 * 5, now - 1, now])
        paid = now - seconds if rng.random() < 0.97 else 0
        cells = rng.choice([1, 3, 5, 20, 1000, 60000])
        storage = "".join(
            binary((number.bit_length() + 7) // 8, 3) + binary(number, (number.bit_length() + 7) // 8 * 8)
            for number in (cells, rng.choice([100, 800, 5000, 60000, 10**7])))
        if case["version"] >= 11 and rng.random() < 0.3:
            storage += "001" + binary(rng.getrandbits(256), 256)
        else:
            storage += "000"
        storage += binary(paid, 32)
        due = rng.choice([0, 0, 0, 1, 10**8, 10**9, 2 * 10**9])
        storage += "1" + coins(due) if due else "0"
        value, extra = currencies(rng, balance, 0.08)
        last = lt - rng.choice([1, 1000, 10**9])
        bits = "1" + address + storage + binary(last, 64) + value
        if kind == "uninit":
            bits += "00"
        elif kind == "frozen":
            bits += "01" + binary(int(init.get_hash(), 16) if rng.random() < 0.8 else rng.getrandbits(256), 256)
        else:
            inner_bits, inner = state_init(rng, code, data, libraries, special, prefix)
            bits, extra = bits + "1" + inner_bits, extra + inner
        return cell(binary(rng.getrandbits(256), 256) + binary(last - 1, 64), [cell(bits, extra)])

    # Messages

    def inbound(self, rng, now, lt, case):
        target = standard(case["workchain"], case["account"])
        if rng.random() < 0.01:
            target = standard(0, rng.getrandbits(256))
        references = []
        if rng.random() < 0.8:
            value, references = currencies(rng, rng.choice([0, 1, 10**5, 10**6, 10**7, 10**8, 10**9, 10**10, rng.randint(0, 10**9)]))
            flags = "1" + rng.choice(["00", "10", "10", "10", "01", "11"])
            source = standard(rng.choice([0, 0, -1]), rng.getrandbits(256))
            if rng.random() < 0.02:
                source = address_bits(rng)
            bits = "0" + flags + source + target + value + coins(0) + coins(rng.choice([0, 266669, 10**7]))
            bits += binary(lt - 1000, 64) + binary(now - 5, 32)
        else:
            source = rng.choice(["00", "00", "01" + binary(9, 9) + binary(5, 9)])
            bits = "10" + source + target + coins(rng.choice([0, 0, 10**6]))
        wants_state = case["kind"] != "active" and rng.random() < 0.8 or rng.random() < 0.1
        if wants_state:
            init = case["init"] if rng.random() < 0.9 else damaged(rng, case["init"])
            found = parts(init)
            if rng.random() < 0.4 and len(found[1]) + len(references) < 4 and len(bits) + len(found[0]) < 1000:
                bits, references = bits + "10" + found[0], references + found[1]
            else:
                bits, references = bits + "11", references + [init]
        else:
            bits += "0"
        body = self.body(rng)
        if len(references) < 4 and rng.random() < 0.6:
            bits, references = bits + "1", references + [body]
        else:
            bits += "0" + parts(body)[0]
        whole = cell(bits[:1023], references)
        return damaged(rng, whole) if rng.random() < 0.02 else whole

    def make(self, rng, versions):
        index = rng.randrange(len(versions))
        case = dict(configuration=index, version=versions[index])
        draw = rng.random()
        if draw < 0.2:
            before, message_, now, lt, address = rng.choice(self.recorded)
            case.update(name="recorded")
            if rng.random() < 0.5:
                message_ = damaged(rng, message_)
            if rng.random() < 0.3:
                now += rng.choice([60, 86400, 86400 * 400, 86400 * 4000])
            if rng.random() < 0.1:
                before = damaged(rng, before)
        elif draw < 0.35:
            before, address = rng.choice(self.states)
            now, lt = NOW + rng.choice([0, 10**6, 10**8]), LT + rng.randrange(10**9)
            workchain, account = address.split(":")
            case.update(name="real account", kind="active", workchain=int(workchain), account=int(account, 16), init=EMPTY,
                        balance=10**9)
            message_ = self.inbound(rng, now, lt, case)
        else:
            now, lt = NOW + rng.randrange(10**6), LT + rng.randrange(10**9)
            case.update(name="made account")
            before = self.account(rng, now, lt, case)
            address = f"{case['workchain']}:{case['account']:064x}"
            message_ = self.inbound(rng, now, lt, case)
            if case["workchain"] == -1 and case["kind"] == "active" and rng.random() < 0.4:
                message_ = None
                case.update(name="turn", isTock=rng.random() < 0.5)
        case.update(before=before, message=message_, now=now, lt=lt, address=address, seed=f"{rng.getrandbits(256):064x}")
        return case


def configurations():
    """Those of each version: as recorded, and with narrow limits; an account is made special."""
    root = bag("config/blockchain_config_mainnet_tonutils.boc")
    made, versions = [], []
    for version in VERSIONS:
        for is_narrow in (False, True):
            parameters = VmDict(32, cell_root=root)
            parameters.set_ref(8, cell(binary(0xC4, 8) + binary(version, 32) + binary(0x1EE if not is_narrow else 0x1EA, 64)))
            special = VmDict(256, cell_root=parameters.lookup_ref(31).begin_parse().load_ref())
            special.set(int("33" * 32, 16), CellBuilder().end_cell().begin_parse())
            parameters.set_ref(31, cell("1", [special.get_cell()]))
            if is_narrow:
                limits = binary(1, 8) + binary(20000, 32) + binary(40, 32) + binary(4, 32) + binary(100, 16)
                parameters.set_ref(43, cell(limits + binary(3000, 32) + binary(100, 16)))
            made.append(parameters.get_cell())
            versions.append(version)
    return made, versions


def recorded_messages():
    """What came to the accounts of a recorded chain, with their states before: executed again by the reference."""
    replay = fixture("chain/replay.json")
    emulator = Emulator(bag("chain/blockchain-config.boc"))
    accounts = {account: ReferenceCell(boc) for account, boc in replay["genesis"].items()}
    found = []
    for run in replay["transactions"]:
        account = run["account"]
        before = accounts.get(account) or cell(binary(0, 320), [cell("0")])
        message_ = ReferenceCell(run["in_msg"])
        emulator.set_rand_seed(run["rand_seed"].upper())
        if not emulator.emulate_transaction(before, message_, run["now"], run["lt_param"]):
            raise Disagreement("the reference doesn't make a recorded transaction")
        accounts[account] = emulator.account.to_cell()
        found.append((before, message_, run["now"], run["lt_param"], "0:" + account))
    for run in replay["rejected_externals"]:
        before = ReferenceCell(run["shard_account_boc"])
        slice_ = before.begin_parse().load_ref().begin_parse()
        slice_.skip_bits(12)
        address = f"0:{slice_.load_uint(256):064x}"
        found += [(before, ReferenceCell(run["in_msg"]), run["now"], run["lt"], address)] * 10
    return found


def real_states():
    block = fixture("tvm/replay/fat_block_71398501.json")
    return [(ReferenceCell(account["shard_account_boc_base64"]), account["account"]) for account in block["previous_accounts"]]


def refusal_class(text):
    text = (text or "").split("account: ")[-1]
    return " ".join(word for word in text.strip("]").split() if not (len(word) == 64 or any(c.isdigit() for c in word)))[:70]


def emulate(emulator, case):
    """Whether the reference makes a transaction; says why not by an error."""
    if case["message"] is None:
        return emulator.emulate_tick_tock_transaction(case["before"], case["isTock"], case["now"], case["lt"])
    return emulator.emulate_transaction(case["before"], case["message"], case["now"], case["lt"])


def main(arguments):
    if not arguments:
        sys.exit(__doc__.strip())
    executable = arguments[0]
    runs = int(arguments[1]) if len(arguments) > 1 else 5000
    seed = int(arguments[2]) if len(arguments) > 2 else 1
    only = int(arguments[3]) if len(arguments) > 3 else None

    pools = Pools(random.Random(f"{seed} fixed"))
    libraries = VmDict(256)
    for library in pools.libraries:
        libraries.set_ref(int(library.get_hash(), 16), library)
    recorded, states = recorded_messages(), real_states()
    roots, versions = configurations()

    def start(emit):
        silk, counts = Silk(executable, "messages"), Counter()
        silk.ask(surroundings={"configurations": [root.to_boc() for root in roots], "libraries": [libraries.get_cell().to_boc()]})
        machine = Silk(executable, "vm")
        rows = machine.ask()["rows"]
        wanted = ("SENDRAWMSG", "RAWRESERVE", "RAWRESERVEX", "SETCODE", "SETLIBCODE", "CHANGELIB", "SENDMSG", "ACCEPT", "COMMIT",
                  "SETGASLIMIT", "CONFIGPARAM", "GETPARAM", "POPCTR", "XLOAD", "CTOS", "THROW", "LDREF")
        table = fixture("tvm/tables/acton_tvm-specification.json")["instructions"]
        signatures = {}
        for row in rows:
            for instruction in table:
                layout = instruction["layout"]
                stack = ((instruction.get("signature") or {}).get("inputs") or {}).get("stack")
                if layout["min"] <= row["first"] < layout["max"] and stack is not None:
                    signatures[row["first"]] = (instruction["category"], stack)
        chosen = [row for row in rows if row["name"] in wanted]
        cases = Cases(pools, Generator(chosen, signatures, pools), recorded, states)
        emulators = [Emulator(root) for root in roots]
        for emulator in emulators:
            emulator.set_libs(libraries)

        def run(number):
            rng = random.Random(f"{seed} {number}")
            case = None
            while case is None:
                try:
                    case = cases.make(rng, versions)
                except RuntimeError:
                    counts["given up while made"] += 1
            question = dict(
                configuration=case["configuration"], account=case["before"].to_boc(),
                now=case["now"], lt=case["lt"], seed=case["seed"])
            if case["message"] is not None:
                question["message"] = case["message"].to_boc()
            else:
                question["isTock"] = case["isTock"]
            # The reference takes an account that isn't there for the message's destination.
            found = parts(case["before"])[1]
            if not found or parts(found[0]) is None or parts(found[0])[0] != "0":
                question["address"] = case["address"]
            silk.send(run=question)
            emulator = emulators[case["configuration"]]
            emulator.set_rand_seed(case["seed"].upper())
            is_made, refusal = False, None
            try:
                is_made = emulate(emulator, case)
            except RuntimeError as error:
                refusal = str(error)
            answer = silk.receive()
            counts[case["name"]] += 1
            found = None
            if "error" in answer:
                found = f"Silk says {answer['error']}"
            elif is_made != ("transaction" in answer):
                found = f"the reference {'makes a transaction' if is_made else f'refuses ({refusal})'}, Silk says {answer.get('refusal') or answer.get('outcome')}"
            elif is_made:
                counts[answer["outcome"]] += 1
                transaction, account = emulator.transaction.to_cell(), emulator.account.to_cell()
                if transaction.get_hash().lower() != answer["transaction"]:
                    question["expected"] = transaction.to_boc()
                    found = silk.ask(run=question).get("difference")
                elif account.get_hash().lower() != answer["account"]:
                    found = "another account"
            else:
                counts["refused by both: " + refusal_class(refusal)] += 1
            if only is not None:
                print(case["name"], case["version"], question, found, answer, is_made, refusal)
                os.environ.get("DUMP") and (case["before"].cell.dump(), case["message"] and print(case["message"].cell.dump()), print(case["before"].cell.dump()))
            if number // 2 % 25 == 0:
                # The reference may die soon.
                end()
            if found is None:
                counts["agree"] += 1
                return
            for function in KNOWN:
                if function(case, found):
                    counts[f"known: {function.__doc__}"] += 1
                    return
            counts["disagree"] += 1
            emit("failure", f"{number} of seed {seed} ({case['name']}, version {case['version']}{', narrow' * (case['configuration'] % 2)}): {found}")

        def end():
            emit("counts", dict(counts))
            counts.clear()

        return run, end

    if only is not None:
        start(lambda kind, value: print(value))[0](only)
        return
    workers = Workers(int(os.environ.get("JOBS") or min(2, os.cpu_count() or 1)))
    workers.run(runs, start)
    for name, count in sorted(workers.counts.items()):
        print(f"{count:9} {name}")
    print(f"{len(workers.deaths)} runs that the reference died of: {workers.deaths[:20]}")
    sys.exit(1 if workers.failures else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
