"""Writing pages and page types."""

import graphene

from store.engine.actions.page import save_page, save_page_type
from store.engine.models import Attribute
from store.engine.models import Page as PageModel
from store.engine.models import PageType as PageTypeModel
from store.engine.refusals import Refusal
from store.engine.schema.enums import enum_of
from store.engine.schema.given_facts import AttributeValueInput, read_facts
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.menu_mutations import deleted
from store.engine.schema.mutation import Mutation, error_type, list_of_errors
from store.engine.schema.older_dates import with_moments
from store.engine.schema.page import Page, PageType
from store.engine.schema.scalars import DateTime, JSONString
from store.engine.schema.seo import SeoInput, seo_columns

PAGES = ("MANAGE_PAGES",)
TYPES = ("MANAGE_PAGE_TYPES_AND_ATTRIBUTES",)
PageErrorCode = enum_of(
    "PageErrorCode",
    "GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED UNIQUE DUPLICATED_INPUT_ITEM ATTRIBUTE_ALREADY_ASSIGNED",
)
PageError = error_type("PageError", PageErrorCode, attributes=list_of(graphene.ID), values=list_of(graphene.ID))


class PageInput(graphene.InputObjectType):
    slug = graphene.String()
    title = graphene.String()
    content = JSONString()
    attributes = list_of(AttributeValueInput)
    is_published = graphene.Boolean()
    publication_date = graphene.String(deprecation_reason="Use `publishedAt` field instead.")
    published_at = DateTime()
    seo = SeoInput()


class PageCreateInput(PageInput):
    page_type = graphene.ID(required=True)


def _columns(given):
    read = with_moments(given)
    columns = {name: read[name] for name in ("slug", "title", "is_published") if read.get(name) is not None}
    columns |= {name: read[name] for name in ("content", "published_at") if name in read}
    return columns | seo_columns(read.get("seo"))


def _attributes(page_type):
    return [row.attribute for row in page_type.attribute_pages.select_related("attribute")]


class PageCreate(Mutation):
    class Arguments:
        input = PageCreateInput(required=True)

    errors = list_of_errors(PageError)
    page = graphene.Field(Page)
    permissions = PAGES

    @classmethod
    def perform(cls, _info, input):
        page_type = get_or_refuse(PageTypeModel.objects, input["page_type"], "PageType", field="pageType")
        page = PageModel(page_type=page_type)
        facts = read_facts(input.get("attributes"), _attributes(page_type), creation=True)
        save_page(page=page, columns=_columns(input), facts=facts)
        return {"page": page}


class PageUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = PageInput(required=True)

    errors = list_of_errors(PageError)
    page = graphene.Field(Page)
    permissions = PAGES

    @classmethod
    def perform(cls, _info, id, input):
        page = get_or_refuse(PageModel.objects, id, "Page")
        given = input.get("attributes")
        facts = read_facts(given, _attributes(page.page_type), creation=False) if given else ()
        save_page(page=page, columns=_columns(input), facts=facts)
        return {"page": page}


class PageDelete(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(PageError)
    page = graphene.Field(Page)
    permissions = PAGES

    @classmethod
    def perform(cls, _info, id):
        return {"page": deleted(get_or_refuse(PageModel.objects, id, "Page"))}


class PageTypeCreateInput(graphene.InputObjectType):
    name = graphene.String()
    slug = graphene.String()
    add_attributes = list_of(graphene.ID)


class PageTypeUpdateInput(PageTypeCreateInput):
    remove_attributes = list_of(graphene.ID)


def _save_type(page_type, input):
    twice = set(input.get("add_attributes") or ()) & set(input.get("remove_attributes") or ())
    if twice:
        raise Refusal(
            "The same object cannot be in both lists for adding and removing items.",
            code="DUPLICATED_INPUT_ITEM",
            field="attributes",
            attributes=sorted(twice),
        )
    attributes = {
        name: get_all_or_refuse(Attribute.objects, input.get(name), "Attribute", field=field)
        for name, field in (("add_attributes", "addAttributes"), ("remove_attributes", "removeAttributes"))
    }
    columns = {name: input[name] for name in ("name", "slug") if input.get(name) is not None}
    save_page_type(page_type=page_type, columns=columns, **attributes)
    return {"page_type": page_type}


class PageTypeCreate(Mutation):
    class Arguments:
        input = PageTypeCreateInput(required=True)

    errors = list_of_errors(PageError)
    page_type = graphene.Field(PageType)
    permissions = TYPES

    @classmethod
    def perform(cls, _info, input):
        return _save_type(PageTypeModel(), input)


class PageTypeUpdate(Mutation):
    class Arguments:
        id = graphene.ID()
        input = PageTypeUpdateInput(required=True)

    errors = list_of_errors(PageError)
    page_type = graphene.Field(PageType)
    permissions = TYPES

    @classmethod
    def perform(cls, _info, input, id=""):
        return _save_type(get_or_refuse(PageTypeModel.objects, id, "PageType"), input)


class PageMutations:
    page_create = PageCreate.Field()
    page_update = PageUpdate.Field()
    page_delete = PageDelete.Field()
    page_type_create = PageTypeCreate.Field()
    page_type_update = PageTypeUpdate.Field()
