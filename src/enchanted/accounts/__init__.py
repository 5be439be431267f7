"""People and how they come in: accounts, roles, sign-up, sign-in.

Words: a *user* has an account; an *actor* is whoever asks; a *role* is a group of staff; the *owner code* lets the
first owner in. Doors: the pages under /accounts/ (allauth's and our own), the accounts screens of the back office,
`enchanted create-staff`.
"""
