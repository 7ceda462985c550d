"""Why a design is not taken, not changed or not shown."""

from domain.shared.refusals import Conflict, Invalid, NotFound


class DesignNotFound(NotFound):
    """There is no such design, or it belongs to somebody else."""

    code = "design_not_found"


class RenderNotFound(NotFound):
    """There is no such render job, or it belongs to somebody else."""

    code = "render_not_found"


class TemplateUnknown(Invalid):
    """The shop has no template of that name; `facts` list what it has."""

    code = "template_unknown"


class PlacementInvalid(Invalid):
    """A number of the placement is outside of what can be drawn; `facts` say the range."""

    code = "placement_invalid"


class ColourInvalid(Invalid):
    """Not a colour of the form #rrggbb."""

    code = "colour_invalid"


class MountNotOffered(Invalid):
    """This frame comes without a mount, or with another one; `facts` list the colours."""

    code = "mount_not_offered"


class TextNotAccepted(Invalid):
    """The template has no such slot, or the text does not fit it, or its font lacks a character."""

    code = "text_not_accepted"


class DesignFrozen(Conflict):
    """A finalized design never changes: copy it, and change the copy."""

    code = "design_frozen"


class DesignNotFinal(Conflict):
    """Only a finalized design can be bought."""

    code = "design_not_final"


class DesignCannotMove(Conflict):
    """The table of moves has no such step."""

    code = "design_cannot_move"


class RenderNotFailed(Conflict):
    """It is still under way, or it is done: only one that failed can be asked for again."""

    code = "render_not_failed"


class DesignRevisionDiffers(Conflict):
    """It was changed since the client saw it; `facts` tell the present revision."""

    code = "design_revision_differs"


class TooManyDesigns(Conflict):
    """The owner keeps as many designs as the shop allows; `facts` say how many."""

    code = "too_many_designs"


class TooManyRevisions(Conflict):
    """The design was changed as often as the shop allows: copy it to go on."""

    code = "too_many_revisions"


class DesignIncomplete(Invalid):
    """It names no template, picture or frame; `facts` list what is missing."""

    code = "design_incomplete"
