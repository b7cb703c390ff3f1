"""The program `perf-engine`: its commands by section; each is imported when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import click

from perf_engine import __version__

from .failures import printable_lines

# section -> command -> the module of this package that has it
SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "Play": {
        "play": "play",
        "view": "view",
        "send": "send",
        "listen-audio": "listen_audio",
        "demo": "studio",
        "doctor": "doctor",
        "ports": "doctor",
        "models": "models",
        "osc": "reference",
        "config": "reference",
        "web": "reference",
        "preview": "preview",
        "install-service": "service",
    },
    "Listen again": {"replay": "sessions", "audition": "studio", "stats": "stats"},
    "Make files": {
        "generate": "files",
        "render": "files",
        "plot": "files",
        "score": "files",
    },
    "Train": {
        "adapt": "tuning",
        "prepare": "training",
        "train": "training",
        "export": "training",
        "curves": "tuning",
        "evaluate": "evaluation",
        "compare": "evaluation",
    },
}
COMMANDS: Final = {name: module for ones in SECTIONS.values() for name, module in ones.items()}
LONGEST: Final = 300  # characters of a command's first sentence; the list breaks its lines
TO_TRY: Final = {
    "doctor": "Check what works on this computer.",
    "demo": "Hear it within a minute; writes demo.mid.",
    "play": "Start playing. Ctrl-C ends it.",
    "--help": "List all commands.",
}


def welcome() -> str:
    """Return what is said without a command."""
    from perf_engine.engine.own_command import own_command

    rows = [(own_command(word), said) for word, said in TO_TRY.items()]
    width = max(len(command) for command, _ in rows)
    tried = "\n".join(f"  {command:<{width}}   {said}" for command, said in rows)
    return f"Play music together with a machine, live.\n\nTry one of these:\n{tried}"


def near(name: str, known: Iterable[str]) -> str:
    """Return a question with the name that may have been meant, or nothing."""
    from perf_engine.protocol.errors import nearest

    found = nearest(name, known)
    return f" Did you mean {found}?" if found else ""


class Commands(click.Group):
    """A group whose commands are in other modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command, section by section."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{COMMANDS[cmd_name]}", __package__)
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant. Raises UsageError with the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(
                f"There is no command {args[0]}.{near(args[0], COMMANDS)}"
                " perf-engine --help lists all commands.",
                ctx,
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command; a failure's text, which may be a file's, cannot steer the terminal."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            vars(error).update(message=printable_lines(error.message))  # as it is, else
            raise

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read arguments before the command. Raises UsageError, also for an option of `play`."""
        if not args and not ctx.resilient_parsing:
            click.echo(welcome(), err=True)
            ctx.exit(2)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            play = self.get_command(ctx, "play")
            assert play is not None
            known = {name for one in play.params for name in (*one.opts, *one.secondary_opts)}
            if error.option_name in known:
                raise click.UsageError(
                    f"{error.option_name} is an option of play: perf-engine play"
                    f" {error.option_name} ...",
                    ctx,
                ) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, each with the first sentence of its help."""
        for section, names in SECTIONS.items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                rows.append((name, command.get_short_help_str(LONGEST) if command else ""))
            with formatter.section(section):
                formatter.write_dl(rows)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="perf_engine")
def cli(**_given: Any) -> None:
    """Play music together with a machine, live."""
