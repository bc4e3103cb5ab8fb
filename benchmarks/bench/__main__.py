"""Runs benchmarks by name."""

import argparse
import importlib

from . import readme

NAMES = """
offline contention accuracy words latency flicker streams sidecar spillover probes abort memory sizes operator operator-pods
""".split()


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run", description="Measures audiostream and its baselines on this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)} (default: all of them)")
    parser.add_argument("--quick", action="store_true", help="runs a minute or two without baselines, to test the benchmarks; writes nothing")
    parser.add_argument("--minutes", type=float, metavar="M", help="how long the benchmark memory runs, 0.1 to 600 (default 10)")
    arguments = parser.parse_args()
    for name in arguments.names:
        if name not in NAMES:
            parser.error(f"unknown benchmark '{name}': write one of {', '.join(NAMES)}")
    if arguments.minutes is not None and not 0.1 <= arguments.minutes <= 600:
        parser.error(f"--minutes is {arguments.minutes:g}: write a number from 0.1 to 600")
    for name in arguments.names or NAMES:
        module = importlib.import_module(f"bench.{name.replace('-', '_')}")
        if name == "memory":
            module.run(arguments.quick, arguments.minutes)
        else:
            module.run(arguments.quick)
        if not arguments.quick:
            readme.update()


if __name__ == "__main__":
    main()
