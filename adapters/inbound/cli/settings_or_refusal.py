"""The settings of this process, or the sentence that says which of them cannot be used."""

from adapters.inbound.supervisor.refusals import CannotStart
from adapters.settings import Settings, SettingsAreInvalid


def settings_or_refusal() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsAreInvalid as error:
        raise CannotStart(str(error)) from error
