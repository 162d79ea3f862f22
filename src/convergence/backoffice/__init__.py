"""Staff screens, on Wagtail admin. No model, no rule: parse, one call, answer."""
