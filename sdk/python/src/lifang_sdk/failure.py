"""Why a plugin cannot answer. Raise one; the host reads it. Any other exception is a slip of the plugin and ends the call."""

from . import contract as c


class PluginFailure(Exception):
    """A refusal in the contract's words."""

    def __init__(self, error: c.PluginError, message: str) -> None:
        super().__init__(message)
        self.error = error


class UnknownId(PluginFailure):
    """The plugin has no checklist, rule or report of that id."""

    def __init__(self, id: str) -> None:
        super().__init__(c.PluginError_UnknownId(id), f"no such id: {id}")


class Withheld(PluginFailure):
    """A cell was withheld that the rule cannot do without."""

    def __init__(self, field: str) -> None:
        super().__init__(c.PluginError_Withheld(field), f"{field} was withheld")


class BadInput(PluginFailure):
    """An argument is not what it should be."""

    def __init__(self, field: str, what: c.Text) -> None:
        super().__init__(c.PluginError_BadInput((field, what)), f"{field}: {what.key}")


class Refused(PluginFailure):
    """The plugin declines, and says why."""

    def __init__(self, why: c.Text) -> None:
        super().__init__(c.PluginError_Refused(why), why.key)


class DataRefused(PluginFailure):
    """A read was refused: the manifest does not ask for it, or the operator did not grant it."""

    def __init__(self, why: c.DataError) -> None:
        super().__init__(c.PluginError_Data(why), f"{type(why).__name__.removeprefix('DataError_')}: {getattr(why, 'value', '')}")
        self.why = why
