"""What was done, when, where, with whom, for how many: each activity once, and every count read from it.

Never knows what it cost (finance points at an activity), nor the practice that it belongs to (education, cooperation).
"""
