"""Where a thumbnail lies while its picture is under way."""


def thumbnail_path(picture: str, width_px: int) -> str:
    return f"{picture}-{width_px}"
