"""Staff and permission groups, by the API's rule: nobody hands on what they do not hold themselves."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth import password_validation
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminSelect2MultipleWidget

from store.engine.actions.permission_group import create_group, delete_group, update_group
from store.engine.actions.person import set_password
from store.engine.actions.reach import may_manage_group, users_beyond
from store.engine.actions.staff import create_staff, delete_staff, update_staff
from store.engine.actions.token import deactivate_all
from store.engine.admin.base import Section, holds
from store.engine.admin.tried import add_refusals, refused
from store.engine.models import Group, StaffMember, User
from store.engine.permissions import PERMISSIONS
from store.forms import ModelForm

STAFF = ("MANAGE_STAFF",)
LISTS = ("permissions", "users", "channels")
FACTS = ("email", "first_name", "last_name", "is_active")


class ByForm(ModelForm):
    """A form that knows who sends it; the action behind it decides what is refused."""

    by: User
    refusal_fields: dict[str, str] = {}

    def act(self) -> Any:
        """Do what the form says; raises Refusal or Refusals."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        """The action checks the columns, so the row itself is not touched here."""
        if not self.errors:
            add_refusals(self, refused(self.act), self.refusal_fields)

    def save(self, commit: bool = True) -> Any:
        """Leave saving to `act`."""
        return self.instance

    def save_m2m(self) -> None:
        """Likewise."""


class ManagedSection(Section):
    """Rows that are saved and deleted by actions which ask who does it."""

    writes = STAFF
    actions = None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who sends it."""
        made = super().get_form(request, obj, change, **kwargs)
        made.by = cast("User", request.user)
        return made

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Do what was tried already when the form was checked."""
        obj.pk = form.act().pk
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The action did it all."""

    def delete(self, request: HttpRequest, obj: Any) -> None:
        """Delete by the action; raises Refusal or Refusals."""
        raise NotImplementedError

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete by the action."""
        self.delete(request, obj)

    def may_manage(self, request: HttpRequest, obj: Any) -> bool:
        """Tell whether the row reaches no further than who looks at it."""
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What reaches further may only be looked at."""
        return holds(request, *self.writes) and (obj is None or self.may_manage(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer to delete only what the action would delete."""
        return self.has_change_permission(request, obj) and (
            obj is None or not refused(lambda: self.delete(request, type(obj).objects.get(pk=obj.pk)))
        )


class StaffForm(ByForm):
    """Who a member of staff is, what groups they are in, and a new password."""

    groups = forms.ModelMultipleChoiceField(
        queryset=Group.objects.all(),
        required=False,
        widget=UnfoldAdminSelect2MultipleWidget(),
        help_text="What they may do. You can only give groups that allow no more than you may do yourself.",
    )
    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text="At least 8 signs. Empty: it stays; who is new then asks for a link by “Forgotten password”. "
        "A new one ends all their sessions.",
    )
    refusal_fields = {
        "email": "email",
        "firstName": "first_name",
        "lastName": "last_name",
        "isActive": "is_active",
        "addGroups": "groups",
        "removeGroups": "groups",
        "groups": "groups",
    }

    class Meta:
        model = StaffMember
        fields = FACTS
        labels = {"is_active": "May sign in"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["groups"] = list(self.instance.groups.all())

    def clean_new_password(self) -> str:
        """Refuse a weak password."""
        password: str = self.cleaned_data["new_password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    def act(self) -> User:
        """Make or change the member of staff."""
        facts = {name: self.cleaned_data[name] for name in FACTS}
        groups = list(self.cleaned_data["groups"])
        if self.instance.pk is None:
            user, _ = create_staff(by=self.by, facts=facts, groups=groups)
        else:
            user = User.objects.get(pk=self.instance.pk)
            had = list(user.groups.all())
            user = update_staff(
                by=self.by,
                user=user,
                facts=facts,
                add=[group for group in groups if group not in had],
                remove=[group for group in had if group not in groups],
            )
        if self.cleaned_data["new_password"]:
            set_password(user, password=self.cleaned_data["new_password"], field="newPassword")
            user.is_confirmed = True
            user.save(update_fields=["password", "is_confirmed"])
            deactivate_all(user=user)
        return user


@admin.register(StaffMember)
class StaffSection(ManagedSection):
    """Staff."""

    form = StaffForm
    list_display = ("email", "first_name", "last_name", "show_groups", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("email", "first_name", "last_name")
    fields = ("email", "first_name", "last_name", "groups", "new_password", "is_active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaffMember]:
        """Leave customers out; read all groups at once."""
        people: QuerySet[StaffMember] = super().get_queryset(request)
        return people.filter(is_staff=True).prefetch_related("groups")

    @admin.display(description="Groups")
    def show_groups(self, person: StaffMember) -> str:
        """Return what groups they are in."""
        return ", ".join(group.name for group in person.groups.all()) or ("Everything" if person.is_superuser else "–")

    def may_manage(self, request: HttpRequest, obj: StaffMember) -> bool:
        """Whoever may do more than you is looked after by somebody else; so are superusers, by their like."""
        by = cast("User", request.user)
        return by.is_superuser or not (obj.is_superuser or users_beyond(by, [obj]))

    def delete(self, request: HttpRequest, obj: StaffMember) -> None:
        """Delete the account."""
        delete_staff(by=cast("User", request.user), user=obj)


class GroupForm(ByForm):
    """What a group may do, in which channels, and who is in it."""

    permissions = forms.MultipleChoiceField(
        choices=[(code, code.replace("_", " ").capitalize()) for code in sorted(PERMISSIONS)],
        required=False,
        widget=UnfoldAdminSelect2MultipleWidget(),
        help_text="You can only give what you hold yourself.",
    )
    users = forms.ModelMultipleChoiceField(
        label="Members",
        queryset=User.objects.filter(is_staff=True),
        required=False,
        widget=UnfoldAdminSelect2MultipleWidget(),
    )
    refusal_fields = {
        "name": "name",
        "restrictedAccessToChannels": "restricted_access_to_channels",
        **{
            f"{verb}{what}": what.lower() for verb in ("add", "remove") for what in ("Permissions", "Users", "Channels")
        },
    }

    class Meta:
        model = Group
        fields = ("name", "restricted_access_to_channels", "channels")
        labels = {"restricted_access_to_channels": "Only in some channels"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["users"] = list(self.instance.users.all())

    def act(self) -> Group:
        """Make or change the group."""
        given = self.cleaned_data
        lists = {name: list(given[name]) for name in LISTS}
        restricted = given["restricted_access_to_channels"]
        if self.instance.pk is None:
            return create_group(by=self.by, name=given["name"], restricted=restricted, **lists)
        group = Group.objects.get(pk=self.instance.pk)
        had = {
            "permissions": list(group.permissions),
            "users": list(group.users.all()),
            "channels": list(group.channels.all()),
        }
        changes: dict[str, Any] = {"name": given["name"]}
        if restricted != group.restricted_access_to_channels:
            changes["restricted_access_to_channels"] = restricted
        for name, rows in lists.items():
            changes[f"add_{name}"] = [row for row in rows if row not in had[name]]
            changes[f"remove_{name}"] = [row for row in had[name] if row not in rows]
        return update_group(by=self.by, group=group, changes=changes)


@admin.register(Group)
class GroupSection(ManagedSection):
    """Permission groups."""

    form = GroupForm
    list_display = ("name", "show_permissions", "show_channels", "show_members")
    search_fields = ("name",)
    filter_horizontal = ("channels",)
    fields = ("name", "permissions", "restricted_access_to_channels", "channels", "users")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Read channels and members of all groups at once."""
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.prefetch_related("channels", "users")

    @admin.display(description="May")
    def show_permissions(self, group: Group) -> str:
        """Return what its members may do."""
        if set(group.permissions) == set(PERMISSIONS):
            return "Everything"
        return ", ".join(code.replace("_", " ").lower() for code in group.permissions) or "–"

    @admin.display(description="Channels")
    def show_channels(self, group: Group) -> str:
        """Return where."""
        if not group.restricted_access_to_channels:
            return "All"
        return ", ".join(channel.slug for channel in group.channels.all()) or "None"

    @admin.display(description="Members")
    def show_members(self, group: Group) -> int:
        """Return how many there are."""
        return len(group.users.all())

    def may_manage(self, request: HttpRequest, obj: Group) -> bool:
        """What reaches further than you is looked after by somebody else."""
        by = cast("User", request.user)
        return by.is_superuser or may_manage_group(by, obj)

    def delete(self, request: HttpRequest, obj: Group) -> None:
        """Delete the group."""
        delete_group(by=cast("User", request.user), group=obj)
