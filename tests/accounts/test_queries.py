"""Who is behind a request, and who is found."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from enchanted.accounts import queries
from enchanted.accounts.models import User
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_name_and_a_mailbox_find_their_account_and_nothing_else_does() -> None:
    ada = cast.account("Ada", mailbox="ada@example.org")
    assert queries.user_by_login("ada") == queries.user_by_login(" Ada@Example.org ") == ada
    for other in ("", "@", "ada@", "example.org", "Ad"):
        assert queries.user_by_login(other) is None
    assert User.objects.get_by_natural_key("ADA") == ada


def test_the_actor_of_a_request() -> None:
    ada = cast.account("Ada")
    assert queries.actor_of(AnonymousUser(), "key").is_guest
    assert queries.actor_of(ada, "key").user_id == ada.pk
    assert queries.actor_of(ada).roles == frozenset()
    ada.locked = True
    assert queries.actor_of(ada, "key").is_guest


def test_a_locked_owner_is_no_owner() -> None:
    olga = cast.owner().user
    assert olga
    assert queries.owner_exists()
    User.objects.update(locked=True)
    assert not queries.owner_exists()
