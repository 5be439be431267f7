"""`python -m enchanted` and the `enchanted` command."""

from enchanted.config.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    raise SystemExit(main())
