"""`/_control`: what tests see and steer. Faults, the request log and health are in shared/.

POST /_control/tokens        mints a token: see `TokenAsked`; `{"token": ...}`
POST /_control/keys/rotate   `{"alg": "ES256", "keepOld": false, "named": true, "bits": 2048}`
GET  /_control/fetches       `{"discovery": 1, "jwks": 1, "elsewhere": 0}`, those that failed too
PUT  /_control/documents     `{"answer": "right" | "huge" | "redirect" | "empty",
                             "discovery": {changed members}, "extraKeys": [...]}`
POST /_control/reset         one new key, all documents right, no fetches counted
"""

import msgspec

from simulators.identity.documents import Documents
from simulators.identity.key_ring import KeyRing
from simulators.identity.minting import KeyUnknown, TokenAsked, mint
from simulators.identity.settings import Settings
from simulators.shared.routing import Answer, Call, Endpoint, Routes, json_answer

PATHS = ("discovery", "jwks", "elsewhere")


class Rotation(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    alg: str = "ES256"
    keep_old: bool = False
    named: bool = True
    bits: int = 2048


class Published(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    answer: str = "right"
    discovery: dict[str, object] = msgspec.field(default_factory=dict)
    extra_keys: list[dict[str, object]] = msgspec.field(default_factory=list)


def add_control_routes(
    routes: Routes[Endpoint], ring: KeyRing, documents: Documents, settings: Settings
) -> None:
    async def tokens(call: Call) -> Answer:
        try:
            asked = msgspec.json.decode(call.body or b"{}", type=TokenAsked)
            return json_answer(200, {"token": mint(asked, ring, settings)})
        except (msgspec.MsgspecError, KeyUnknown) as error:
            return json_answer(400, {"error": str(error)})

    async def rotate(call: Call) -> Answer:
        try:
            asked = msgspec.json.decode(call.body or b"{}", type=Rotation)
        except msgspec.MsgspecError as error:
            return json_answer(400, {"error": str(error)})
        made = ring.rotate(asked.alg, keep_old=asked.keep_old, named=asked.named, bits=asked.bits)
        return json_answer(200, {"kid": made.kid})

    async def fetches(_: Call) -> Answer:
        return json_answer(200, {name: documents.fetches[name] for name in PATHS})

    async def publish(call: Call) -> Answer:
        try:
            asked = msgspec.json.decode(call.body, type=Published)
        except msgspec.MsgspecError as error:
            return json_answer(400, {"error": str(error)})
        if asked.answer not in Documents.ANSWERS:
            return json_answer(400, {"error": "no such answer"})
        documents.answer = asked.answer
        documents.changed = dict(asked.discovery)
        documents.extra_keys = list(asked.extra_keys)
        return json_answer(200, {})

    async def reset(_: Call) -> Answer:
        documents.work_again()
        documents.fetches.clear()
        return json_answer(200, {"kid": ring.rotate("ES256").kid})

    routes.add("POST", "/_control/tokens", tokens)
    routes.add("POST", "/_control/keys/rotate", rotate)
    routes.add("GET", "/_control/fetches", fetches)
    routes.add("PUT", "/_control/documents", publish)
    routes.add("POST", "/_control/reset", reset)
