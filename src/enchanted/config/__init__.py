"""The only room that knows all: settings, environment, addresses, the front door, wiring, commands."""
