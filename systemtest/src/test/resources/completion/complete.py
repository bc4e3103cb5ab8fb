"""Types LINE and Tab into an interactive shell that has loaded SCRIPT, and waits until the terminal shows EXPECTED.

    python3 complete.py SCRIPT LINE EXPECTED SHELL [ARGUMENT...]
"""
import os
import pty
import sys

script, line, expected, *shell = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(shell[0], shell)


def wait_for(text):
    shown = ""
    while text not in shown:
        shown += os.read(terminal, 4096).decode(errors="replace")


# The quotes keep the echo of the command from being its output.
os.write(terminal, f"source '{script}'; echo LOA''DED\n".encode())
wait_for("LOADED")
os.write(terminal, f"{line}\t".encode())
wait_for(expected)
