"""What has just happened to tools."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ToolPublished:
    """A tool, or a version of it, can be found from now on."""

    tool_id: int


@dataclass(frozen=True)
class OrderChanged:
    """An order went to a state: a code of `OrderState`."""

    order_id: int
    state: str


@dataclass(frozen=True)
class KitAdopted:
    """A body of a union adopted a kit."""

    tool_id: int
    adoption_id: int
