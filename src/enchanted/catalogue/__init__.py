"""The films the house knows: movies, the people in them, genres.

Words: a *movie* is a work, with or without a file; a *credit* is one person's part in one movie; *facets* are what
lists sort and filter by, kept on the movie row by facts from higher floors. Doors: JSON under /api/movies/, drawn
posters, the back office, `enchanted import-catalogue`. Pages that show movies live in `front`.
"""
