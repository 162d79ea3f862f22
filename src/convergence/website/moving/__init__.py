"""Moving in from WordPress: reading the export, cleaning the words, building pages, reporting what was dropped."""
