"""A service that counts, while it works, which of its functions are busy: for `--profile`.

`python -m tests.bench.sampled_service SERVICE FILE`; SIGUSR1 starts the count anew, SIGTERM ends
the service and writes the file.
"""

import json
import signal
import sys
from pathlib import Path

from services.operator.run import run
from tests.bench.sampling import sampled


def main(service: str, path: str) -> None:
    with sampled() as samples:
        signal.signal(signal.SIGUSR1, lambda *_: samples.clear())
        run.main([service], standalone_mode=False)
    Path(path).write_text(json.dumps(samples))


if __name__ == "__main__":
    main(*sys.argv[1:])
