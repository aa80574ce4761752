"""Who: accounts, organisations, volunteers, roles and areas, notices."""
