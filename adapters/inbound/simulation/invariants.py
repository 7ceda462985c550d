"""The facts of the promise, each a function that yields a sentence for whatever contradicts it."""

from collections.abc import Callable, Iterator

from adapters.inbound.simulation.books import Books

Fact = Callable[[Books], Iterator[str]]


def violations(books: Books, facts: tuple[Fact, ...]) -> list[str]:
    return [
        f"{fact.__name__.partition('_')[0].upper()}: {sentence}"
        for fact in facts
        for sentence in fact(books)
    ]
