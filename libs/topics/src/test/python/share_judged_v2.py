#!/usr/bin/env python3
"""Writes the golden bytes of share-judged, version 2, from its description alone: nothing of the Java code is used.

usage: share_judged_v2.py FOLDER        (the folder of the golden files)
"""
import struct
import sys
from pathlib import Path

CHAIN = "bitcoin-regtest"
GENESIS = bytes.fromhex("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f")[::-1]
ACCOUNT = bytes.fromhex("0014751e76e8199196d454941c45d1b3a323f1433bd6")
DUPLICATE, UNKNOWN_JOB, SOLO = 8, 4, 1
SLICE = 170_000_000


def text(value):
    encoded = value.encode()
    return struct.pack(">H", len(encoded)) + encoded


def achieved(value):
    """Leading zero bits of a 256-bit number, and the 32 bits from its first set one on."""
    if value is None:
        return bytes(5)
    bits = format(value, "0256b")
    first = bits.index("1")
    return bytes([first]) + int(bits[first:first + 32].ljust(32, "0"), 2).to_bytes(4, "big")


def share(identity, rejection, proof, block):
    miner = struct.pack(">H", len(ACCOUNT)) + ACCOUNT + text("rig-Ünö") + bytes([SOLO]) + text("blocks")
    job = struct.pack(">IBb", 0xFFFFFFFE, 2, -31)
    solved = b"\1" + block if block else b"\0"
    return identity + job + miner + struct.pack(">qB", SLICE, rejection) + achieved(proof) + solved


def main(folder):
    shares = [
        share(GENESIS, 0, int.from_bytes(GENESIS, "little"), None),
        share(GENESIS, DUPLICATE, 1, GENESIS),
        share(bytes(32), UNKNOWN_JOB, None, None),
    ]
    head = text(CHAIN) + struct.pack(">H", 3)
    judged = b"\2\1" + head + struct.pack(">I", len(shares)) + b"".join(shares)
    sealed = b"\2\2" + head + struct.pack(">q", SLICE)
    (folder / "share-judged.v2.hex").write_text(judged.hex() + "\n")
    (folder / "share-judged-sealed.v2.hex").write_text(sealed.hex() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
