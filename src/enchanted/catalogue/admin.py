"""Films, people and genres in the back office. Every change is an action's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeNumericFilter
from unfold.decorators import action, display

from enchanted.catalogue import queries
from enchanted.catalogue.actions import editing
from enchanted.catalogue.actions.editing import EDITABLE, CreditLine
from enchanted.catalogue.forms import CollectionForm, GenreForm, MovieForm, PersonForm
from enchanted.catalogue.models import Collection, Credit, Genre, Movie, Person, Shelved
from enchanted.catalogue.rules import may_edit_catalogue
from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.http import requester
from enchanted.core.office import OfficeAdmin

Films = QuerySet[Movie]


class KeptFilter(admin.SimpleListFilter):
    """What was deleted is out of sight until asked for."""

    title = _("deleted")
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Deleted"))]

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            yield choice | {"display": _("In the house")} if choice["query_string"] == "?" else choice

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(deleted_at__isnull=self.value() != "yes")


class CreditInline(TabularInline):
    model = Credit
    fields = ("person", "job", "character", "position")
    autocomplete_fields = ("person",)
    ordering_field = "position"
    hide_ordering_field = True
    hide_title = True
    extra = 0
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit_catalogue(requester(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit_catalogue(requester(request))

    has_change_permission = has_delete_permission = has_view_permission


class CatalogueAdmin(OfficeAdmin):
    """Films, people and genres alike: found unless deleted, hidden and shown, deleted and restored."""

    list_filter: Any = (KeptFilter, "hidden")
    actions: ClassVar[list[str]] = ["hide", "show", "restore"]

    def may_use(self, actor: Actor) -> bool:
        return may_edit_catalogue(actor)

    def has_delete_permission(self, request: HttpRequest, obj: Shelved | None = None) -> bool:
        return self.may_use(requester(request)) and (obj is None or obj.deleted_at is None)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Only they themselves: whatever belongs to them stays, for the day they are restored."""
        return [str(thing) for thing in objs], {self.model._meta.verbose_name_plural: len(objs)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Shelved) -> None:
        editing.delete(actor=requester(request), kind=self.model, ids=[obj.pk], at=clock.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        editing.delete(actor=requester(request), kind=self.model, ids=_ids(queryset), at=clock.now())

    @action(description=_("Hide from viewers"))
    def hide(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._do(request, queryset, editing.hide)

    @action(description=_("Show to viewers"))
    def show(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._do(request, queryset, editing.show)

    @action(description=_("Restore what was deleted"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._do(request, queryset, editing.restore)

    @display(description=_("state"), label={"shown": "success", "hidden": "warning", "deleted": "danger"})
    def state(self, thing: Any) -> tuple[str, Any]:
        if thing.deleted_at:
            return "deleted", _("Deleted")
        return ("hidden", _("Hidden")) if thing.hidden else ("shown", _("Shown"))

    def _do(self, request: HttpRequest, queryset: QuerySet[Any], change: Callable[..., int]) -> None:
        count = change(actor=requester(request), kind=self.model, ids=_ids(queryset), at=clock.now())
        said = ngettext("%(count)s entry changed.", "%(count)s entries changed.", count) % {"count": count}
        self.message_user(request, said, messages.SUCCESS)


@admin.register(Movie)
class MovieAdmin(CatalogueAdmin):
    form = MovieForm
    list_display = ("thumb", "title", "year", "genre_list", "state")
    list_display_links = ("thumb", "title")
    list_filter = (
        KeptFilter,
        "hidden",
        "playable",
        ("genres", AutocompleteSelectFilter),
        ("year", RangeNumericFilter),
    )
    list_filter_submit = True
    search_fields = ("title",)
    folded_search = ("title_key",)
    ordering = ("-added_at", "-id")
    autocomplete_fields = ("genres", "collection")
    inlines: ClassVar[list[Any]] = [CreditInline]
    readonly_fields = ("poster_now", "backdrop_now", "logo_now", "ratings_elsewhere")
    fieldsets = (
        (None, {"fields": (("title", "year"), ("original_title", "sort_title"), "genres", "hidden")}),
        (_("Story"), {"fields": ("tagline", "plot", "plot_source")}),
        (_("Facts"), {"fields": (("runtime", "certificate"), ("premiered", "studio"), ("country", "language"),
                                 "collection", "ratings_elsewhere")}),
        (_("Poster"), {"fields": ("poster_now", "new_poster", "drop_poster")}),
        (_("Backdrop"), {"fields": ("backdrop_now", "new_backdrop", "drop_backdrop")}),
        (_("Logo"), {"fields": ("logo_now", "new_logo", "drop_logo")}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Films:
        return super().get_queryset(request).prefetch_related("genres")  # type: ignore[no-any-return]

    def view_on_site(self, movie: Movie) -> str | None:
        return None if movie.deleted_at else movie.get_absolute_url()

    @display(description="")
    def thumb(self, movie: Movie) -> str:
        return format_html('<img src="{}" alt="" width="40" height="60" loading="lazy" class="office-poster">',
                           movie.poster_at(240))  # fmt: skip

    @display(description=_("genres"))
    def genre_list(self, movie: Movie) -> str:
        return ", ".join(movie.genre_names)

    @display(description=_("state"), label={"playable": "success", "waiting": "info", "hidden": "warning",
                                            "deleted": "danger"})  # fmt: skip
    def state(self, movie: Movie) -> tuple[str, Any]:
        if movie.deleted_at:
            return "deleted", _("Deleted")
        if movie.hidden:
            return "hidden", _("Hidden")
        return ("playable", _("Playable")) if movie.playable else ("waiting", _("No stream yet"))

    @display(description=_("poster"))
    def poster_now(self, movie: Movie) -> str:
        if not movie.pk:
            return "–"
        return format_html('<img src="{}" alt="" width="120" class="office-poster">', movie.poster_at(240))

    @display(description=_("backdrop"))
    def backdrop_now(self, movie: Movie) -> str:
        if not movie.backdrop:
            return "–"
        return format_html('<img src="/pictures/{}/640.webp" alt="" width="213">', movie.backdrop)

    @display(description=_("ratings elsewhere"))
    def ratings_elsewhere(self, movie: Movie) -> str:
        return ", ".join(map(str, queries.ratings_of(movie))) if movie.pk else "–"

    @display(description=_("logo"))
    def logo_now(self, movie: Movie) -> str:
        if not movie.logo:
            return "–"
        return format_html('<img src="/pictures/{}/640.webp" alt="" width="213" class="office-logo">', movie.logo)

    def save_model(self, request: HttpRequest, obj: Movie, form: Any, change: bool) -> None:
        """Left to save_related, which has the credits too: one action for the whole form."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        given = form.cleaned_data
        saved = editing.edit_movie(
            actor=requester(request),
            movie=form.instance if change else None,
            fields={name: value for name, value in given.items() if name in EDITABLE},
            genres=given["genres"],
            credits=[line for formset in formsets for line in _credit_lines(formset)],
            poster=form.kept_picture("poster"),
            backdrop=form.kept_picture("backdrop"),
            logo=form.kept_picture("logo"),
            at=clock.now(),
        )
        form.instance.pk = saved.pk

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return super().construct_change_message(request, form, [], add)


@admin.register(Person)
class PersonAdmin(CatalogueAdmin):
    form = PersonForm
    list_display = ("name", "film_count", "state")
    fields = ("name", "photo_now", "new_photo", "drop_photo")
    readonly_fields = ("photo_now",)
    search_fields = ("name",)
    folded_search = ("name_key",)
    ordering = ("name_key", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).annotate(film_count=Count("movies", distinct=True))  # type: ignore[no-any-return]

    @display(description=_("films"))
    def film_count(self, person: Any) -> int:
        return int(person.film_count)

    @display(description=_("photo"))
    def photo_now(self, person: Person) -> str:
        if not person.photo:
            return "–"
        return format_html('<img src="/pictures/{}/96.webp" alt="" width="96">', person.photo)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        saved = editing.edit_person(
            actor=requester(request), person=obj if change else None, name=obj.name,
            photo=form.kept_picture("photo"), at=clock.now(),
        )  # fmt: skip
        obj.pk = saved.pk


@admin.register(Collection)
class CollectionAdmin(OfficeAdmin):
    form = CollectionForm
    list_display = ("name", "film_count")
    fields = ("name", "overview")
    search_fields = ("name",)
    folded_search = ("name_key",)
    ordering = ("name_key",)

    def may_use(self, actor: Actor) -> bool:
        return may_edit_catalogue(actor)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Collection]:
        kept = Count("movies", filter=Q(movies__deleted_at=None))
        return super().get_queryset(request).annotate(film_count=kept)  # type: ignore[no-any-return]

    @display(description=_("films"))
    def film_count(self, collection: Any) -> int:
        return int(collection.film_count)

    def save_model(self, request: HttpRequest, obj: Collection, form: Any, change: bool) -> None:
        saved = editing.edit_collection(
            actor=requester(request), collection=obj if change else None, name=obj.name, overview=obj.overview
        )
        obj.pk = saved.pk


@admin.register(Genre)
class GenreAdmin(CatalogueAdmin):
    form = GenreForm
    list_display = ("name", "film_count", "state")
    fields = ("name",)
    search_fields = ("name",)
    folded_search = ("name_key",)
    ordering = ("name_key",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Genre]:
        return super().get_queryset(request).annotate(film_count=Count("movies", distinct=True))  # type: ignore[no-any-return]

    @display(description=_("films"))
    def film_count(self, genre: Any) -> int:
        return int(genre.film_count)

    def save_model(self, request: HttpRequest, obj: Genre, form: Any, change: bool) -> None:
        saved = editing.edit_genre(
            actor=requester(request), genre=obj if change else None, name=obj.name, at=clock.now()
        )
        obj.pk = saved.pk


def _ids(queryset: QuerySet[Any]) -> list[int]:
    return list(queryset.values_list("pk", flat=True))


def _credit_lines(formset: Any) -> list[CreditLine]:
    """The lines of the form in the order staff gave them, without those that were left empty or struck out."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("person")]
    kept = sorted((row for row in rows if not row.get("DELETE")), key=lambda row: row.get("position") or 0)
    return [CreditLine(row["person"].pk, row["job"], row["character"]) for row in kept]
