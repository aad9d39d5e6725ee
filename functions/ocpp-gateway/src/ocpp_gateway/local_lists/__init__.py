"""Local authorization lists: kept in step with the tokens, station by station (R-AUTH-7, 8)."""
