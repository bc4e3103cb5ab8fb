"""Runs comparisons by name."""

import argparse
import importlib

from . import readme

NAMES = ["offline", "neighbours", "accuracy", "latency", "streams", "abort", "memory"]


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run", description="Measures audiostream beside its peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; all of them without")
    parser.add_argument("--quick", action="store_true", help="a short run without peers that shows that it works; nothing is written")
    parser.add_argument("--minutes", type=float, metavar="M", help="how long memory is looked at (10)")
    arguments = parser.parse_args()
    for name in arguments.names:
        if name not in NAMES:
            parser.error(f"there is no benchmark '{name}': {', '.join(NAMES)}")
    if arguments.minutes is not None and not 0.1 <= arguments.minutes <= 600:
        parser.error("--minutes is 0.1 to 600")
    for name in arguments.names or NAMES:
        module = importlib.import_module(f"bench.{name}")
        if name == "memory":
            module.run(arguments.quick, arguments.minutes)
        else:
            module.run(arguments.quick)
        if not arguments.quick:
            readme.update()


if __name__ == "__main__":
    main()
