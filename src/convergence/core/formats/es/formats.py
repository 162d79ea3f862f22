"""Numeric days: the standard of Canada (ISO 8601) in every language."""

SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"

# As amounts of money are written (es-MX): $1,250.00 and 29,000 people on one page.
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
