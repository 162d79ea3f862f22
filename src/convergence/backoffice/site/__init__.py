"""The public site: pages, pictures, files, and the history that its pages read."""
