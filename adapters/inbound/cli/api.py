"""`passepartout api`: one API process; start as many as the load asks for."""

from argparse import ArgumentParser, Namespace

from adapters.inbound.cli.settings_or_refusal import settings_or_refusal
from adapters.inbound.supervisor.ports import why_not_listen
from adapters.inbound.supervisor.refusals import CannotStart


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="port to listen on (%(default)s)")


def run(arguments: Namespace) -> None:
    settings = settings_or_refusal()
    if trouble := why_not_listen(arguments.host, arguments.port):
        raise CannotStart(f"Cannot listen on {arguments.host}:{arguments.port}: {trouble}.")

    from adapters.inbound.http.server import serve

    serve(settings, arguments.host, arguments.port)
