"""Hand out a stored file to whoever holds a link that this shop made."""

from dataclasses import dataclass

from application.media.ports import Assets, AssetSignatures, StoredAsset
from application.shared.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAsset:
    """Raises AssetSignatureInvalid, AssetUrlExpired or AssetNotFound."""

    assets: Assets
    signatures: AssetSignatures
    clock: Clock

    async def __call__(self, key: str, *, expires: str, signature: str) -> StoredAsset:
        # The signature comes first, so that nobody can ask which keys exist.
        self.signatures.check(key, expires, signature, self.clock.now())
        return await self.assets.open(key)
