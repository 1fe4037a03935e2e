"""Channels that a member of staff may work in: all, unless every group that opens orders is limited to some."""

from store.engine.refusals import PermissionDenied


def open_channels(context):
    """Return the ids of the channels that the caller is limited to, or None for every channel.

    As in Saleor: apps and superusers go everywhere, and so does staff with one group that is not limited.
    """
    if context.user is None or context.user.is_superuser:
        return None
    key = ("open channels", context.user.pk)
    if key not in context.seen:
        groups = list(context.user.groups.prefetch_related("channels"))
        if not all(group.restricted_access_to_channels for group in groups):
            context.seen[key] = None
        else:
            context.seen[key] = {channel.pk for group in groups for channel in group.channels.all()}
    return context.seen[key]


def require_channel(context, channel):
    """Raise PermissionDenied unless the caller may work in a channel."""
    allowed = open_channels(context)
    if allowed is not None and channel.pk not in allowed:
        raise PermissionDenied(message="You don't have access to some objects' channel.")
