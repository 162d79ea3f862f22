"""Convergence: the open platform of an international workers'-solidarity organisation."""
