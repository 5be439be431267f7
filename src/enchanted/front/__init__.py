"""Pages that join features: home, the list, a film, the watch page, me.

Owns no tables: asks every feature's queries. Doors: the web.
"""
