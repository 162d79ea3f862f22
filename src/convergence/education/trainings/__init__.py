"""Trainings that unions ask for: catalogue, requests, dates, who facilitates, who was there, attestations, follow-up.

A training that was agreed is an activity of the register, written once; this app keeps what leads to it and what follows.
Never knows what it cost, nor what another practice of education does.
"""
