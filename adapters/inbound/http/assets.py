"""Stored files for whoever holds a signed link: browsers, mail readers and the print lab."""

from typing import Annotated, Any

from litestar import Controller, HttpMethod, Request, Response, route
from litestar.params import FromPath, Parameter
from litestar.response import Stream

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.provided import Provided
from application.media.open_asset import OpenAsset
from domain.resilience.rate_class import RateClass

# A stored file never changes, but a link to it ends: no cache keeps it for longer than this.
CACHE_S = 3600
QueryText = Annotated[str, Parameter(max_length=200)]


class AssetsController(Controller):
    path = "/assets"
    tags = ["media"]
    opt = open_to(Access.PUBLIC, RateClass.BROWSE)

    @route(
        "/{key:path}",
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        summary="Fetch a stored file",
    )
    async def show(
        self,
        request: Request[Any, Any, Any],
        open_asset: Provided[OpenAsset],
        key: FromPath[str],
        expires: QueryText = "",
        signature: QueryText = "",
    ) -> Response[Any]:
        """The bytes as they are stored; the link must be one that this shop gave out."""
        asset = await open_asset(key.removeprefix("/"), expires=expires, signature=signature)
        headers = {
            "ETag": f'"{asset.etag}"',
            "Cache-Control": f"private, max-age={CACHE_S}, immutable",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
            # Whatever is stored, a browser that shows it runs nothing of it.
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(content=None, status_code=304, headers=headers)
        return Stream(
            asset.chunks,
            media_type=asset.media_type,
            headers=headers | {"Content-Length": str(asset.bytes_count)},
        )
