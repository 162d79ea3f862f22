"""The face for machines: `/api/v1/`, read-only, OpenAPI 3.1. Asks the same policies as every other door."""
