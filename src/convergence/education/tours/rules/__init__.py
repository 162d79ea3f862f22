"""Pure rules of tours, without Django."""
