"""The command as a program, `backsource` or `python -m backsource`; light, so that Ctrl-C is answered at once."""

import os
import signal
import sys
from types import FrameType

INTERRUPTED = 130


def main() -> None:
    """Load the verbs and run the one that is asked for."""
    # While modules load nothing is begun that would have to be ended. An exception in the middle of an import is not
    # always passed on, and ends in a traceback that tells the user nothing; and who made us deaf is not overruled.
    hears = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if hears:
        signal.signal(signal.SIGINT, _leave)
    from backsource.cli import main as run

    if hears:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.stderr.write("interrupted; nothing was begun\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
