"""The API's documentation as one page that loads nothing from anywhere: it works offline."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, select_autoescape
from litestar import Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

METHODS = ("get", "post", "put", "patch", "delete")


class Field(NamedTuple):
    name: str
    kind: str
    required: bool


class Operation(NamedTuple):
    method: str
    path: str
    summary: str
    description: str
    fields: list[Field]
    answers: list[tuple[str, str]]


class ApiPage(OpenAPIRenderPlugin):
    """Reads the OpenAPI document that `/schema/openapi.json` serves."""

    def __init__(self) -> None:
        super().__init__(path="/")
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=select_autoescape(default=True),
        )

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        page = self._environment.get_template("api.html")
        return page.render(info=openapi_schema["info"], areas=_areas(openapi_schema)).encode()


def _areas(document: dict[str, Any]) -> dict[str, list[Operation]]:
    areas: dict[str, list[Operation]] = {}
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if method in item:
                spoken_of = item[method]
                area = (spoken_of.get("tags") or ["other"])[0]
                areas.setdefault(area, []).append(_operation(method, path, spoken_of, document))
    return dict(sorted(areas.items()))


def _operation(
    method: str, path: str, spoken_of: dict[str, Any], document: dict[str, Any]
) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=spoken_of.get("summary") or "",
        description=spoken_of.get("description") or "",
        fields=list(_fields(spoken_of, document)),
        answers=[
            (status, answer.get("description") or "")
            for status, answer in sorted((spoken_of.get("responses") or {}).items())
        ],
    )


def _fields(spoken_of: dict[str, Any], document: dict[str, Any]) -> Iterator[Field]:
    """Of the path, the query, the headers and the body."""
    for parameter in spoken_of.get("parameters") or []:
        kind = f"{parameter['in']}, {_kind(parameter.get('schema') or {})}"
        yield Field(parameter["name"], kind, bool(parameter.get("required")))
    for media_type, content in ((spoken_of.get("requestBody") or {}).get("content") or {}).items():
        schema = _resolved(content.get("schema") or {}, document)
        required = set(schema.get("required") or [])
        for name, kind in (schema.get("properties") or {}).items():
            where = "body" if "json" in media_type else "form"
            yield Field(name, f"{where}, {_kind(kind)}", name in required)


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rsplit("/", 1)[1]
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " or ".join(_kind(each) for each in schema[several])
    return str(schema.get("format") or schema.get("type") or "any")
