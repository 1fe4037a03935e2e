"""The one kind of fact that storefronts ask for and that nothing here has: a collection it refers to."""

import graphene

from store.engine.schema.assigned_attribute import AssignedAttribute


class AssignedSingleCollectionReferenceAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Field("store.engine.schema.collection.Collection")
