"""Rows change in actions alone."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from django.apps import apps

from tests.house.laws.sources import PACKAGE, below
from tests.house.laws.writes import may_write, writes_in


def relations() -> frozenset[str]:
    """Names under which models reach many rows: `genres`, `credits`, `groups`."""
    names = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.many_to_many or field.one_to_many:
                reach = getattr(field, "get_accessor_name", None)
                names.add(reach() if reach else field.name)
    return frozenset(name for name in names if name)


def test_rows_change_in_actions_alone() -> None:
    known = relations()
    found = {
        str(place): writes
        for path in below(PACKAGE, "*.py")
        if not may_write(place := path.relative_to(PACKAGE))
        if (writes := writes_in(path.read_text(), known))
    }
    assert not found


@pytest.mark.parametrize(
    "planted",
    [
        "movie.save()",
        "movie.save(update_fields=['title'])",
        "form.save()",
        "await movie.asave()",
        "movie.delete()",
        "Movie.objects.filter(pk=1).delete()",
        "Movie.objects.create(title='x')",
        "movie.credits.create(person=person)",
        "Movie.objects.bulk_create(rows)",
        "Movie.objects.bulk_update(rows, ['title'])",
        "Genre.objects.get_or_create(name='x')",
        "await Genre.objects.aupdate_or_create(name='x')",
        "Movie.objects.filter(hidden=True).exclude(pk=2).update(hidden=False)",
        "found = Movie.objects.shown()\nfound.order_by('id').update(hidden=True)",
        "def hide(self, request, queryset):\n    queryset.update(hidden=True)",
        "def hide(rows: QuerySet[Movie]):\n    rows.update(hidden=True)",
        "movie.genres.set(chosen)",
        "user.groups.add(group)",
        "movie.credit_set.update(position=0)",
        "cursor.execute('DELETE FROM movies')",
        "cursor.execute(sql)",
        "with transaction.atomic():\n    pass",
        "super().save_model(request, movie, form, change)",
        "Movie.objects.select_for_update()",
    ],
)
def test_a_write_is_caught(planted: str) -> None:
    assert writes_in(planted, relations())


@pytest.mark.parametrize(
    "sound",
    [
        "context.update(page=1)",
        "headers.update({'a': 'b'})",
        "seen.add(movie.pk)",
        "cache.set(key, 1, 60)",
        "cache.delete(key)",
        "picture.save(out, 'WEBP', quality=82)",
        "request.session.save()",
        "storage.remove(path)",
        "cursor.execute('PRAGMA quick_check')",
        "cursor.execute('SELECT 1')",
        "hashlib.new('sha256').update(b'')",
        "transaction.on_commit(tell)",
        "response.delete_cookie('theme')",
    ],
)
def test_what_is_no_write_is_left_alone(sound: str) -> None:
    assert not writes_in(sound, relations())


def test_where_rows_may_change() -> None:
    for place in ("media/actions/encodes.py", "library/actions.py", "catalogue/models.py", "core/outbox.py"):
        assert may_write(PurePath(place))
    for place in (
        "media/queries.py",
        "catalogue/admin.py",
        "core/mail.py",
        "front/pages.py",
        "catalogue/logic/actions_of.py",
    ):
        assert not may_write(PurePath(place))
