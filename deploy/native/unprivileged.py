"""Postgres refuses to run as root: here is how root runs it as somebody else, without an account.

Nothing outside the stack's folder is touched: no user is made, no parent folder is opened.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.native.errors import StackError
from deploy.native.process import run

TOOLS = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin"
NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Guise:
    """Words to put before a command, and who must own the files that it works on."""

    prefix: tuple[str, ...]
    owner: int

    def hand_over(self, folder: Path) -> None:
        """Make a folder and all in it this owner's, if it is not already."""
        if os.geteuid() != 0 or folder.stat().st_uid == self.owner:
            return
        for base, folders, names in os.walk(folder):
            for name in (*folders, *names):
                os.chown(os.path.join(base, name), self.owner, self.owner, follow_symlinks=False)
        os.chown(folder, self.owner, self.owner)


def guise_for(folder: Path, program: Path) -> Guise:
    """The first way in which an unprivileged `program` runs here and can write to `folder`."""
    if os.geteuid() != 0:
        return Guise((), os.geteuid())
    for guise in _ways():
        guise.hand_over(folder)
        probes = ((str(program), "--version"), ("test", "-w", str(folder)))
        if all(_works(guise, probe) for probe in probes):
            return guise
    raise StackError(
        "Postgres refuses to run as root, and neither unshare (user namespaces) nor setpriv works "
        "here: run this as an ordinary user"
    )


def _ways() -> Iterator[Guise]:
    if unshare := shutil.which("unshare", path=TOOLS):
        yield Guise((unshare, "--user", "--map-user=1000", "--map-group=1000"), 0)
    if setpriv := shutil.which("setpriv", path=TOOLS):
        nobody = (setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        yield Guise(nobody, NOBODY)
        # A checkout below a home of mode 0700 cannot be reached by nobody without this.
        passing = (
            "--securebits=+no_setuid_fixup",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
        )
        yield Guise((*nobody, *passing), NOBODY)


def _works(guise: Guise, command: tuple[str, ...]) -> bool:
    return run((*guise.prefix, *command), {"PATH": TOOLS}).returncode == 0
