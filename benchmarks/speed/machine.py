"""On what it was measured: the machine, the Python, and the version of everything."""

import os
import platform
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

_DISTRIBUTIONS = (
    "legspasm",
    "experta",
    "clipspy",
    "clingo",
    "zen-engine",
    "durable_rules",
    "business-rules",
    "polars",
)


def machine() -> tuple[tuple[str, str], ...]:
    """Pairs of what, and what it is."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        ("processor", _processor()),
        ("cores", str(cores)),
        ("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("load before", " ".join(f"{each:.2f}" for each in os.getloadavg())),
    )


def versions(distributions: Iterable[str] = _DISTRIBUTIONS) -> tuple[tuple[str, str], ...]:
    """Pairs of a distribution and its version; those that are not installed are left out."""
    found = []
    for name in distributions:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            continue
    return tuple(found)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())
