"""What goes wrong with people: the error types of their mutations."""

import graphene

from store.engine.schema.enums import AddressTypeEnum, PermissionEnum, enum_of
from store.engine.schema.mutation import error_type

AccountErrorCode = enum_of(
    "AccountErrorCode",
    "ACTIVATE_OWN_ACCOUNT ACTIVATE_SUPERUSER_ACCOUNT DUPLICATED_INPUT_ITEM DEACTIVATE_OWN_ACCOUNT "
    "DEACTIVATE_SUPERUSER_ACCOUNT DELETE_NON_STAFF_USER DELETE_OWN_ACCOUNT DELETE_STAFF_ACCOUNT "
    "DELETE_SUPERUSER_ACCOUNT GRAPHQL_ERROR INACTIVE INVALID INVALID_PASSWORD LEFT_NOT_MANAGEABLE_PERMISSION "
    "INVALID_CREDENTIALS NOT_FOUND OUT_OF_SCOPE_USER OUT_OF_SCOPE_GROUP OUT_OF_SCOPE_PERMISSION "
    "PASSWORD_ENTIRELY_NUMERIC PASSWORD_TOO_COMMON PASSWORD_TOO_SHORT PASSWORD_TOO_SIMILAR "
    "PASSWORD_RESET_ALREADY_REQUESTED REQUIRED UNIQUE JWT_SIGNATURE_EXPIRED JWT_INVALID_TOKEN JWT_DECODE_ERROR "
    "JWT_MISSING_TOKEN JWT_INVALID_CSRF_TOKEN CHANNEL_INACTIVE MISSING_CHANNEL_SLUG ACCOUNT_NOT_CONFIRMED "
    "LOGIN_ATTEMPT_DELAYED DISABLED_AUTHENTICATION_METHOD UNKNOWN_IP_ADDRESS FILE_SIZE_LIMIT_EXCEEDED",
)
AccountError = error_type("AccountError", AccountErrorCode, address_type=graphene.Field(AddressTypeEnum))
StaffError = error_type(
    "StaffError",
    AccountErrorCode,
    address_type=graphene.Field(AddressTypeEnum),
    permissions=graphene.List(graphene.NonNull(PermissionEnum)),
    groups=graphene.List(graphene.NonNull(graphene.ID)),
    users=graphene.List(graphene.NonNull(graphene.ID)),
)
PermissionGroupErrorCode = enum_of(
    "PermissionGroupErrorCode",
    "REQUIRED UNIQUE ASSIGN_NON_STAFF_MEMBER DUPLICATED_INPUT_ITEM CANNOT_REMOVE_FROM_LAST_GROUP "
    "LEFT_NOT_MANAGEABLE_PERMISSION OUT_OF_SCOPE_PERMISSION OUT_OF_SCOPE_USER OUT_OF_SCOPE_CHANNEL",
)
PermissionGroupError = error_type(
    "PermissionGroupError",
    PermissionGroupErrorCode,
    permissions=graphene.List(graphene.NonNull(PermissionEnum)),
    users=graphene.List(graphene.NonNull(graphene.ID)),
    channels=graphene.List(graphene.NonNull(graphene.ID)),
)
AppErrorCode = enum_of(
    "AppErrorCode",
    "FORBIDDEN GRAPHQL_ERROR INVALID INVALID_STATUS INVALID_PERMISSION INVALID_URL_FORMAT INVALID_MANIFEST_FORMAT "
    "INVALID_CUSTOM_HEADERS DUPLICATED_EXTENSION_IDENTIFIER DUPLICATED_WEBHOOK_IDENTIFIER MANIFEST_URL_CANT_CONNECT "
    "NOT_FOUND REQUIRED UNIQUE OUT_OF_SCOPE_APP OUT_OF_SCOPE_PERMISSION UNSUPPORTED_SALEOR_VERSION",
)
AppError = error_type("AppError", AppErrorCode, permissions=graphene.List(graphene.NonNull(PermissionEnum)))
