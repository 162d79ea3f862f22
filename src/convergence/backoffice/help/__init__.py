"""Pages that say why a thing is done so, and by which rule."""
