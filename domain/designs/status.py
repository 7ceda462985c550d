"""The states of a design and of the jobs that render it, and the only moves between them."""

from enum import StrEnum

from domain.designs.refusals import DesignCannotMove


class DesignStatus(StrEnum):
    DRAFT = "draft"
    QUEUED = "queued"
    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


D = DesignStatus

MOVES: dict[DesignStatus, frozenset[DesignStatus]] = {
    # An equal design may have been rendered before; then nothing is left to do.
    D.DRAFT: frozenset({D.QUEUED, D.READY}),
    D.QUEUED: frozenset({D.RENDERING, D.READY, D.FAILED}),
    D.RENDERING: frozenset({D.QUEUED, D.READY, D.FAILED}),
    # Somebody asks for it once more.
    D.FAILED: frozenset({D.QUEUED, D.RENDERING, D.READY}),
    # No render takes it back; only a deletion of the picture does, which no order needs then.
    D.READY: frozenset(),
}


class RenderStatus(StrEnum):
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


def check_move(before: DesignStatus, after: DesignStatus) -> None:
    """Raises DesignCannotMove."""
    if after not in MOVES[before]:
        raise DesignCannotMove(f"A design that is {before.value} cannot become {after.value}.")
