"""A server that speaks S3, and a bucket on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
from moto.server import ThreadedMotoServer

from adapters.outbound.storage.bucket import Bucket

KEY, SECRET = "a key for tests", "a secret for tests"


@contextmanager
def running_object_store() -> Iterator[str]:
    """Its address, on a free port of this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_bucket(address: str) -> Bucket:
    name = f"shop-{uuid4().hex}"
    httpx.put(f"{address}/{name}", trust_env=False).raise_for_status()
    return a_bucket(address, f"s3://{name}/some/prefix")


def a_bucket(address: str, storage_url: str, timeout_s: float = 10.0) -> Bucket:
    return Bucket(
        storage_url=storage_url,
        endpoint=address,
        access_key=KEY,
        secret_key=SECRET,
        timeout_s=timeout_s,
    )
