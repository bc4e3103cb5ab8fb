"""Measures audiostream beside its peers. Each module is one comparison; README.md has the method of each."""
