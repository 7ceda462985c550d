"""Files that nothing names any more are deleted by a job of the same transaction."""

import hashlib
from collections.abc import Iterator, Sequence

from domain.operations.job import JobKind, NewJob

# A job's payload is read by people as well.
FILES_PER_JOB = 100


def erase_files_jobs(files: Sequence[str]) -> list[NewJob]:
    """One job per hundred files; the same files again are the same job."""
    return [_job(" ".join(keys)) for keys in _in_parts(sorted(files))]


def _job(keys: str) -> NewJob:
    digest = hashlib.sha256(keys.encode()).hexdigest()
    return NewJob(
        kind=JobKind.ERASE_FILES, dedupe_key=f"erase-files:{digest}", payload={"keys": keys}
    )


def _in_parts(files: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(files), FILES_PER_JOB):
        yield files[first : first + FILES_PER_JOB]
