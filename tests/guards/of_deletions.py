"""Guards of what is bought while its picture is being thrown away, or cannot be drawn."""

from tests.guards.guard import Guard

MEETING = "tests/contract/test_deletion_against_checkout.py"
DELETED = "tests/contract/test_deleted_pictures.py"
AFTER_DRAWING = "tests/contract/test_pictures_deleted_after_drawing.py"
IN_VAIN = "tests/regression/test_a_design_that_cannot_be_printed.py"
DELETING = "application/media/delete_picture.py"
PAGE = "application/checkout/open_order_page.py"
PICTURES = "adapters/outbound/postgres/pictures.py"

OF_DELETIONS = (
    Guard(
        name="what an order needs stays",
        prevents="A buyer deletes the picture of an order that is paid and not printed yet.",
        fact="I1",
        file=DELETING,
        text="            if needed:\n",
        instead="            if not uses:\n",
        tests=(
            f"{DELETED}::test_an_order_that_waits_for_payment_keeps_it",
            f"{DELETED}::test_an_order_in_production_keeps_it_until_it_is_handed_over",
            f"{AFTER_DRAWING}::test_a_paid_design_keeps_its_picture_before_and_after_it_is_drawn",
        ),
    ),
    Guard(
        name="what lost its picture is held",
        prevents="An order whose picture was deleted is paid late, and goes to the lab.",
        fact="I3",
        file=DELETING,
        text="            await work.orders.save(use.order.hold(PICTURE_DELETED))\n",
        instead="",
        tests=(f"{DELETED}::test_money_that_comes_after_all_is_given_back",),
    ),
    Guard(
        name="a deletion waits for a checkout",
        prevents="An order is drafted and its picture deleted at the same moment.",
        fact="I1",
        file=PICTURES,
        text="            .with_for_update(of=pictures)\n",
        instead="",
        tests=(f"{MEETING}::test_a_deletion_waits_for_a_checkout_and_then_sees_its_order",),
    ),
    Guard(
        name="a checkout waits for a deletion",
        prevents="An order is drafted of a picture that is being deleted.",
        fact="I1",
        file=PICTURES,
        text="            .order_by(pictures.c.id)\n"
        "            .with_for_update(read=True, key_share=True)\n",
        instead="",
        tests=(f"{MEETING}::test_a_checkout_waits_for_a_deletion_and_then_finds_no_picture",),
    ),
    Guard(
        name="a deletion waits for who frames it",
        prevents="A product, or a design made final, shows a picture that is not there.",
        fact="I1",
        file=PICTURES,
        text="        if is_held:\n",
        instead="        if is_held and not picture_id:\n",
        tests=(f"{MEETING}::test_a_product_made_meanwhile_has_no_picture_either",),
    ),
    Guard(
        name="a deleted picture is not printed again",
        prevents="Staff order a reprint of a file that was erased.",
        fact="I2",
        file="application/fulfilment/reprint_line.py",
        text="            if await work.pictures.deleted_among([line.picture_id]):\n",
        instead="            if await work.pictures.deleted_among([]):\n",
        tests=(
            f"{DELETED}::test_staff_are_told_that_there_is_nothing_to_reprint",
            f"{AFTER_DRAWING}::test_a_design_whose_picture_is_deleted_is_not_printed_again",
        ),
    ),
    Guard(
        name="what cannot be drawn is not sold",
        prevents="A buyer pays for a design whose print file could not be made.",
        fact="I1",
        file="application/checkout/draft_order.py",
        text="    if in_vain:\n",
        instead="    if not wanted:\n",
        tests=(
            f"{IN_VAIN}::test_nobody_is_charged_for_it",
            f"{IN_VAIN}::test_also_where_it_fails_while_it_is_ordered_again",
        ),
    ),
    Guard(
        name="no page for what cannot be drawn",
        prevents="A buyer is sent to pay for a design that failed after it was ordered.",
        fact="I1",
        file=PAGE,
        text="    if failed:\n",
        instead="    if failed and not wanted:\n",
        tests=(
            f"{IN_VAIN}::test_nobody_is_sent_to_pay_for_it",
            f"{IN_VAIN}::test_also_where_a_page_was_asked_for_and_never_came",
        ),
    ),
    Guard(
        name="no page for a held draft",
        prevents="A buyer pays for what is held, and the money only goes back.",
        fact="I3",
        file=PAGE,
        text="        if in_vain or not order.is_open_for_payment:\n",
        instead="        if not order.is_open_for_payment:\n",
        tests=(
            "tests/regression/test_a_draft_held_before_its_page.py"
            "::test_nobody_is_sent_to_pay_for_what_cannot_be_made",
        ),
    ),
    Guard(
        name="what others paid for stays",
        prevents="Erasing one person takes the picture that another's paid order waits for.",
        fact="I1",
        file="adapters/outbound/postgres/personal_traces.py",
        text="        needed = [*(order.id for order in unfinished), *elsewhere.scalars()]\n",
        instead="        needed = [order.id for order in unfinished]\n",
        tests=(
            "tests/regression/test_an_erased_owner_of_anothers_print.py"
            "::test_what_was_paid_for_is_made",
        ),
    ),
    Guard(
        name="a log-in waits for what is being framed",
        prevents="A guest's picture goes to the account, and what is made of it does not.",
        fact="I1",
        file="adapters/outbound/postgres/belongings.py",
        text="        WHERE {pictures} AND (SELECT count(*) FROM held_designs) >= 0\n"
        "        ORDER BY id FOR UPDATE\n",
        instead="        WHERE {pictures} AND (SELECT count(*) FROM held_designs) >= 0\n",
        tests=("tests/regression/test_framed_while_logging_in.py::test_a_picture_that_is_framed",),
    ),
)
