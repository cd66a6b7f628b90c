"""`attache`: one command for operators and partners, each subcommand loaded when asked for.

Exit codes: 0 fine · 1 it failed, or records were rejected · 2 the command was not understood.
"""

import logging
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import click

from services.operator.failures import one_line


class Lazy(NamedTuple):
    """Where a subcommand is, and what `attache --help` says of it without loading it."""

    target: str  # "module:attribute"
    help: str


COMMANDS: Final[Mapping[str, Lazy]] = MappingProxyType(
    {
        "publish": Lazy("services.operator.publish:publish", "Send files to a partner's topic."),
        "show": Lazy("services.operator.show:show", "Print a read model."),
        "status": Lazy("services.operator.status:status", "What runs, and how far it has read."),
        "stack": Lazy("services.operator.stack:stack", "Kafka and Postgres without containers."),
        "run": Lazy("services.operator.run:run", "Run a service, or all of them."),
        "topics": Lazy("services.operator.topics:topics", "The broker's topics."),
        "migrate": Lazy("services.operator.migrate:migrate", "The services' own tables."),
        "projection": Lazy(
            "services.operator.projection:projection", "Rebuild, verify, promote read models."
        ),
        "partners": Lazy("services.operator.partners:partners", "Who may publish, and what."),
        "contract": Lazy("services.operator.contract:contract", "The published schemas."),
        "explain": Lazy(
            "services.operator.explain:explain", "Why claims are one occurrence, or not."
        ),
        "rule": Lazy("services.operator.rule:rule", "Rule that claims are one occurrence, or not."),
        "parked": Lazy("services.operator.parked:parked", "Records that could not be handled."),
        "expired": Lazy("services.operator.expired:expired", "Records gone before they were read."),
        "replay": Lazy("services.operator.replay:replay", "Read the ledger again with new code."),
        "demo": Lazy("services.operator.demo:demo", "The founding case, from nothing to tables."),
    }
)


class LazyGroup(click.Group):
    """Knows its subcommands by name; one that cannot be loaded does not break the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        lazy = COMMANDS.get(cmd_name)
        if lazy is None:
            return None
        module, _, attribute = lazy.target.partition(":")
        try:
            command = getattr(import_module(module), attribute)
        except (ImportError, AttributeError) as error:
            raise click.ClickException(f"`attache {cmd_name}` cannot be loaded: {error}") from error
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.help) for name, lazy in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            told = None if ctx.params.get("debug") else one_line(error)
            if told is None:
                raise
            raise click.ClickException(told) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an error came from, and clients' logs.")
def main(debug: bool) -> None:
    """The event-sourced ledger of who sent troops, who armed whom and who met whom."""
    if not debug:  # what they log on a lost broker, we say in one line
        for name in ("aiokafka", "kafka"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


if __name__ == "__main__":
    main(prog_name="attache")
