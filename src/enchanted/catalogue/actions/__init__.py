"""Everything the catalogue writes."""
