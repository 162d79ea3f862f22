"""Tables of tools."""

from convergence.education.tools.models.catalogue import (
    ActivityTool,
    Credit,
    DownloadCount,
    Edition,
    FormerSlug,
    KitPart,
    Tool,
    ToolLink,
    ToolPlace,
    ToolVersion,
)
from convergence.education.tools.models.orders import Order, OrderLine, PostageBand, TaxRate
from convergence.education.tools.models.pool import Adoption, PoolUse
from convergence.education.tools.models.stock import Printing, StockMovement

__all__ = [
    "ActivityTool",
    "Adoption",
    "Credit",
    "DownloadCount",
    "Edition",
    "FormerSlug",
    "KitPart",
    "Order",
    "OrderLine",
    "PoolUse",
    "PostageBand",
    "Printing",
    "StockMovement",
    "TaxRate",
    "Tool",
    "ToolLink",
    "ToolPlace",
    "ToolVersion",
]
