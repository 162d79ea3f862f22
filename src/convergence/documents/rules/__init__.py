"""Rules of files, without Django."""
