"""What every feature stands on and none owns.

Errors, the actor, the clock, facts and the outbox, jobs, the relay, storage, pictures, byte ranges, the request
bridge, the base templates. Knows no feature.
"""
