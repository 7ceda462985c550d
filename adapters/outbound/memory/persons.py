"""Under which ids one person is known in memory, also as the guest they were, and their carts."""

from collections.abc import Collection
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore


def persons_of(store: MemoryStore, owner_id: UUID) -> frozenset[UUID]:
    """A guest token that another person logged in with tells nothing."""
    merges = list(store.table("cart_merges"))
    guests = {
        merge.guest_id for merge in merges if merge.user_id == owner_id and merge.undone_at is None
    }
    guests |= {
        login.guest_id
        for login in store.table("login_sessions")
        if login.account_id == owner_id and login.guest_id is not None
    }
    shared = {merge.guest_id for merge in merges if merge.user_id != owner_id}
    return frozenset({owner_id} | (guests - shared))


def carts_of(store: MemoryStore, persons: Collection[UUID]) -> frozenset[UUID]:
    """A guest's cart that was merged keeps its lines, and is the user's from then on."""
    own = {cart.id for cart in store.table("carts") if cart.owner_id in persons}
    merged = {
        merge.guest_cart_id
        for merge in store.table("cart_merges")
        if merge.user_id in persons and merge.undone_at is None
    }
    return frozenset(own | merged)
