"""Internships and missions: calls, applications, points, who leaves, what comes back."""
