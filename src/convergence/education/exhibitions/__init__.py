"""Exhibitions that travel: works, panels and crates, whom they are lent to and when, in what condition they come home.

Never knows how many people came (each stop is an activity, which counts them) nor what a loan costs (finance).
"""
