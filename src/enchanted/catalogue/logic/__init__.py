"""Pure functions of the catalogue: reading records, drawing posters."""
