"""The job that deletes files which no row names any more."""

from collections.abc import Sequence

from domain.operations.job import JobKind, NewJob


def erasing(because: str, keys: Sequence[str]) -> NewJob:
    return NewJob(
        kind=JobKind.ERASE_FILES,
        dedupe_key=f"erase-files:{because}",
        payload={"keys": " ".join(keys)},
    )
