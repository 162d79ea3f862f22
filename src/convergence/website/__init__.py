"""The public site: pages that staff write, and pages that read the registers. Writes nothing in any register."""
