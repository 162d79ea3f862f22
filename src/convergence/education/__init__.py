"""The education axis: six small apps, each a practice that adds what is its own to the register of activities.

Never holds what was done, when or for how many: the register of activities does.
"""
