"""Addresses of the office; our own ids stand in them, never Saleor's and nothing about a person."""

from django.urls import path

from store.office.views import differences, entrance, money, payments, refunding, review

app_name = "office"
urlpatterns = [
    path("", money.money, name="money"),
    path("money.csv", money.money_csv, name="money_csv"),
    path("sign-in/", entrance.sign_in_page, name="sign_in"),
    path("sign-out/", entrance.sign_out_page, name="sign_out"),
    path("payments/", payments.payments, name="payments"),
    path("payments.csv", payments.payments_csv, name="payments_csv"),
    path("payments/<uuid:payment_id>/", payments.payment, name="payment"),
    path("payments/<uuid:payment_id>/try-again/", review.try_again_page, name="try_again"),
    path("payments/<uuid:payment_id>/give-back/", review.give_back_page, name="give_back"),
    path("payments/<uuid:payment_id>/refund/", refunding.refund_page, name="refund"),
    path("payments/<uuid:payment_id>/refunds/<uuid:refund_id>/again/", review.ask_again_page, name="ask_again"),
    path("payments/<uuid:payment_id>/refunds/<uuid:refund_id>/close/", review.close_refund_page, name="close_refund"),
    path("payments/<uuid:payment_id>/resolve/", review.resolve_page, name="resolve"),
    path("review/", review.review, name="review"),
    path("differences/", differences.differences, name="differences"),
    path("differences/<int:difference_id>/explain/", differences.explain, name="explain"),
    path("compare/", differences.compare, name="compare"),
]
