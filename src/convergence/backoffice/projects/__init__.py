"""Education projects: their money, their sessions and tools, their reports."""
