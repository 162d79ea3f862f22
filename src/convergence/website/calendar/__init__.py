"""The public calendar: what is coming, what was done, one activity, series, themes, and feeds (RFC 5545, RFC 4287).

Every door reads `Activity.objects.in_public`, so what is under guard is on none of them until its return date (S95).
"""
