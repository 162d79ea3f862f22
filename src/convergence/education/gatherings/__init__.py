"""Who registers for an activity that is open to registration: places, waiting list, prices, groups, coming.

What is done, when and where belongs to the register of activities; what is owed and paid belongs to finance. This app
never keeps what people told of their health, beliefs or children beyond the day after the gathering.
"""
