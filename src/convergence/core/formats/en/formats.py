"""Numeric days: the standard of Canada (ISO 8601) in every language."""

SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
