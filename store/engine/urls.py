"""The engine's addresses: GraphQL, its keys, pictures and files, where Saleor has them."""

from django.urls import path

from store.engine import files, views

urlpatterns = [
    path("graphql/", views.graphql, name="graphql"),
    path(".well-known/jwks.json", views.jwks, name="jwks"),
    path("thumbnail/<str:global_id>/<int:size>/", files.thumbnail, name="thumbnail"),
    path("thumbnail/<str:global_id>/<int:size>/<str:format>/", files.thumbnail, name="thumbnail"),
    path("media/<path:name>", files.media, name="media"),
]
