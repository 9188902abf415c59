"""The command and what all its verbs share: how errors end, how interruption ends, in which order help lists them."""

import errno
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from backsource.errors import BacksourceError, InvariantError, StoppedError

CLAIM_FAILED, BAD_INPUT, STOPPED, INTERRUPTED = 1, 2, 3, 130
CUT = 141
"""Nobody reads the output any more, as in `backsource check STUDY | head`: what a shell reports of other tools then."""
STANDARD_OUTPUT = 1
CODES = (
    "Exit codes: 0 answered, 1 a claim failed (check, verify, replay, backcast), 2 bad input, "
    "3 stopped before the asked guarantee, 130 interrupted."
)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in a study of which so many runs are there."""

    def __init__(self, kept: int) -> None:
        super().__init__(kept)
        self.kept = kept


class Verbs(TyperGroup):
    """Ends every verb with an exit code and, for bad input, one line a fault on standard error; no traceback."""

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Read the command line, which also prints help."""
        with _ending():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run the verb."""
        with _ending(), interruptible():
            return super().invoke(ctx)


@contextmanager
def _ending() -> Iterator[None]:
    try:
        yield
    except Interrupted as stop:
        fail(f"interrupted; {stop.kept} runs are kept, and the same command goes on", INTERRUPTED)
    except KeyboardInterrupt:
        fail("interrupted; nothing is half-written, and the same command goes on from what is kept", INTERRUPTED)
    except InvariantError as error:
        fail(str(error), CLAIM_FAILED)
    except StoppedError as error:
        fail(str(error), STOPPED)
    except BacksourceError as error:
        fail(str(error), BAD_INPUT)
    except SystemExit:
        # Nothing of ours raises it: rich does, where it prints help that nobody reads.
        _cut()
    except OSError as error:
        if error.errno == errno.EPIPE:
            _cut()
        fail(_reason(error), BAD_INPUT)


def _cut() -> NoReturn:
    """End without a word; what is still in buffers goes nowhere, or Python would complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), STANDARD_OUTPUT)
    raise typer.Exit(CUT)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM end as Ctrl-C does, and both as `KeyboardInterrupt`, whatever a library makes of it on its way."""
    if current_thread() is not main_thread():
        yield
        return
    asked = []

    def interrupt(number: int, _: object) -> NoReturn:
        asked.append(number)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except Exception as error:
        if asked:
            raise KeyboardInterrupt from error
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def fail(text: str, code: int) -> NoReturn:
    """Say why on standard error and end."""
    typer.echo(text, err=True)
    raise typer.Exit(code)


def _reason(error: OSError) -> str:
    what = (error.strerror or str(error)).lower()
    return f"{error.filename}: {what}" if error.filename else what


app = typer.Typer(
    cls=Verbs,
    name="backsource",
    epilog=CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """Bring supply in-house without the line standing still: compare dated transition schedules by simulation."""
    if version:
        from importlib.metadata import version as version_of

        typer.echo(version_of("backsource"))
        raise typer.Exit
