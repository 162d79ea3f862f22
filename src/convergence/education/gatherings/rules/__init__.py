"""Rules of registration, pure: places, the waiting list, hours, prices, standing, personal links."""
