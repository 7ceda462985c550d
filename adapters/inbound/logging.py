"""Log facts as JSON lines on standard error, with the request's id; never a token or a body."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer


def set_up_logging(level: int = logging.INFO) -> None:
    """For the program's own facts; libraries speak up from warnings on. Once per process: a logger
    that has spoken keeps the way in which it did."""
    if structlog.is_configured():
        return
    logging.basicConfig(
        level=logging.WARNING,
        stream=sys.stderr,
        format='{"timestamp": "%(asctime)s", "level": "%(levelname)s", "event": %(message)r}',
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Local variables hold tokens and addresses; a log must not.
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def tell_unexpected(error: BaseException) -> None:
    """What was survived by going on without something, and is a fault of ours all the same."""
    structlog.get_logger("shop").error("unexpected", exc_info=error)
