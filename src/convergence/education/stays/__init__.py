"""Internships and missions: calls, applications and their marks, who leaves, what comes back.

Never knows when a group is where nor how many went (each stay is an activity, which says it) nor what it costs (finance).
"""
