"""The command that lets the system start the engine and keep it alive: install-service."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from perf_engine.engine.own_command import own_command

from .failures import sentence
from .options import config_option

if TYPE_CHECKING:
    from perf_engine.engine.options import Options

    from .units import Service

KINDS: Final = ("systemd", "launchd")
RECORDINGS_MB: Final = 10_000  # of all recordings together, unless the configuration says more
SERIAL_GROUPS: Final = ("dialout", "uucp")  # that may use serial lines: of Debian, of Arch
GAMEPAD_GROUPS: Final = ("input",)
PATIENCE: Final = 60.0  # seconds that a command of the system may take


class _BeforePlay(click.Command):
    """A command whose last arguments are options of play, after --."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. Raises UsageError, which says where -- is missing."""
        from perf_engine.cli.play import play

        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name = error.option_name
            if any(name in (*one.opts, *one.secondary_opts) for one in play.params):
                raise click.UsageError(
                    f"{name} is an option of play: write -- before it, as in"
                    f" perf-engine {self.name} -- {name}",
                    ctx,
                ) from error
            raise


@click.command("install-service", cls=_BeforePlay)
@config_option("Let the engine read its options from this TOML file.")
@click.option("--user", is_flag=True, help="Install it for you alone, without root.")
@click.option(
    "--as",
    "account",
    default="",
    metavar="USER",
    help="Let it run as this user.  [default: who called sudo]",
)
@click.option("--name", default="perf-engine", show_default=True, help="Give the service a name.")
@click.option(
    "--no-record", is_flag=True, help="Do not record, unless the --config file turns it on."
)
@click.option("--print", "only_print", is_flag=True, help="Print the file, and install nothing.")
@click.option("--uninstall", is_flag=True, help="Remove the service.")
@click.option("--force", is_flag=True, help="Overwrite or remove a file that something else wrote.")
@click.option("--start/--no-start", default=True, help="Start it now.  [default: start]")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="Write for this service manager.  [default: launchd on macOS, else systemd]",
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def install_service(
    config: Path | None,
    user: bool,
    account: str,
    name: str,
    no_record: bool,
    only_print: bool,
    uninstall: bool,
    force: bool,
    start: bool,
    kind: str | None,
    options: tuple[str, ...],
) -> None:
    """Let the system start the engine at boot, watch it, and restart it.

    The engine continues where it stopped, repairs faults, and records what is played. OPTIONS are
    options of play, after --, such as: install-service -- --mode solo.
    """
    from . import units
    from .service_places import passed_on, unseen

    if not uninstall:
        _check_scenes(config)
    kind = kind or ("launchd" if sys.platform == "darwin" else "systemd")
    account = "" if user else account or os.environ.get("SUDO_USER", "")
    service = sentence(
        lambda: units.Service(
            name,
            command_of(config, options, kind, no_record, name),
            user,
            account,
            [] if user and kind == "systemd" else _written(config, options, account),
            passed_on(),
            _groups(_options(config)) if kind == "systemd" else (),
        )
    )
    if kind == "systemd" and not (user or service.account):
        _check_reach(Path(sys.executable))
    text = _text(service, kind)
    if kind == "systemd" and not (user or uninstall):
        for warning in unseen(service, config, _options(config)):
            click.echo(warning, err=True)
    if only_print:
        click.echo(text.decode(), nl=False)
        return
    file = sentence(lambda: units.folder_of(kind, user)) / _file_name(name, kind)
    if uninstall:
        _remove(file, kind, service, force)
    else:
        _install(file, text, force)
        if kind == "launchd":
            sentence(lambda: _logs().mkdir(parents=True, exist_ok=True))
        _begin(file, kind, service, start)


def command_of(
    config: Path | None,
    more: Sequence[str],
    kind: str,
    no_record: bool = False,
    name: str = "perf-engine",
) -> list[str]:
    """Return the command of a service. Raises ValueError or UsageError for wrong options."""
    from .units import STATE

    said, typed = _options(config), _typed(more)
    command = [sys.executable, "-m", "perf_engine", "play", "--resume", "--watchdog", "--no-view"]
    if config is not None:
        command += ["--config", str(config.absolute())]
    folder = STATE if kind == "systemd" else str(_data(name))
    if said.states is None and typed["states"] is None:
        command += ["--states", f"{folder}/states"]
    if said.record is None and typed["record"] is None and not no_record:
        command += ["--record", f"{folder}/recordings"]
        if said.recordings_mb is None and typed["recordings_mb"] is None:
            command += ["--recordings-mb", str(RECORDINGS_MB)]
    return [*command, *more]


def _typed(more: Sequence[str]) -> Mapping[str, Any]:
    """Return the values of options of play; None for one that is left out. Raises UsageError."""
    from perf_engine.cli.play import play

    return play.make_context("play", list(more), resilient_parsing=False).params


def _check_reach(program: Path) -> None:
    """Raise ClickException if a user of the service's own could not run a program."""
    for folder in program.parents:
        if not folder.stat().st_mode & 0o001:
            raise click.ClickException(
                f"another user than you cannot reach {program}: add --as USER, or --user"
            )


def _options(config: Path | None) -> Options:
    """Return the options of the configuration. Raises ConfigError."""
    from perf_engine.engine.options import Options

    from .configuration import read_config

    return Options() if config is None else read_config(config)


def _check_scenes(config: Path | None) -> None:
    """Raise ClickException if a model or a style of a scene is missing, as the start would."""
    from perf_engine.engine.helpers.scene_models import check_scenes

    options = sentence(lambda: _options(config))
    try:
        check_scenes(options.scene, options.model)
    except ValueError as error:
        raise click.ClickException(f"{config}: {error}") from error


def _written(config: Path | None, more: Sequence[str], account: str) -> list[Path]:
    """Return the folders of the configuration, or of options, that the engine writes into.

    ~ is the home of the account. Raises ValueError for a relative path, as the service does not
    start in this folder.
    """
    said, typed, found = _options(config), _typed(more), []
    for name in ("record", "states"):
        folder = typed[name] or getattr(said, name)
        if folder:
            mine = folder == "~" or folder.startswith("~/")
            path = Path(f"~{account}{folder[1:]}" if mine else folder)
            path = Path(os.path.expanduser(path))
            if not path.is_absolute():
                raise ValueError(f"{name} must be an absolute path in a service, not {folder}")
            found.append(path)
    return found


def _groups(options: Options) -> list[str]:
    """Return the groups that a service needs: for sensors, those that this computer has."""
    from perf_engine.core.installation.gesture import GAMEPAD

    from .units import AUDIO

    wanted: list[str] = []
    if options.installed:
        plan = options.piece()
        if plan.general.serial:
            wanted += SERIAL_GROUPS
        if any(gesture.source[0] == GAMEPAD for gesture in plan.gestures):
            wanted += GAMEPAD_GROUPS
    return [AUDIO, *(group for group in wanted if _exists(group))]


def _exists(group: str) -> bool:
    """Return whether this computer has a group; systemd starts no service with one it lacks."""
    import grp

    try:
        grp.getgrnam(group)
    except KeyError:
        return False
    return True


def _data(name: str) -> Path:
    """Return the folder of a service of launchd."""
    from .units import state_folder

    return Path.home() / "Library" / "Application Support" / state_folder(name)


def _text(service: Service, kind: str) -> bytes:
    from .units import launchd_plist, systemd_unit

    if kind == "systemd":
        return systemd_unit(service).encode()
    return launchd_plist(service, _logs())


def log_of_launchd(name: str) -> Path:
    """Return the log that launchd writes for a service of this name."""
    return _logs() / f"{name}.log"


def _logs() -> Path:
    """Return the folder of the logs of a service of launchd, which does not make it."""
    return Path.home() / "Library" / "Logs" / "perf_engine"


def _file_name(name: str, kind: str) -> str:
    from .units import LABEL

    return f"{name}.service" if kind == "systemd" else f"{LABEL}{name}.plist"


def _install(file: Path, text: bytes, force: bool) -> None:
    """Write a file that is not there, or that is the same. Raises ClickException."""
    from perf_engine.files.whole_file import write_whole

    there = _content(file)
    if there == text:
        click.echo(f"{file} is there already, and the same.")
        return
    if there is not None and not force:
        raise click.ClickException(
            f"{file} is there already, and another: look at it, then add --force to overwrite it"
        )

    def write() -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)

    sentence(write)
    click.echo(f"Written: {file}")


def _remove(file: Path, kind: str, service: Service, force: bool) -> None:
    """Stop the service and remove its file. Raises ClickException."""
    from .units import MARK

    there = _content(file)
    if there is None:
        raise click.ClickException(f"{file} is not there: nothing is installed")
    if MARK.encode() not in there and not force:
        raise click.ClickException(
            f"{file} was written by something else: add --force to remove it"
        )
    for command in _stopping(file, kind, service):
        _run(command)
    sentence(file.unlink)
    click.echo(f"Removed: {file}. What it has recorded and saved is still there.")


def _content(file: Path) -> bytes | None:
    """Return the content of a file; None without one. Raises ClickException."""
    return sentence(file.read_bytes) if file.exists() else None


def _begin(file: Path, kind: str, service: Service, start: bool) -> None:
    """Start the service, or say how to; and say what else helps."""
    commands = _starting(file, kind, service)
    if not start or not all(map(_run, commands)):
        click.echo("To start it, type:")
        for command in commands:
            click.echo(f"  {' '.join(command)}")
    if kind == "systemd":
        mine = "--user " if service.user else ""
        told = own_command("doctor", "--since", "today")
        click.echo(f"Its log: journalctl {mine}-u {service.name}; {told}")
        if service.user:
            click.echo("To start it at boot, before you log in, type: loginctl enable-linger")


def _starting(file: Path, kind: str, service: Service) -> list[list[str]]:
    if kind == "launchd":
        return [["launchctl", "load", "-w", str(file)]]
    system = ["systemctl", *(("--user",) if service.user else ())]
    # One that runs already is restarted, so that it has the options of its new file.
    then = [[*system, step, service.name] for step in ("enable", "restart")]
    return [[*system, "daemon-reload"], *then]


def _stopping(file: Path, kind: str, service: Service) -> list[list[str]]:
    if kind == "launchd":
        return [["launchctl", "unload", "-w", str(file)]]
    system = ["systemctl", *(("--user",) if service.user else ())]
    return [[*system, "disable", "--now", service.name]]


def _run(command: Sequence[str]) -> bool:
    """Run a command of the system; say why it failed, and return whether it did not."""
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        click.echo(f"{command[0]} could not be run: {error}")
        return False
    if ended.returncode:
        said = (ended.stderr or ended.stdout).strip().splitlines()
        click.echo(f"{' '.join(command)} failed: {said[0] if said else ended.returncode}")
    return not ended.returncode
