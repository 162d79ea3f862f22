"""What the organisation lived: dated as surely as its sources say, gaps left as gaps, disagreements shown.

Knows milestones, the figures and sources that state them, the wordings of the mission, attributed claims, the ties with
countries and the declared totals of the past. Knows no page, and nothing of the registers that will one day count.
"""
