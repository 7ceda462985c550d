"""The one MetaData that all tables register with, and the column shapes they share."""

from typing import Any

from sqlalchemy import Column, DateTime, MetaData, Uuid, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column(name: str = "id") -> Column[Any]:
    return Column(name, Uuid, primary_key=True)


def moment(name: str, *, nullable: bool = False, default_now: bool = False) -> Column[Any]:
    """A UTC timestamp; `default_now` lets the database's own clock fill it."""
    return Column(
        name,
        DateTime(timezone=True),
        nullable=nullable,
        server_default=text("now()") if default_now else None,
    )
