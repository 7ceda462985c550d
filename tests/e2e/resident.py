"""How much memory a process holds, asked of the operating system."""

import subprocess
from pathlib import Path


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        [line] = [each for each in status.read_text().splitlines() if each.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024
    # Where there is no /proc, as on macOS.
    asked = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True
    )
    return int(asked.stdout) / 1024
