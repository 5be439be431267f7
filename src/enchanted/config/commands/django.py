"""Gets Django ready for a command, with a database that is there and up to date."""

from __future__ import annotations

import os
import sys


def setup(*, migrate: bool = True) -> None:
    """Load Django; with `migrate`, bring the database's tables up to date when they are not.

    Errors: Conflict, in words, when the database doesn't answer.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enchanted.config.settings")
    import django

    django.setup()
    if migrate:
        _bring_up_to_date()


def _bring_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError, OperationalError

    from enchanted.core.errors import Conflict

    try:
        executor = MigrationExecutor(connection)
    except (OperationalError, DatabaseError) as fault:
        words = " ".join(str(fault).split())
        raise Conflict(f"The database doesn't answer as it should: {words}\nCheck DATABASE_URL.") from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database …", file=sys.stderr)
        call_command("migrate", verbosity=0, interactive=False)
