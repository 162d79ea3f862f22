"""Education projects: which sessions and tools came of the money of which funders, and the report that freezes them (S93).

Sessions are activities of the register, money is finance's, tools are the catalogue's: this app keeps which belong together.
Never knows who took part, nor what another practice of education does.
"""
