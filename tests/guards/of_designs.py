"""Guards of what is bought as a design: its own file, frozen once, and nobody else's."""

from tests.guards.guard import Guard

ORDERED = "tests/contract/test_orders_for_designs.py"
AWAITED = "tests/contract/test_print_files_awaited.py"
WAITS = "tests/unit/fulfilment/test_await_print_file.py"
BETWEEN = "tests/regression/test_renders_between_workers.py"
OUTLIVES = "tests/regression/test_a_print_outlives_its_workers.py"
RENDERING = "tests/contract/test_rendering.py"
PAGE = "application/checkout/open_order_page.py"

OF_DESIGNS = (
    Guard(
        name="a print waits for its file",
        prevents="The lab is asked to print a design before there is a file of it.",
        fact="I2",
        file="application/fulfilment/submit_dropship.py",
        text="        if dropship.waits_for_file:\n            raise self.print_file.later()\n",
        instead="",
        tests=(
            f"{WAITS}::test_the_lab_hears_nothing_until_the_file_is_there_however_long_it_takes",
        ),
    ),
    Guard(
        name="a request is frozen once",
        prevents="A print that was tried gets other bytes under the same key.",
        fact="I2",
        file="adapters/outbound/postgres/dropships.py",
        text=".where(dropships.c.id == dropship.id, *WAITS_FOR_FILE)",
        instead=".where(dropships.c.id == dropship.id)",
        tests=(f"{AWAITED}::test_a_request_is_frozen_once_and_only_while_it_was_never_tried",),
    ),
    Guard(
        name="a file that is made stays",
        prevents="A late worker puts another file in the place of the one that was paid for.",
        fact="I2",
        file="adapters/outbound/postgres/renders.py",
        text=".where(renders.c.id == render.id, still_open)",
        instead=".where(renders.c.id == render.id)",
        tests=(f"{AWAITED}::test_a_file_that_is_there_is_never_replaced",),
    ),
    Guard(
        name="the plan is frozen",
        prevents="A template that was changed meanwhile changes what was made final.",
        fact="I2",
        file="application/designs/make_file.py",
        text="        return await self._print(picture, render.plan, key, on_progress)\n",
        instead="        drawing = draw(render.parameters, picture, self.offered)\n"
        "        return await self._print(picture, drawing.plan, key, on_progress)\n",
        tests=(f"{BETWEEN}::test_a_template_that_changed_meanwhile_changes_no_print",),
    ),
    Guard(
        name="who is overtaken ends no job",
        prevents="A print file is begun by a worker without a lease, and nobody makes it.",
        fact="I8",
        file="application/designs/render_end.py",
        text="    if still is None and current is not None and not current.is_over:\n",
        instead="    if still is None and current is not None and current.attempt < 0:\n",
        tests=(f"{BETWEEN}::test_one_begun_without_a_lease_is_made_all_the_same",),
    ),
    Guard(
        name="a worker's death is not the picture's",
        prevents="Three workers that die in a row leave a paid order waiting for staff.",
        fact="I8",
        file="domain/designs/render.py",
        text="            attempts_max=self.attempts_max + died,\n",
        instead="",
        tests=(f"{OUTLIVES}::test_their_deaths_leave_the_picture_all_its_attempts",),
    ),
    Guard(
        name="deaths have an end",
        prevents="A picture that kills every worker goes on for ever, and takes others with it.",
        fact="I8",
        file="application/designs/render_design.py",
        text="return min(begun, lease.attempt - 1) - broken >= self.deaths_max",
        instead="return begun < 0",
        tests=(f"{RENDERING}::test_a_picture_that_kills_every_worker_comes_to_an_end",),
    ),
    Guard(
        name="a written revision stays",
        prevents="A design that was paid for looks different afterwards.",
        fact="I2",
        file="adapters/outbound/postgres/designs.py",
        text="    ON CONFLICT (design_id, revision) DO NOTHING\n",
        instead="    ON CONFLICT (design_id, revision)"
        " DO UPDATE SET parameters = excluded.parameters\n",
        tests=(f"{AWAITED}::test_a_revision_that_was_written_never_changes",),
    ),
    Guard(
        name="what waits for its file alarms nobody",
        prevents="Staff resubmit what waits for a file, and the list is full of what is in order.",
        fact="I8",
        file="adapters/outbound/postgres/three_way_statements.py",
        text="      AND (dropships.status = 'submitting' OR dropships.tries > 0"
        " OR dropships.request_body <> '')\n",
        instead="",
        tests=(f"{AWAITED}::test_what_waits_for_its_file_is_no_mismatch",),
    ),
    Guard(
        name="an order's page is its owner's",
        prevents="A stranger who knows an order's id is sent to its payment page.",
        fact="I13",
        file=PAGE,
        text="            await work.orders.get(owner.id, order_id)\n",
        instead="",
        tests=(f"{ORDERED}::test_two_clicks_on_pay_open_one_page",),
    ),
    Guard(
        name="old prices are not taken",
        prevents="An order is paid at prices of long ago.",
        fact="I4",
        file=PAGE,
        text="if never_tried and self.clock.now() >= how_long:",
        instead="if never_tried and self.clock.now() < order.placed_at:",
        tests=(f"{ORDERED}::test_prices_are_kept_for_a_while_only",),
    ),
    Guard(
        name="only one's own designs are ordered",
        prevents="A buyer has somebody else's design printed.",
        fact="I13",
        file="adapters/outbound/postgres/designs.py",
        text="designs.c.id.in_(set(design_ids)), designs.c.owner_id == owner_id",
        instead="designs.c.id.in_(set(design_ids))",
        tests=(f"{ORDERED}::test_what_is_not_final_or_not_ones_own_is_refused",),
    ),
    Guard(
        name="only one's own products are ordered",
        prevents="A buyer has somebody else's picture printed.",
        fact="I13",
        file="adapters/outbound/postgres/products.py",
        text="products.c.id.in_(set(product_ids)), products.c.owner_id == owner_id",
        instead="products.c.id.in_(set(product_ids))",
        tests=(f"{ORDERED}::test_what_is_not_final_or_not_ones_own_is_refused",),
    ),
)
