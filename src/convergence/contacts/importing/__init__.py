"""Reads lists of members that people keep in spreadsheets and turns them into contacts.

Knows files, columns, cells, lines and what makes two lines speak of one subject. Never knows
dues, groups or money: higher apps register their columns and row rules in `registry`.
"""
