"""Benchmarks of audiostream and its baselines. Each module that __main__ names is one benchmark; README.md describes them."""
