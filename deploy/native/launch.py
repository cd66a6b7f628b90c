"""A script between us and a server: starts it as a child of nobody and prints its pid.

Run by path in a Python of its own, so that the server belongs neither to a test nor to the
command that asked for it, and leaves no zombie in either.
"""

import os
import subprocess
import sys

if __name__ == "__main__":
    log, *command = sys.argv[1:]
    with open(log, "ab") as out:
        server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    sys.stdout.write(str(server.pid))
    sys.stdout.flush()
    os._exit(0)
