"""`manage.py roles`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Policy, all_policies


def matrix() -> list[tuple[Policy, dict[Role, ScopeKind]]]:
    """Return every declared action with the scope of every role, in order of name."""
    return [
        (policy, {role: ScopeKind(policy.scopes.get(role, ScopeKind.NONE)) for role in Role})
        for policy in all_policies()
    ]


class Command(BaseCommand):
    """Print the table of rights that every door reads."""

    help = "Print the matrix of rights: role × action × scope (none, own, region, all)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the form wanted."""
        parser.add_argument("--format", choices=["text", "markdown", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        with override("en"):
            self.stdout.write(getattr(self, f"as_{options['format']}")())

    def as_json(self) -> str:
        """Return {action: {role: scope}}."""
        table = {
            policy.action: {role.value: scope.name.lower() for role, scope in scopes.items()}
            for policy, scopes in matrix()
        }
        return json.dumps(table, indent=1)

    def as_text(self) -> str:
        """Return aligned columns; a dot for none."""
        rows = [
            (policy.action, *(scope.name.lower() if scope else "·" for scope in scopes.values()))
            for policy, scopes in matrix()
        ]
        table = [("action", *(role.value.lower() for role in Role)), *rows]
        widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
        )

    def as_markdown(self) -> str:
        """Return the table of docs/reference/roles.md."""
        lines = [
            f"| action | what | {' | '.join(role.value.lower() for role in Role)} |",
            f"| --- | --- |{' --- |' * len(Role)}",
        ]
        for policy, scopes in matrix():
            cells = " | ".join(scope.name.lower() if scope else "" for scope in scopes.values())
            lines.append(f"| `{policy.action}` | {policy.label} | {cells} |")
        return "\n".join(lines)
