"""The bar of a publication, on standard error; nothing where that is no terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from services.operator.reading import Reading
from services.operator.tally import Tally

Told = Callable[[Tally, int], None]


@contextmanager
def bar(partner: str, reading: Reading, follow: bool) -> Iterator[Told]:
    """By bytes read, since nobody knows how many records a file has before its end."""
    with _progress() as progress:
        task = progress.add_task(partner, total=reading.total or None, says="")

        def told(tally: Tally, answered: int) -> None:
            says = f"{tally.sent:,} sent"
            if follow:
                says += f", {answered:,} answered"
            if tally.answers["rejected"]:
                says += f", {tally.answers['rejected']:,} rejected"
            progress.update(task, completed=reading.done, says=says)

        yield told


@contextmanager
def spinner() -> Iterator[Callable[[str, int], None]]:
    """While the services apply what was sent."""
    with _progress() as progress:
        task = progress.add_task("applying", total=None, says="")

        def told(service: str, behind: int) -> None:
            progress.update(task, says=f"{service}: {behind:,} to read" if behind else service)

        yield told


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[says]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
