"""Files of films, and their way to a screen.

Words: a *media file* is what was imported; an *encode* is the job that makes its *renditions* (the rungs of the
ladder and the audio); a *grant* is a short-lived signed leave to fetch one film's bytes. Doors: raw bytes under
/stream/, JSON under /api/, live progress over a socket, the back office, `enchanted import` and `enchanted worker`.
"""
