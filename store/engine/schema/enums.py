"""Enums that several subjects need; an enum of one subject stands in that subject's file.

Every name and value is Saleor's. Values equal their names, so rows store what the schema shows.
"""

import enum

import graphene
from django_countries import countries

from store.engine.permissions import PERMISSIONS


def enum_of(name: str, values: str) -> type[graphene.Enum]:
    """Make a GraphQL enum from space-separated value names."""
    return graphene.Enum.from_enum(enum.StrEnum(name, {value: value for value in values.split()}))


CountryCode = enum_of("CountryCode", " ".join(code for code, _ in countries))
LanguageCodeEnum = enum_of(
    "LanguageCodeEnum",
    "EN EN_US EN_GB EN_AU EN_CA EN_IE EN_NZ EN_ZA DE DE_DE DE_AT DE_CH FR FR_FR FR_CA FR_BE ES ES_ES ES_MX IT IT_IT "
    "NL NL_NL PL PL_PL PT PT_PT PT_BR SV SV_SE DA NB FI JA JA_JP KO ZH_HANS ZH_HANT AR HE TR CS UK RU",
)
PermissionEnum = enum_of("PermissionEnum", " ".join(PERMISSIONS))
WeightUnitsEnum = enum_of("WeightUnitsEnum", "G LB OZ KG TONNE")
OrderDirection = enum_of("OrderDirection", "ASC DESC")
AddressTypeEnum = enum_of("AddressTypeEnum", "BILLING SHIPPING")
ErrorPolicyEnum = enum_of("ErrorPolicyEnum", "IGNORE_FAILED REJECT_EVERYTHING REJECT_FAILED_ROWS")
DiscountValueTypeEnum = enum_of("DiscountValueTypeEnum", "FIXED PERCENTAGE")
ThumbnailFormatEnum = enum_of("ThumbnailFormatEnum", "ORIGINAL AVIF WEBP")
