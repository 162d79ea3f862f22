"""Design tokens, base templates and components. No model, no noun of the domain."""
