"""Wiring only: settings, urls and servers' entry points.

Knows every app; nothing imports it. It is the only place that reads the environment.
"""
