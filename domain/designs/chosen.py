"""What a product has to know of the design that it is."""

from domain.catalog.product import DesignChoice
from domain.designs.design import Design


def chosen_of(design: Design) -> DesignChoice:
    """Raises DesignNotFinal."""
    return DesignChoice(
        design_id=design.id,
        revision=design.revision,
        render_id=design.print_file,
        picture_id=design.parameters.picture_id,
    )
