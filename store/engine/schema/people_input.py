"""What mutations about people read from their arguments: people by id or reference, addresses."""

from store.engine.models import Address as AddressModel
from store.engine.models import User as UserModel
from store.engine.refusals import PermissionDenied, Refusal
from store.engine.schema.address import read_address
from store.engine.schema.ids import get_or_refuse


def person_of(id=None, external_reference=None):
    """Return the user of an id or of an external reference, locked until the transaction ends."""
    if id and external_reference:
        raise Refusal("Argument 'id' cannot be combined with 'external_reference'", code="GRAPHQL_ERROR")
    if not id and not external_reference:
        raise Refusal("At least one of arguments is required: 'id', 'external_reference'.", code="GRAPHQL_ERROR")
    people = UserModel.objects.select_for_update()
    if id:
        return get_or_refuse(people, id, "User")
    found = people.filter(external_reference=external_reference).first()
    if found is None:
        message = f"Couldn't resolve to a node: {external_reference}"
        raise Refusal(message, code="NOT_FOUND", field="externalReference")
    return found


def default_addresses(info, input):
    """Return the cleaned shipping and billing address of an input, as keyword arguments for the actions."""
    return {
        name: read_address(info, input[key], address_type=name.upper()) if input.get(key) else None
        for name, key in (("shipping", "default_shipping_address"), ("billing", "default_billing_address"))
    }


def editable_address(info, id):
    """Return an address that the caller may change: their own, or anybody's with MANAGE_USERS."""
    address = get_or_refuse(AddressModel.objects.all(), id, "Address")
    context = info.context
    owns = context.user is not None and context.user.addresses.filter(pk=address.pk).exists()
    if not owns and not context.may("MANAGE_USERS"):
        raise PermissionDenied("MANAGE_USERS", "OWNER")
    return address
