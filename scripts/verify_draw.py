#!/usr/bin/env python3
"""Verifies the record of a draw without WeiAn: one file, Python 3.8 or later, nothing to install.

    python3 verify_draw.py record.json               the file that the page of the draw gives
    python3 verify_draw.py --commit DRAW PARTY       makes the commitment of a secret that is typed in; PARTY is
                                                     office or witness, so that the server never sees the secret early

All digests are SHA-256 over UTF-8 JSON, keys sorted, no blanks, of the list ["weian-draw-1", …]:
commitment ["commitment", draw, party, secret]; root ["root", paper]; seed ["seed", root, secret of office, of witness];
the n-th number of a label ["number", seed, *label, n] as an integer, thrown away from the last multiple of the size on.
Lots are cast as in `draw` below. Prints each fault; ends with 1 if there is one, with 2 if the file cannot be read.
"""

import argparse
import getpass
import hashlib
import json
import sys

PARTIES = ("office", "witness")
NAMES = {"office": "组织方", "witness": "见证方"}


def digest(*parts):
    plain = json.dumps(["weian-draw-1", *parts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def numbers(seed, *label):
    """A function that gives the next number below a size."""
    count = [0]

    def below(size):
        while True:
            number = int(digest("number", seed, *label, count[0]), 16)
            count[0] += 1
            if number < 2**256 // size * size:
                return number % size

    return below


def pick(below, weights, n):
    """Keys in order; the number falls into the weights laid end to end; what is drawn is taken out."""
    left, drawn = sorted(weights.items()), []
    while left and len(drawn) < n:
        at = below(sum(weight for _, weight in left))
        for place, (key, weight) in enumerate(left):
            if at < weight:
                drawn.append(key)
                del left[place]
                break
            at -= weight
    return drawn


def shuffle(below, keys):
    mixed = sorted(keys)
    for last in reversed(range(1, len(mixed))):
        other = below(last + 1)
        mixed[last], mixed[other] = mixed[other], mixed[last]
    return mixed


def draw(paper, seed):
    terms, units = paper["terms"], [one for one in paper["units"] if not one["out"]]
    if terms["what"] == "pairs":
        return {"pairs": pairs(seed, {one["key"]: set(one["barred"]) | {one["key"]} for one in units})}
    result, chosen = {}, [one["key"] for one in units]
    if terms["what"] != "teams":
        chosen, short = [], {}
        for group, n in sorted(terms["quotas"].items()):
            weights = {one["key"]: one["weight"] for one in units if one["group"] == group}
            found = pick(numbers(seed, "units", group), weights, n)
            chosen += found
            if len(found) < n:
                short[group] = n - len(found)
        result.update(units=chosen, short=short)
    if terms["what"] != "units":
        people = [dict(one) for one in paper["people"] if not one["out"]]
        teams, lacking = {}, {}
        for unit in sorted(chosen):
            teams[unit] = []
            for skill, n in sorted(terms["needs"].items()):
                free = [
                    one for one in people
                    if one["room"] > 0 and one["key"] not in teams[unit] and unit not in one["barred"]
                    and (skill == "" or skill in one["skills"])
                ]  # fmt: skip
                found = pick(numbers(seed, "team", unit, skill), {one["key"]: one["weight"] for one in free}, n)
                teams[unit] += found
                for one in people:
                    one["room"] -= one["key"] in found
                if len(found) < n:
                    lacking.setdefault(unit, {})[skill] = n - len(found)
        result.update(teams=teams, lacking=lacking)
    return result


def pairs(seed, barred):
    """A thousand shuffles, the first that holds; else depth first, fewest places first, places in one more shuffle."""
    members, below = sorted(barred), numbers(seed, "pairs")
    for _ in range(1000):
        found = dict(zip(members, shuffle(below, members)))
        if all(found[one] not in barred[one] and found[found[one]] != one for one in members):
            return found
    order = shuffle(below, members)

    def place(found):
        waiting = [one for one in members if one not in found]
        if not waiting:
            return found
        places = {
            one: [to for to in order if to not in found.values() and to not in barred[one] and found.get(to) != one]
            for one in waiting
        }
        one = min(waiting, key=lambda key: (len(places[key]), key))
        for to in places[one]:
            done = place(dict(found, **{one: to}))
            if done is not None:
                return done
        return None

    return place({})


def faults(record):
    """What does not hold."""
    paper, secrets = record["paper"], record["secrets"]
    if digest("root", paper) != record["root"]:
        yield "名单和公布的名单摘要对不上。"
    for party in PARTIES:
        if digest("commitment", paper["draw"], party, secrets[party]) != record["commitments"][party]:
            yield "%s亮出的密语和事前的承诺对不上。" % NAMES[party]
    if digest("seed", record["root"], *(secrets[party] for party in PARTIES)) != record["seed"]:
        yield "种子不是由名单摘要和两份密语算出来的。"
    if draw(paper, record["seed"]) != record["result"]:
        yield "按种子重新抽一次，结果和记录不同。"
    moments = record["moments"]
    if not "" < moments["committed"] <= moments["listed"] <= moments["drawn"]:
        yield "先后次序不对：承诺在先，公布名单在后，最后抽取。"


def main():
    parser = argparse.ArgumentParser(description="Verify the record of a draw.")
    parser.add_argument("record", nargs="?")
    parser.add_argument("--commit", nargs=2, metavar=("DRAW", "PARTY"))
    options = parser.parse_args()
    if options.commit:
        print(digest("commitment", *options.commit, getpass.getpass("密语：")))
        return 0
    try:
        with open(options.record, encoding="utf-8") as file:
            found = list(faults(json.load(file)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print("读不了这个文件：%r" % error, file=sys.stderr)
        return 2
    for fault in found:
        print(fault)
    print("有 %d 处对不上。" % len(found) if found else "名单、承诺、种子、结果和先后次序都对得上。")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
