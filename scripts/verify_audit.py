#!/usr/bin/env python3
"""Verifies an export of WeiAn's audit without WeiAn: one file, Python 3.8 or later, nothing to install.

    weian audit export > events.jsonl          on the instance
    python3 verify_audit.py events.jsonl [--anchors heads.json]

An event a line: uid, chain, seq, at, actor, post, reason, verb, kind, record, facts, why, previous, algorithm, hash.
Its hash is SHA-256 over UTF-8 JSON of all of these but the last two, keys sorted, no blanks. `previous` is the hash of
the event before it in its chain, "" for the first; seq counts from 1. An event "chain.anchored" tells in facts.heads
how far other chains had come: {chain: [seq, hash]}. After the events come the heads: {"head": chain, "seq", "hash"}.
--anchors: the output of `weian audit heads` of an earlier day, kept elsewhere, or a head copied from a paper.

Prints each fault as "chain seq what" and ends with 1 if there is one, with 2 if the file cannot be read.
"""

import argparse
import hashlib
import json
import sys

HASHED = ("uid", "chain", "seq", "at", "actor", "post", "reason", "verb", "kind", "record", "facts", "why", "previous")


def digest(event):
    """The hash that the event should have."""
    plain = {name: event[name] for name in HASHED}
    return hashlib.sha256(
        json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def faults(lines, anchors=None):
    """(chain, seq, what) for each place that does not hold."""
    last, heads, seen, noted = {}, {}, {}, []
    for line in lines:
        event = json.loads(line)
        if "head" in event:
            heads[event["head"]] = (event["seq"], event["hash"])
            continue
        chain, seq = event["chain"], event["seq"]
        before_seq, before_hash = last.get(chain, (0, ""))
        if seq != before_seq + 1:
            yield chain, before_seq + 1, "missing"
        elif event["previous"] != before_hash:
            yield chain, seq, "does not follow the event before it"
        if event["algorithm"] != "sha256-v1" or digest(event) != event["hash"]:
            yield chain, seq, "is not what was hashed"
        if event["verb"] == "chain.anchored":
            noted.append(event["facts"])
        last[chain] = (seq, event["hash"])
        seen[chain, seq] = event["hash"]
    for chain in sorted(set(last) | set(heads)):
        if heads.get(chain) != last.get(chain, (0, "")):
            yield chain, heads.get(chain, (0, ""))[0], "the head is not the last event"
    for facts in [*noted, {"heads": anchors or {}}]:
        for chain, told in _notes(facts):
            if told[0] > last.get(chain, (0, ""))[0]:
                yield chain, last.get(chain, (0, ""))[0] + 1, "cut off: event %d was noted elsewhere" % told[0]
            elif told[0] > 0 and seen.get((chain, told[0])) != told[1]:
                yield chain, told[0], "is not the head that was noted elsewhere"


def _notes(facts):
    """Notes of heads; a forged one is a fault where it stands and says nothing here."""
    try:
        return [(str(chain), (int(seq), str(told))) for chain, (seq, told) in facts["heads"].items()]
    except (AttributeError, KeyError, TypeError, ValueError):
        return []


def main():
    parser = argparse.ArgumentParser(description="Verify an export of WeiAn's audit.")
    parser.add_argument("events")
    parser.add_argument("--anchors")
    options = parser.parse_args()
    try:
        anchors = None
        if options.anchors:
            with open(options.anchors, encoding="utf-8") as file:
                anchors = json.load(file)
        with open(options.events, encoding="utf-8") as file:
            found = list(faults(file, anchors))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print("cannot read: %r" % error, file=sys.stderr)
        return 2
    for fault in found:
        print(*fault)
    print("%d faults" % len(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
