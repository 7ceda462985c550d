"""What a caller and an imaging process say to each other over two pipes."""

import asyncio
import struct
from typing import IO

import msgspec

# Pictures go by path, so a longer frame is a process that has gone wild.
FRAME_BYTES_MAX = 1_000_000
LENGTH = struct.Struct(">I")


class Ask(msgspec.Struct, frozen=True):
    """`cpu_s` is what the task may use before the process is ended from within."""

    task: str
    request: msgspec.Raw
    cpu_s: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """Said once: it has started, so what goes wrong from here on is the task's doing."""


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    percent: int


class Done(msgspec.Struct, frozen=True, tag="done"):
    reply: msgspec.Raw


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The picture's fault, found by looking at it."""

    code: str
    detail: str
    field: str | None
    facts: dict[str, object]


class NoRoom(msgspec.Struct, frozen=True, tag="no_room"):
    """The machine's fault, for now."""

    detail: str


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """Something nobody foresaw; the process ends after saying so."""

    detail: str


Answer = Ready | Progress | Done | Refused | NoRoom | Broken

encode = msgspec.msgpack.Encoder().encode
decode_ask = msgspec.msgpack.Decoder(Ask).decode
decode_answer = msgspec.msgpack.Decoder(Answer).decode


def framed(message: msgspec.Struct) -> bytes:
    body = encode(message)
    return LENGTH.pack(len(body)) + body


def read_ask(pipe: IO[bytes]) -> Ask | None:
    """None when the caller has gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return decode_ask(pipe.read(LENGTH.unpack(head)[0]))


async def read_answer(pipe: asyncio.StreamReader) -> Answer:
    """Raises IncompleteReadError when the process has gone, ValueError when it talks nonsense."""
    (length,) = LENGTH.unpack(await pipe.readexactly(LENGTH.size))
    if length > FRAME_BYTES_MAX:
        raise ValueError(f"A frame of {length} bytes.")
    answer: Answer = decode_answer(await pipe.readexactly(length))
    return answer
