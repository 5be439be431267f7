"""What belongs to one viewer: where they stopped.

Words: a *position* is the second at which a viewer left a movie. Doors: JSON under /api/movies/<id>/position/.
"""
