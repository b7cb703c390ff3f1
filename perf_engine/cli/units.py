"""The files that let a system start the engine: a unit of systemd, a property list of launchd."""

from __future__ import annotations

import os
import plistlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MARK: Final = "Written by perf-engine install-service"
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
USUAL: Final = "perf-engine"  # the name of a service that gets no other
FOLDER: Final = "perf_engine"  # the folder of that service
STATE: Final = "${STATE_DIRECTORY}"  # of systemd: a folder of the service, which systemd makes
AUDIO: Final = "audio"  # the group that may use sound and MIDI devices
LABEL: Final = "org.perf-engine."
WATCHDOG: Final = 30  # seconds without a sign of life after which systemd restarts the engine
FIRST_PAUSE, LONGEST_PAUSE, STEPS = 1, 60, 6  # seconds before a restart, and how often it grows
THROTTLE: Final = 5  # seconds between two starts by launchd

# A service needs no more than this. Sound and MIDI devices stay open to it, as do the serial ports
# and HID devices of sensors; so there is no DevicePolicy, and no ProtectClock, which implies one.
SANDBOX: Final = (
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "ProtectSystem=strict",
    "ProtectHome=read-only",
    "PrivateTmp=yes",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelLogs=yes",
    "ProtectControlGroups=yes",
    "ProtectHostname=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
    "RestrictNamespaces=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
    "SystemCallArchitectures=native",
)
USER_SANDBOX: Final = (  # the service manager of a user may do no more
    "NoNewPrivileges=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
)


@dataclass(frozen=True, slots=True)
class Service:
    """An engine that the system starts: its command and what it may write.

    `user`: it belongs to the user who installs it. Otherwise it runs as `account`, or without one
    as a user that exists only while it runs. `writes`: folders beside its own.
    `groups`: those whose rights it needs besides those of its account.
    """

    name: str
    command: Sequence[str]
    user: bool
    account: str = ""
    writes: Sequence[Path] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    groups: Sequence[str] = (AUDIO,)

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(
                "name must be 1..64 letters, digits, dots, dashes and underscores, "
                f"not {self.name[:80]!r}"
            )
        variables = (f"{name}={value}" for name, value in self.environment.items())
        for text in (*self.command, self.account, *map(str, self.writes), *variables):
            if not text.isprintable():
                raise ValueError(f"{text!r} cannot stand in a unit: it has unprintable characters")


def state_folder(name: str) -> str:
    """Return the name of the folder of a service of this name, which no other service has."""
    return FOLDER if name == USUAL else f"{FOLDER}-{name}"


def systemd_unit(service: Service) -> str:
    """Return the text of a unit for systemd."""
    lines = [
        f"# {MARK}",
        "[Unit]",
        f"Description=perf_engine ({service.name}): music that plays by itself",
        # The engine waits for sound and MIDI by itself, and takes them when they come.
        *(() if service.user else ("Wants=sound.target", "After=sound.target network.target")),
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        f"ExecStart={' '.join(map(_argument, service.command))}",
        *(f"Environment={_quoted(f'{k}={v}')}" for k, v in service.environment.items()),
        f"StateDirectory={state_folder(service.name)}",
        "WorkingDirectory=~" if service.user else "WorkingDirectory=/",
        f"WatchdogSec={WATCHDOG}",
        "Restart=on-failure",
        "RestartPreventExitStatus=2",  # of a wrong option, which no restart makes right
        f"RestartSec={FIRST_PAUSE}",
        f"RestartSteps={STEPS}",
        f"RestartMaxDelaySec={LONGEST_PAUSE}",
        "TimeoutStartSec=120",
        "TimeoutStopSec=60",  # a long recording is written as MIDI at the end
        "KillMode=mixed",  # the engine ends its processes itself, and saves before
        "LimitCORE=0",
        "LimitRTPRIO=95",
        "LimitMEMLOCK=infinity",
        *_rights(service),
        "",
        "[Install]",
        f"WantedBy={'default' if service.user else 'multi-user'}.target",
    ]
    return "\n".join(lines) + "\n"


def _rights(service: Service) -> list[str]:
    """Return the lines about the account and what the service may do."""
    if service.user:
        return list(USER_SANDBOX)
    account = [f"User={service.account}"] if service.account else ["DynamicUser=yes"]
    writes = [f"ReadWritePaths=-{_quoted(str(path))}" for path in service.writes]
    quoted = [line.replace('=-"', '="-', 1) for line in writes]  # the sign is part of the path
    return [*account, f"SupplementaryGroups={' '.join(service.groups)}", *SANDBOX, *quoted]


def _quoted(text: str) -> str:
    """Return a text for a setting of systemd, in quotes if needed; % has a meaning there."""
    text = text.replace("\\", "\\\\").replace("%", "%%")
    if re.fullmatch(r"[\w./:=@,+%-]+", text, re.ASCII):
        return text
    return '"{}"'.format(text.replace('"', '\\"'))


def _argument(text: str) -> str:
    """Return an argument for ExecStart, where $ has a meaning too; that of STATE is wanted."""
    head, state, rest = text.partition(STATE)
    return _quoted(f"{_dollars(head)}{state}{_dollars(rest)}")


def _dollars(text: str) -> str:
    return text.replace("$", "$$")


def launchd_plist(service: Service, logs: Path) -> bytes:
    """Return the property list for launchd; its log goes to a file in `logs`, which is bounded."""
    log = str(logs / f"{service.name}.log")
    values = {
        "Label": f"{LABEL}{service.name}",
        "ProgramArguments": list(service.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": THROTTLE,
        "ExitTimeOut": 60,
        "ProcessType": "Interactive",  # its timing is not slowed down
        "StandardOutPath": log,
        "StandardErrorPath": log,
        **({"EnvironmentVariables": dict(service.environment)} if service.environment else {}),
        **({"UserName": service.account} if service.account else {}),
    }
    comment = f"<!-- {MARK} -->\n".encode()
    head, plist, rest = plistlib.dumps(values).partition(b"<plist")
    return head + comment + plist + rest


def folder_of(kind: str, user: bool, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the files of a kind. Raises ValueError if no home is known."""
    if not user:
        return Path("/etc/systemd/system" if kind == "systemd" else "/Library/LaunchDaemons")
    if kind == "systemd" and environment.get("XDG_CONFIG_HOME"):
        return Path(environment["XDG_CONFIG_HOME"]) / "systemd" / "user"
    try:
        home = Path(environment["HOME"]) if environment.get("HOME") else Path.home()
    except RuntimeError:
        raise ValueError("no home folder is known: set HOME, or install without --user") from None
    below = ".config/systemd/user" if kind == "systemd" else "Library/LaunchAgents"
    return home / below
