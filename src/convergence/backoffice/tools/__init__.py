"""Screens of tools: catalogue, versions, what unions offer, orders, stock, prices."""
