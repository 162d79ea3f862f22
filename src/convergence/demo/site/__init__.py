"""The public site of the example organisation: facts of its public pages and of its letter of 2024, in three languages.

The modules of this package hold words and rows; `load` writes them. `rows` says where each fact has its place.
"""
