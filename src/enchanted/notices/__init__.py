"""What the house tells people: notices for everyone, notifications for one.

Words: a *notice* is written by staff and in force between two moments. A *notification* is for one account. An *inbox*
holds both. Doors: /notices/, JSON under /api/notices/ and /api/notifications/, news over /ws/notices/, the back office;
`actions.notify` for the features above.
"""
