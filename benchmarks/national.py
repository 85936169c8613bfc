"""Answer for all kecamatan of Indonesia whether they have a puskesmas, and how much land is near a primary school.

``python benchmarks/national.py [FOLDER] [--out FILE]`` prints seconds of the clock and of the processor and the most
memory. Goal: 60 s and 4 GB on two cores for the joins and checks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import time
from pathlib import Path

from planner.national.answering import answer_all, fewest_without
from planner.national.cities import cities_of, nation_of
from planner.national.writing import write_answers
from planner.rules.catalogue import load_rules
from planner.sources.national import read_national

ROOT = Path(__file__).resolve().parents[1]
BUILTIN_DATA = ROOT.parent / "shared" / "data" / "indonesia"


def main() -> None:
    """Answer, and print how long it took."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=BUILTIN_DATA)
    arguments.add_argument("--out", type=Path)
    chosen = arguments.parse_args()
    begun, busy = time.perf_counter(), time.process_time()

    def step(name: str) -> None:
        print(f"{name:8} {time.perf_counter() - begun:6.1f} s, processor {time.process_time() - busy:6.1f} s")

    data = read_national(chosen.folder)
    step("read")
    nation = nation_of(data)
    step("joined")
    answers = answer_all(cities_of(nation), load_rules(), dt.date.today())
    step("checked")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    print(f"{len(answers)} kecamatan in {answers['kabupaten_code'].nunique()} kabupaten and kota")
    print("puskesmas:", answers["puskesmas_status"].value_counts().to_dict())
    print("of those without one that is known, at least without any of the list:", fewest_without(answers, nation))
    share = answers["land_share_sd"]
    print("land within reach of an SD, quartiles of kecamatan:", share.quantile([0.25, 0.5, 0.75]).round(3).tolist())
    if chosen.out:
        print("written:", write_answers(answers, nation.kecamatan, chosen.out))


if __name__ == "__main__":
    main()
