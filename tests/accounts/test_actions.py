"""Accounts are made, locked, appointed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connection

from enchanted.accounts import actions, queries
from enchanted.accounts.models import OwnerCode, User
from enchanted.core.actor import HOUSE
from enchanted.core.errors import Conflict, HouseError, Invalid, NotAllowed
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
PASSWORD = cast.PASSWORD


def make(name: str, **given: str | None) -> User:
    return actions.create_account(name=name, password=PASSWORD, at=AT, **given)  # type: ignore[arg-type]


def test_an_account_keeps_what_was_given() -> None:
    user = make("Ada", mailbox=" Ada@Example.ORG ", telephone="+44 20 7946 0000", gender="F")
    user.refresh_from_db()
    assert (user.name, user.mailbox, user.telephone, user.gender) == ("Ada", "ada@example.org", "+442079460000", "F")
    assert user.created_at == AT
    assert user.check_password(PASSWORD)
    assert user.password.startswith("argon2")


def test_absent_mailboxes_and_telephones_are_null_and_never_clash() -> None:
    make("One", mailbox="", telephone="")
    make("Two", mailbox=None, telephone="  ")
    assert User.objects.filter(mailbox=None, telephone=None).count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": "ADA"}, "name"), ({"name": "Ａｄａ"}, "name"), ({"mailbox": "ADA@example.org"}, "mailbox"),
     ({"telephone": "0 12 34 56"}, "telephone"), ({"name": "42"}, "name"), ({"name": "a@b"}, "name"),
     ({"mailbox": "no mailbox"}, "mailbox"), ({"telephone": "12"}, "telephone"), ({"gender": "?"}, "gender"),
     ({"password": "short"}, "password"), ({"password": "password123"}, "password")],
)  # fmt: skip
def test_what_is_taken_or_wrong_is_said_beside_its_field(given: dict[str, str], field: str) -> None:
    make("Ada", mailbox="ada@example.org", telephone="0123456")
    with pytest.raises(Invalid) as refused:
        actions.create_account(**{"name": "Bob", "password": PASSWORD, "at": AT} | given)  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]
    assert str(refused.value)
    assert User.objects.count() == 1


def test_accents_make_another_name() -> None:
    make("Jose")
    assert make("José").pk != queries.user_by_name("jose").pk  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["ÅNGSTRÖM", "ΣΊΣΥΦΟΣ", "İstanbul", "ﬁnn", "小明"])
def test_people_are_found_whatever_the_case_of_their_name(name: str) -> None:
    user = make(name)
    assert queries.user_by_login(name.swapcase()) == queries.user_by_login(f" {name.lower()} ") == user


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """What each call gave or raised, all begun at the same moment, each on a connection of its own."""
    outcomes: list[object] = []
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        gate.wait()
        try:
            outcomes.append(call())
        except HouseError as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_of_two_sign_ups_with_one_name_one_gets_it() -> None:
    outcomes = at_once([partial(make, name) for name in ("Race", "RACE", "race", "Ｒace")])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Invalid", "Invalid", "Invalid", "User"]
    assert {tuple(outcome.fields) for outcome in outcomes if isinstance(outcome, Invalid)} == {("name",)}
    assert User.objects.filter(name_key="race").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_the_house_at_once_one_gets_it() -> None:
    code = actions.make_owner_code(AT) or ""
    claim = partial(actions.claim_house, code=code, password=PASSWORD, at=AT)
    outcomes = at_once([partial(claim, name=f"Owner {number}") for number in range(3)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Conflict", "User"]
    assert queries.owners().count() == User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_dismiss_each_other_leave_one() -> None:
    first, second = cast.owner("First"), cast.owner("Second")
    assert first.user
    assert second.user
    outcomes = at_once([
        partial(actions.dismiss, actor=first.actor, user=second.user, role="owner"),
        partial(actions.dismiss, actor=second.actor, user=first.user, role="owner"),
    ])  # fmt: skip
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "NoneType"]
    assert queries.owners().count() == 1


def test_the_owner_code_works_once() -> None:
    code = actions.make_owner_code(AT)
    assert code
    assert code not in OwnerCode.objects.get().code_hash
    first = actions.claim_house(code=code.lower(), name="Olga", password=PASSWORD, at=AT)
    assert queries.actor_of(first).has_role("owner")
    assert first.is_superuser
    assert first.is_staff
    assert not OwnerCode.objects.exists()
    assert actions.make_owner_code(AT) is None
    with pytest.raises(Conflict):
        actions.claim_house(code=code, name="Second", password=PASSWORD, at=AT)


def test_a_later_code_ends_the_earlier_one() -> None:
    early, late = actions.make_owner_code(AT), actions.make_owner_code(AT)
    assert early
    assert late
    assert early != late
    assert OwnerCode.objects.count() == 1
    with pytest.raises(NotAllowed):
        actions.claim_house(code=early, name="Olga", password=PASSWORD, at=AT)
    assert actions.claim_house(code=late, name="Olga", password=PASSWORD, at=AT)


def test_a_code_outlives_a_claim_that_fails() -> None:
    code = actions.make_owner_code(AT) or ""
    with pytest.raises(Invalid):
        actions.claim_house(code=code, name="12345", password=PASSWORD, at=AT)
    with pytest.raises(NotAllowed):
        actions.claim_house(code="", name="Olga", password=PASSWORD, at=AT)
    assert not User.objects.exists()
    assert actions.claim_house(code=code, name="Olga", password=PASSWORD, at=AT)


@pytest.mark.parametrize("way", ["create", "appoint"])
def test_the_code_dies_with_the_first_owner_however_made(way: str) -> None:
    actions.make_owner_code(AT)
    if way == "create":
        actions.create_staff(actor=HOUSE, name="Olga", password=PASSWORD, role="owner", at=AT)
    else:
        actions.appoint(actor=HOUSE, user=make("Olga"), role="owner")
    assert not OwnerCode.objects.exists()


def test_an_editor_does_not_end_the_code() -> None:
    actions.make_owner_code(AT)
    actions.create_staff(actor=HOUSE, name="Edda", password=PASSWORD, role="editor", at=AT)
    assert OwnerCode.objects.exists()


def test_create_staff_makes_an_account_or_raises_one() -> None:
    made = actions.create_staff(actor=HOUSE, name="Olga", password=PASSWORD, role="owner", at=AT)
    known = make("Vera")
    raised = actions.create_staff(actor=HOUSE, name="VERA", password="", role="owner", at=AT)
    assert raised == known
    assert raised.check_password(PASSWORD)
    again = actions.create_staff(actor=HOUSE, name="vera", password="another long one", role="editor", at=AT)
    assert User.objects.get(pk=known.pk).check_password("another long one")
    assert queries.roles_of(again) == ["editor", "owner"]
    assert queries.owners().count() == 2
    assert queries.actor_of(made).roles == {"owner"}


def test_create_staff_refuses_in_words() -> None:
    with pytest.raises(Invalid, match="owner, editor"):
        actions.create_staff(actor=HOUSE, name="Mo", password=PASSWORD, role="moderator", at=AT)
    with pytest.raises(Invalid):
        actions.create_staff(actor=HOUSE, name="Mo", password="12345678", role="editor", at=AT)
    cast.account("Lo", locked=True)
    with pytest.raises(Conflict, match="Lo"):
        actions.create_staff(actor=HOUSE, name="Lo", password="", role="editor", at=AT)
    assert not User.objects.filter(is_staff=True).exists()


def test_an_editor_may_edit_films_and_not_accounts() -> None:
    user = actions.create_staff(actor=HOUSE, name="Edda", password=PASSWORD, role="editor", at=AT)
    assert user.is_staff
    assert not user.is_superuser
    assert user.has_perm("catalogue.change_movie")
    assert user.has_perm("media.view_encode")
    assert not user.has_perm("accounts.view_user")


def test_dismissed_staff_are_viewers_again() -> None:
    owner, editor = cast.owner(), cast.editor()
    assert editor.user
    actions.dismiss(actor=owner.actor, user=editor.user, role="editor")
    editor.user.refresh_from_db()
    assert not editor.user.is_staff
    assert not queries.actor_of(editor.user).is_staff


def test_the_last_owner_stays() -> None:
    first, second = cast.owner("First"), cast.owner("Second")
    assert first.user
    assert second.user
    actions.lock_accounts(actor=first.actor, user_ids=[second.user.pk], at=AT)
    with pytest.raises(Conflict):
        actions.lock_accounts(actor=HOUSE, user_ids=[first.user.pk], at=AT)
    with pytest.raises(Conflict):
        actions.dismiss(actor=first.actor, user=first.user, role="owner")
    first.user.refresh_from_db()
    assert not first.user.locked
    assert queries.roles_of(first.user) == ["owner"]
    actions.unlock_accounts(actor=first.actor, user_ids=[second.user.pk], at=AT)
    actions.dismiss(actor=second.actor, user=first.user, role="owner")
    assert [user.name for user in queries.owners()] == ["Second"]


def test_nobody_locks_themselves_out() -> None:
    first, _second = cast.owner("First"), cast.owner("Second")
    assert first.user
    with pytest.raises(NotAllowed):
        actions.lock_accounts(actor=first.actor, user_ids=[first.user.pk], at=AT)


@pytest.mark.parametrize("who", ["guest", "viewer", "editor"])
def test_only_owners_manage_accounts(who: str) -> None:
    person, other = getattr(cast, who)(), cast.account("Other")
    for refused in (
        lambda: actions.lock_accounts(actor=person.actor, user_ids=[other.pk], at=AT),
        lambda: actions.unlock_accounts(actor=person.actor, user_ids=[other.pk], at=AT),
        lambda: actions.appoint(actor=person.actor, user=other, role="owner"),
        lambda: actions.dismiss(actor=person.actor, user=other, role="editor"),
        lambda: actions.create_staff(actor=person.actor, name="X", password=PASSWORD, role="owner", at=AT),
    ):
        with pytest.raises(NotAllowed):
            refused()
