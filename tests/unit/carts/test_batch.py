"""A batch applies each operation once, and tells of each what came of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.carts.batch import AppliedBatch, BatchMode, BatchRefused, apply_batch
from domain.carts.cart import Cart, CartLine
from domain.carts.operation import KeptOperation, Operation, OperationStatus, OperationType
from domain.catalog.product import ProductNotFound
from tests.unit.carts.test_cart import AT, LIMITS, a_cart, a_line

UNKNOWN = UUID(int=99)


def line_of(product_id: UUID, quantity: int) -> CartLine:
    if product_id == UNKNOWN:
        raise ProductNotFound
    return a_line(product_id.int, quantity)


def applied(
    cart: Cart,
    *operations: Operation,
    mode: BatchMode = BatchMode.BEST_EFFORT,
    known: Mapping[str, KeptOperation] | None = None,
) -> AppliedBatch:
    return apply_batch(cart, operations, mode, known or {}, line_of, LIMITS, AT)


def add(id_: str, product: int = 0, quantity: int | None = None) -> Operation:
    return Operation(
        id=id_, type=OperationType.ADD, product_id=UUID(int=product), quantity=quantity
    )


def set_to(id_: str, quantity: int, **line: Any) -> Operation:
    return Operation(id=id_, type=OperationType.SET_QUANTITY, quantity=quantity, **line)


def remove(id_: str, **line: Any) -> Operation:
    return Operation(id=id_, type=OperationType.REMOVE, **line)


def statuses(batch: AppliedBatch) -> list[tuple[str, str]]:
    return [(result.status.value, result.code) for result in batch.results]


def quantities(cart: Cart) -> list[int]:
    return [line.quantity for line in cart.lines]


def test_many_operations_are_one_change_of_the_cart() -> None:
    cart = a_cart(1)
    batch = applied(cart, add("a", 1, 2), add("b", 1), set_to("c", 7, product_id=UUID(int=0)))
    assert quantities(batch.cart) == [7, 3]
    assert batch.cart.version == cart.version + 1
    assert statuses(batch) == [("applied", "")] * 3


def test_a_line_is_named_by_its_id_or_by_its_product() -> None:
    cart = a_cart(1, 2)
    batch = applied(
        cart, set_to("a", 5, line_id=cart.lines[0].id), remove("b", product_id=UUID(int=1))
    )
    assert quantities(batch.cart) == [5]
    assert batch.results[0].line_id == cart.lines[0].id


def test_what_was_just_added_offline_can_be_changed_by_its_product() -> None:
    batch = applied(a_cart(), add("a"), set_to("b", 4, product_id=UUID(int=0)))
    assert quantities(batch.cart) == [4]
    assert batch.results[0].line_id == batch.results[1].line_id == batch.cart.lines[0].id


def test_a_refusal_stops_no_other_operation_when_each_stands_for_itself() -> None:
    batch = applied(
        a_cart(1),
        add("a", UNKNOWN.int),
        add("b", 0, 10),
        set_to("c", 3, product_id=UUID(int=5)),
        add("d", 0, 2),
    )
    assert statuses(batch) == [
        ("refused", "product_not_found"),
        ("refused", "quantity_not_allowed"),
        ("refused", "cart_line_not_found"),
        ("applied", ""),
    ]
    assert quantities(batch.cart) == [3]


def test_the_first_refusal_undoes_an_atomic_batch() -> None:
    with pytest.raises(BatchRefused) as refusal:
        applied(a_cart(1), add("a"), add("b", 0, 10), add("c"), mode=BatchMode.ATOMIC)
    told = [(result.id, result.status.value) for result in refusal.value.results]
    assert told == [("a", "not_applied"), ("b", "refused"), ("c", "not_applied")]


def test_what_is_gone_already_need_not_go_again() -> None:
    cart = a_cart(1)
    gone = {"line_id": uuid4()}
    batch = applied(
        cart, remove("a", **gone), set_to("b", 0, **gone), remove("c", product_id=UUID(int=7))
    )
    assert statuses(batch) == [("applied", "")] * 3
    assert batch.cart == cart


def test_setting_nothing_removes_and_clearing_empties() -> None:
    cart = a_cart(1, 2, 3)
    batch = applied(cart, set_to("a", 0, product_id=UUID(int=1)))
    assert quantities(batch.cart) == [1, 3]
    clear = Operation(id="b", type=OperationType.CLEAR)
    assert applied(batch.cart, clear).cart.is_empty
    assert applied(a_cart(), clear).cart.version == 0


def test_a_known_operation_is_answered_and_not_applied_again() -> None:
    first = applied(a_cart(1), add("a", 1), add("b", 0, 99))
    known = {kept.id: kept for kept in first.new}
    again = applied(first.cart, add("a", 1), add("b", 0, 99), add("c", 0), known=known)
    assert [result.repeated for result in again.results] == [True, True, False]
    assert again.results[1].status is OperationStatus.REFUSED
    assert again.results[0].line_id == first.results[0].line_id
    assert [kept.id for kept in again.new] == ["c"]
    assert quantities(again.cart) == [2, 1]


def test_an_id_with_other_content_is_refused_and_not_remembered() -> None:
    first = applied(a_cart(), add("a", 1), add("a", 2), add("a", 1))
    assert statuses(first) == [("applied", ""), ("refused", "operation_id_reused"), ("applied", "")]
    assert first.results[2].repeated
    assert quantities(first.cart) == [1]
    assert [kept.id for kept in first.new] == ["a"]


def test_what_was_refused_before_refuses_an_atomic_batch() -> None:
    known = {kept.id: kept for kept in applied(a_cart(), add("a", 0, 11)).new}
    with pytest.raises(BatchRefused):
        applied(a_cart(), add("b"), add("a", 0, 11), mode=BatchMode.ATOMIC, known=known)


def test_taking_out_and_adding_anew_makes_a_new_line() -> None:
    cart = a_cart(3)
    batch = applied(cart, remove("a", product_id=UUID(int=0)), add("b", 0))
    assert quantities(batch.cart) == [1]
    assert batch.cart.lines[0].id != cart.lines[0].id


@pytest.mark.parametrize(
    "operation",
    [
        Operation(id="a", type=OperationType.ADD),
        Operation(id="a", type=OperationType.ADD, product_id=UUID(int=0), line_id=uuid4()),
        Operation(id="a", type=OperationType.SET_QUANTITY, product_id=UUID(int=0)),
        Operation(id="a", type=OperationType.SET_QUANTITY, quantity=1),
        Operation(id="a", type=OperationType.REMOVE),
        Operation(id="a", type=OperationType.REMOVE, product_id=UUID(int=0), quantity=1),
        Operation(id="a", type=OperationType.REMOVE, product_id=UUID(int=0), line_id=uuid4()),
        Operation(id="a", type=OperationType.CLEAR, product_id=UUID(int=0)),
        Operation(id="a", type=OperationType.CLEAR, quantity=1),
    ],
)
def test_an_operation_that_lacks_something_or_has_too_much_is_refused(
    operation: Operation,
) -> None:
    cart = a_cart(1)
    batch = applied(cart, operation)
    assert statuses(batch) == [("refused", "operation_invalid")]
    assert batch.cart == cart
