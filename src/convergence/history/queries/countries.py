"""Countries and what the organisation did there (S35, S36, S88)."""

from dataclasses import dataclass

from convergence.history.choices import CountryCapacity
from convergence.history.models import CountryTie
from convergence.vocabulary.countries import country_name


@dataclass(frozen=True)
class CountryRecord:
    """One country with its ties: `capacities` are codes of `CountryCapacity`."""

    code: str
    name: str
    ties: tuple[CountryTie, ...]

    @property
    def capacities(self) -> frozenset[str]:
        """Return what the country is to the organisation."""
        return frozenset(tie.capacity for tie in self.ties)


def country_records(language: str = "fr") -> list[CountryRecord]:
    """Return every country with a tie, in order of its name."""
    by_code: dict[str, list[CountryTie]] = {}
    for tie in CountryTie.objects.select_related("source").order_by("country", "capacity", "pk"):
        by_code.setdefault(tie.country, []).append(tie)
    found = [CountryRecord(code, country_name(code, language), tuple(ties)) for code, ties in by_code.items()]
    return sorted(found, key=lambda record: record.name)


def countries_by_capacity(language: str = "fr") -> dict[str, list[CountryRecord]]:
    """Return the countries by what they are to the organisation: a country of internships is not one of support."""
    records = country_records(language)
    by_capacity = {
        str(capacity): [record for record in records if capacity in record.capacities] for capacity in CountryCapacity
    }
    return {capacity: found for capacity, found in by_capacity.items() if found}
