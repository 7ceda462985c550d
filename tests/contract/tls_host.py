"""A web server on loopback with a certificate of its own, that says what a test tells it to."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "pictures.example"
OTHER_HOST = "elsewhere.example"


@dataclass
class TlsHost:
    """Each connection gets one answer; `names` are those that were asked for in TLS."""

    trusting: ssl.SSLContext
    port: int = 0
    names: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        self._answers: Iterator[bytes] = iter(())
        self._forever, self._pause_s = b"", 0.0

    def say(self, *answers: bytes, forever: bytes = b"", pause_s: float = 0.0) -> None:
        """One after the other; then `forever` again and again, as long as anybody listens."""
        self._answers, self._forever, self._pause_s = iter(answers), forever, pause_s

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            self.heard.append((await reader.readuntil(b"\r\n\r\n")).decode())
            writer.write(next(self._answers, b""))
            await writer.drain()
            while self._forever:
                await asyncio.sleep(self._pause_s)
                writer.write(self._forever)
                await writer.drain()
                self.sent += len(self._forever)
        writer.close()


@asynccontextmanager
async def running_tls_host(directory: Path) -> AsyncIterator[TlsHost]:
    certificate, key = _certificate(directory)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    host = TlsHost(ssl.create_default_context(cafile=str(certificate)))

    def heard_name(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
        host.names.append(name or "")

    serving.sni_callback = heard_name
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(host.serve(reader, writer))
        tasks.add(task)
        with suppress(asyncio.CancelledError):
            await task

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=serving)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()
        for task in tasks:
            task.cancel()


def _certificate(directory: Path) -> tuple[Path, Path]:
    """For HOST, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = directory / "certificate.pem", directory / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
